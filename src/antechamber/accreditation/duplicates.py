"""Other applications that may be of the same organization, and what the rosters know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.organizations.comparison import Verdict
from antechamber.organizations.match_words import why
from antechamber.organizations.matching import Match
from antechamber.organizations.models import Organization, Status

MOST_SHOWN = 20  # applications beside one: with more, the name says nothing


class Ground(StrEnum):
    """Why two applications may be of one organization, the strongest first."""

    ORGANIZATION = "organization"
    NAME = "name"
    SITE = "site"
    CONTACT = "contact"
    ACCOUNT = "account"


GROUND_WORDS: Final[dict[Ground, str | Promise]] = {
    Ground.ORGANIZATION: _("It is the same organization."),
    Ground.SITE: _("The home pages are on the same site."),
    Ground.CONTACT: _("The contact's e-mail address is the same."),
    Ground.ACCOUNT: _("The same person began both."),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application, with the reasons to look at the two together."""

    application: Application
    grounds: tuple[Ground, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnRoster:
    """An organization of a roster that the applicant may be, with one status and why it may be."""

    organization: Organization
    status: Status
    verdict: Verdict
    why: str


def alike(application: Application, matches: Sequence[Match]) -> list[Alike]:
    """Return the other applications of the process that look alike, the likeliest first.

    1 statement. They may be of any facilitator: a caller shows what its reader may see.
    """
    matched = {str(match.organization): match for match in matches}
    asked = Q(organization=application.organization_id) | Q(organization__key__in=list(matched))
    asked |= Q(started_by=application.started_by_id)
    if application.home_site:
        asked |= Q(home_site=application.home_site)
    if application.contact_index:
        asked |= Q(contact_index=application.contact_index)
    others = (
        Application.objects.filter(asked, process=application.process_id, reference__isnull=False)
        .exclude(pk=application.pk)
        .exclude(state=State.DRAFT)
        .select_related("organization", "category", "facilitator")
        .defer("answers")
        .order_by("submitted_at", "id")[:MOST_SHOWN]
    )
    found = [_compared(application, other, matched) for other in others]
    return sorted(found, key=lambda each: list(Ground).index(each.grounds[0]))


def _compared(application: Application, other: Application, matched: dict[str, Match]) -> Alike:
    match = matched.get(other.organization.key)
    holds = {
        Ground.ORGANIZATION: other.organization_id == application.organization_id,
        Ground.NAME: match is not None,
        Ground.SITE: bool(other.home_site) and other.home_site == application.home_site,
        Ground.CONTACT: bool(other.contact_index)
        and other.contact_index == application.contact_index,
        Ground.ACCOUNT: other.started_by_id == application.started_by_id,
    }
    grounds = tuple(ground for ground in Ground if holds[ground])
    return Alike(
        application=other,
        grounds=grounds,
        words=tuple(
            why(match) if ground is Ground.NAME and match else str(GROUND_WORDS[ground])
            for ground in grounds
        ),
    )


def on_rosters(application: Application, matches: Sequence[Match]) -> list[OnRoster]:
    """Return the statuses of the organization itself and of those it may be (1 statement)."""
    own = application.organization.key
    matched = {str(match.organization): match for match in matches}
    statuses = (
        Status.objects.filter(organization__key__in=[own, *matched])
        .select_related("organization")
        .order_by("since", "id")
    )
    found = [_standing(status, own, matched) for status in statuses]
    return sorted(found, key=lambda each: -each.verdict)


def _standing(status: Status, own: str, matched: dict[str, Match]) -> OnRoster:
    key = status.organization.key
    if key == own:
        words = str(_("It is this organization."))
        return OnRoster(status.organization, status, Verdict.EXACT, words)
    return OnRoster(status.organization, status, matched[key].verdict, why(matched[key]))
