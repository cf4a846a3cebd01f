"""The page of one accreditation: what it rests on, what is told since, its history, the acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation.accredited.desk.access import (
    AccreditedRequest,
    address,
    at_desk,
    frame,
    open_accreditation,
)
from antechamber.accreditation.accredited.desk.catalogue import ACTS, DeskAct, verdict_on
from antechamber.accreditation.accredited.states import REASONS
from antechamber.accreditation.accredited.words import state_tone, state_words
from antechamber.accreditation.desk.history import events, names_of_officers
from antechamber.accreditation.models import Accreditation, ListEntry
from antechamber.organizations.models import Status
from antechamber.organizations.names_table import names_table
from antechamber.organizations.queries import history_of
from antechamber.organizations.statuses import StatusKind
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.places.zones import zone_name
from antechamber.record.queries import history
from antechamber.web import times
from antechamber.web.components import Evidence, SummaryRow


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act on the page: its address, or the reason why not."""

    act: DeskAct
    url: str
    refusal: str = ""


@require_safe
@at_desk
def accreditation(request: AccreditedRequest, number: str) -> HttpResponse:
    """Show an accreditation (11 statements, whatever it holds)."""
    found = open_accreditation(request, number)
    lines = history(request.process.code, found.number)
    told = history_of(found.organization)
    context = {
        **frame(request),
        **header(request, found),
        "rows": _rows(request, found),
        "application_url": _application_url(request, found),
        "statuses": shown_statuses(request, told.statuses),
        "names": names_table(told.names),
        "events": events(request.process, lines, names_of_officers(lines)),
        "acts": [_shown(request, each, found) for each in ACTS.values()],
    }
    return render(request, "accreditation/accredited/accreditation.html", context)


def header(request: AccreditedRequest, found: Accreditation) -> dict[str, object]:
    """Return what the head of its pages shows (no statement)."""
    return {
        "accreditation": found,
        "state": state_words(found),
        "tone": state_tone(found),
        "reason": str(REASONS.get(found.reason_code, "")),
        "zone": request.process.zone,
        "zone_name": zone_name(request.process.zone),
        "list_url": address(request, "list"),
        "public_url": reverse(
            "portal:organization", args=[request.process.code, found.organization.key]
        ),
    }


def _shown(request: AccreditedRequest, act: DeskAct, found: Accreditation) -> ShownAct:
    verdict = verdict_on(act, found, request.actor)
    url = address(request, "act", found.number, act.slug) if verdict else ""
    return ShownAct(act, url, str(verdict.words))


def _rows(request: AccreditedRequest, found: Accreditation) -> list[SummaryRow]:
    code, language = found.organization.country, get_language() or "en"
    rows = [
        SummaryRow(_("Country"), country_name(code, language) if code in COUNTRIES else ""),
        *_ground(request, found),
        SummaryRow(_("Asked on"), _day(request, found.asked_at)),
        SummaryRow(_("In force since"), _day(request, found.since)),
        SummaryRow(_("Suspended since"), _day(request, found.suspended_at)),
        SummaryRow(_("Confirmed on"), _day(request, found.confirmed_at)),
        SummaryRow(_("Ended on"), _day(request, found.until)),
    ]
    return [each for each in rows if each.value]


def _ground(request: AccreditedRequest, found: Accreditation) -> list[SummaryRow]:
    """Say what it rests on, and under which name Member States had it before them."""
    if found.application is None:
        earlier = _("Accreditation to %(process)s") % {"process": found.carried_from.upper()}
        return [SummaryRow(_("Rests on"), earlier)]
    applied = found.application
    entry = (
        ListEntry.objects.filter(application=applied, is_live=True)
        .select_related("candidate_list__process")
        .first()
    )
    return [
        SummaryRow(_("Category"), str(applied.category.name)),
        SummaryRow(_("Rests on"), _("Application %(number)s") % {"number": applied}),
        SummaryRow(_("On the list"), str(entry.candidate_list) if entry else ""),
        SummaryRow(_("Circulated as"), entry.name if entry else ""),
    ]


def _application_url(request: AccreditedRequest, found: Accreditation) -> str:
    """Return where the application is read, empty where it is not this officer's to read."""
    applied = found.application
    if applied is None or not request.reach.covers(applied.facilitator.code):
        return ""
    return reverse("desk:application", args=[request.process.code, str(applied)])


def _day(request: AccreditedRequest, at: datetime | None) -> str:
    return times.short_day(at.astimezone(request.zone).date()) if at else ""


def shown_statuses(request: AccreditedRequest, statuses: Iterable[Status]) -> list[Evidence]:
    """Show the statuses of an organization with their dates and sources."""
    today = request.arrived_at.astimezone(request.zone).date()
    return [_shown_status(each, today) for each in statuses]


def _shown_status(status: Status, today: date) -> Evidence:
    words = str(StatusKind(status.kind).label)
    claim = f"{words[:1].upper()}{words[1:]}"
    if status.process_code:
        claim = _("Accreditation to %(process)s") % {"process": status.process_code.upper()}
    has_ended = status.until is not None and status.until <= today
    return Evidence(
        term=_period(status),
        claim=claim,
        source=status.source,
        status=_("Ended") if has_ended else _("In force"),
        tone="ended" if has_ended else "done",
    )


def _period(status: Status) -> str:
    begun = times.short_day(status.since) if status.since else str(status.year or "")
    return f"{begun} – {times.short_day(status.until)}" if status.until else begun
