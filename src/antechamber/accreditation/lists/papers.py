"""A frozen list on paper: printed once in the background, kept, and handed out from then on.

Setting ten thousand names takes seconds and hundreds of megabytes, which no page may cost. What a
frozen list says never changes, so neither does its paper: it is kept under its fingerprint.
"""

from __future__ import annotations

from enum import StrEnum
from typing import IO, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.states import ON_FINAL_LIST
from antechamber.accreditation.models import CandidateList, ListEntry
from antechamber.paper.papers import Entry, Origin, PrintedList, to_the_second
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.processes.rule_words import ListedFact

FOLDER: Final = "lists"


class Which(StrEnum):
    """Which of the two lists is printed."""

    PROPOSED = "proposed"
    FINAL = "final"


def list_paper(candidate_list: CandidateList, which: Which, language: str) -> PrintedList:
    """Return what a frozen list says on paper, with the facts that States are given.

    2 statements. The final list is that of the outcomes which were written down at its issue.
    """
    rules = list_queries.rules_for(candidate_list)
    entries = list_queries.lines_of(candidate_list)
    if which is Which.FINAL:
        entries = entries.filter(outcome__in=ON_FINAL_LIST)
    with translation.override(language):
        return _paper(
            candidate_list, which, [_line(each, rules.listed_facts, language) for each in entries]
        )


def _paper(candidate_list: CandidateList, which: Which, lines: list[Entry]) -> PrintedList:
    process = candidate_list.process
    is_final = which is Which.FINAL
    dated = candidate_list.issued_at if is_final else candidate_list.frozen_at
    assert dated is not None  # noqa: S101 - a list has no paper before
    said = {"number": str(candidate_list), "at": to_the_second(dated, process.zone)}
    return PrintedList(
        origin=Origin(
            institution=str(process.convener),
            process=str(process.name),
            code=str(candidate_list),
            verify_address=settings.BASE_URL
            + reverse("portal:list", args=[process.code, candidate_list.number]),
        ),
        title=candidate_list.title,
        subtitle=(_("Final list") if is_final else candidate_list.get_kind_display())
        + f" {candidate_list}",
        version=str(candidate_list),
        paragraphs=[
            _("What became final of the list %(number)s, as issued on %(at)s.") % said
            if is_final
            else _("The list %(number)s as it was frozen on %(at)s and given to Member States.")
            % said
        ],
        entries=lines,
        digest=candidate_list.final_digest if is_final else candidate_list.content_digest,
        dated=dated,
    )


def _line(entry: ListEntry, listed: tuple[str, ...], language: str) -> Entry:
    country = entry.country if ListedFact.COUNTRY in listed else ""
    return Entry(
        name=entry.name if ListedFact.NAME in listed else str(entry.application),
        country=country_name(country, language) if country in COUNTRIES else "",
        home_page=entry.home_page if ListedFact.HOME_PAGE in listed else "",
    )


def print_paper(candidate_list: CandidateList, which: Which, language: str) -> None:
    """Set a list and keep it, unless it is kept already (2 statements); raises `MissingFont`."""
    if not is_printed(candidate_list, which, language):
        printed = list_paper(candidate_list, which, language).printed(language)
        default_storage.save(path_of(candidate_list, which, language), ContentFile(printed))


def is_printed(candidate_list: CandidateList, which: Which, language: str) -> bool:
    """Say whether a paper is kept (no statement)."""
    return default_storage.exists(path_of(candidate_list, which, language))


def kept_paper(candidate_list: CandidateList, which: Which, language: str) -> IO[bytes] | None:
    """Return a paper open for reading, None where it has to be printed first (no statement)."""
    if not is_printed(candidate_list, which, language):
        return None
    found: IO[bytes] = default_storage.open(path_of(candidate_list, which, language), "rb")
    return found


def paper_name(candidate_list: CandidateList, which: Which) -> str:
    """Return the name under which a paper is saved: "GCM-L-01-final.pdf"."""
    return f"{candidate_list}-{which}.pdf"


def path_of(candidate_list: CandidateList, which: Which, language: str) -> str:
    """Return where a paper is kept: under the fingerprint of what it says."""
    is_final = which is Which.FINAL
    digest = candidate_list.final_digest if is_final else candidate_list.content_digest
    return f"{FOLDER}/{candidate_list.process.code}/{digest}-{which}-{language}.pdf"
