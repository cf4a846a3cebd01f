"""What an officer can check at a glance: pure answers of "yes", "no" or "look" from plain facts.

A check decides nothing. It looks at the answers to questions that go by these keys; a questionnaire
that does not ask one of them gets no check of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.likeness import CONTACT_EMAIL, HOME_PAGE, site_of

LEGAL_STATUS, PROOF, ESTABLISHED = "legal_status", "registration_document", "established"
YOUNG_YEARS = 2  # our own choice: an organization younger than this has little work to show

# Services where anyone gets an address; it says nothing about an organization, good or bad.
FREE_MAIL: Final = frozenset(
    {
        "163.com",
        "126.com",
        "aol.com",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.com",
        "yahoo.fr",
        "yandex.ru",
    }
)

Words = str | Promise


class Finding(StrEnum):
    """What a check says."""

    YES = "yes"
    NO = "no"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its finding and the sentence that explains it."""

    code: str
    finding: Finding
    words: Words


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in: the answers, the questions that were asked, the year, the home page."""

    answers: Mapping[str, Any]
    asked: frozenset[str]
    year: int
    home_page: str = ""


def checks(handed: Handed) -> list[Check]:
    """Return the checks of what was handed in, in the order in which an officer reads them."""
    return [
        Check(key, *check(handed))
        for key, check in _CHECKS.items()
        if key in handed.asked or (key == PROOF and LEGAL_STATUS in handed.asked)
    ]


def _home_page(handed: Handed) -> tuple[Finding, Words]:
    site = site_of(handed.home_page)
    if not site:
        return Finding.NO, _("No home page is given.")
    return Finding.YES, format_lazy(_("A home page is given: {site}."), site=site)


def _legal_status(handed: Handed) -> tuple[Finding, Words]:
    return _LEGAL.get(
        str(handed.answers.get(LEGAL_STATUS, "")),
        (Finding.LOOK, _("The answer about the legal status is not one we know.")),
    )


_LEGAL: Final[dict[str, tuple[Finding, Words]]] = {
    "": (Finding.NO, _("The question about the legal status has no answer.")),
    "registered": (Finding.YES, _("It says that it is registered with an authority.")),
    "by_law": (Finding.YES, _("It says that it was established by law or charter.")),
    "not_possible": (Finding.LOOK, _("It says that it cannot be registered where it works.")),
    "sponsored": (Finding.NO, _("It says that it is a project of another organization.")),
}


def _proof(handed: Handed) -> tuple[Finding, Words]:
    if handed.answers.get(PROOF):
        return Finding.YES, _("A proof of the legal status is handed in.")
    if PROOF not in handed.asked:
        return Finding.LOOK, _("No proof of the legal status was asked for after this answer.")
    return Finding.NO, _("The proof of the legal status is missing.")


def _established(handed: Handed) -> tuple[Finding, Words]:
    year = handed.answers.get(ESTABLISHED)
    if not isinstance(year, int):
        return Finding.LOOK, _("The year of its establishment is not given.")
    if year > handed.year:
        return Finding.NO, format_lazy(_("It gives {year}, a year to come."), year=year)
    finding = Finding.LOOK if handed.year - year < YOUNG_YEARS else Finding.YES
    return finding, format_lazy(_("It says that it exists since {year}."), year=year)


def _contact(handed: Handed) -> tuple[Finding, Words]:
    domain = str(handed.answers.get(CONTACT_EMAIL, "")).rpartition("@")[2].lower()
    host = _host_of(handed.home_page)
    if not domain:
        return Finding.NO, _("No e-mail address of a contact is given.")
    if domain in FREE_MAIL:
        return Finding.LOOK, format_lazy(
            _("The contact writes from {domain}, where anyone gets an address."), domain=domain
        )
    if host and _are_one_domain(domain, host):
        return Finding.YES, format_lazy(
            _("The contact writes from {domain}, as the home page."), domain=domain
        )
    return Finding.LOOK, format_lazy(
        _("The contact writes from {domain}, which is not the home page's."), domain=domain
    )


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address.lower()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _are_one_domain(first: str, second: str) -> bool:
    """Say whether the domains are one, or one lies within the other; "org" alone is no domain."""
    short, long = sorted((first, second), key=len)
    return "." in short and (long == short or long.endswith(f".{short}"))


_CHECKS: Final[dict[str, Callable[[Handed], tuple[Finding, Words]]]] = {
    HOME_PAGE: _home_page,
    LEGAL_STATUS: _legal_status,
    PROOF: _proof,
    ESTABLISHED: _established,
    CONTACT_EMAIL: _contact,
}
