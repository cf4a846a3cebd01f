"""The page of one list: where it stands, what comes next, and another middle in every state."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation.desk.history import names_of_officers
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.desk import tables
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    address,
    at_lists,
    frame,
    open_list,
)
from antechamber.accreditation.lists.desk.catalogue import LIST_ACTS, OfferedAct
from antechamber.accreditation.lists.desk.files import file_links
from antechamber.accreditation.lists.desk.history import list_events
from antechamber.accreditation.lists.desk.reading import (
    Reading,
    category_names,
    due_on,
    facts_for,
    read_list,
)
from antechamber.accreditation.lists.desk.stages import next_step, stages
from antechamber.accreditation.lists.states import BEFORE_CIRCULATION, FINAL, ListState
from antechamber.accreditation.lists.visibility import Viewer
from antechamber.accreditation.lists.words import LIST_TONES, country_words
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import CandidateList
from antechamber.places.zones import zone_name
from antechamber.processes.blocks import time_left
from antechamber.processes.rules import Phase, Window
from antechamber.record.queries import HistoryLine, history
from antechamber.web.components import Deadline, Figure, Link


@require_safe
@at_lists
def page(request: ListRequest, number: int) -> HttpResponse:
    """Show a list (at most 17 statements, however many names it has)."""
    return list_page(request, open_list(request, number))


def list_page(
    request: ListRequest,
    found: CandidateList,
    *,
    refusal: str = "",
    ticked: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """Draw a list; `refusal` is why the names `ticked` could not be taken off it."""
    reading = read_list(found)
    lines = history(found.process.code, str(found))
    names = names_of_officers(lines)
    context = {
        **frame(request),
        **heading(request, reading),
        **_middle(request, reading, lines),
        "acts": offered(request, reading),
        "made_by": _made_by(lines, names),
        "events": list_events(found.process, lines, names),
        "refusal": refusal,
        "ticked": ticked,
        "public_url": _public_url(found),
    }
    return render(request, "accreditation/lists/list.html", context, status=status)


def _public_url(found: CandidateList) -> str:
    if found.state != ListState.PUBLISHED:
        return ""
    return reverse("portal:list", args=[found.process.code, found.number])


def heading(request: ListRequest, reading: Reading) -> dict[str, object]:
    """Return what stands above every page of a list (2 statements before circulation)."""
    found, at = reading.list, request.arrived_at
    is_before = found.state in BEFORE_CIRCULATION
    return {
        "list": found,
        "state": found.get_state_display(),
        "tone": LIST_TONES[found.state],
        "stages": stages(found),
        "next": next_step(
            found,
            reading.silence,
            unsettled=len(reading.unsettled),
            due_on=due_on(request.process, at) if is_before else None,
            at=at,
        ),
        "crumbs": [
            Link(_("Lists"), address(request, "lists")),
            Link(str(found), address(request, "list", found.number)),
        ],
    }


def offered(request: ListRequest, reading: Reading) -> list[OfferedAct]:
    """Return the acts that start from a list's state, in the workflow's order. Pure.

    An act of another role is not offered; one that a guard refuses is shown with the reason.
    """
    scope, found = request.process.code, reading.list
    facts = facts_for(reading, request.actor, request.arrived_at)
    acts = []
    for transition in LIST.leaving(found.state):
        may = request.actor.may_within if transition.capability == "list.compose" else None
        if not (may or request.actor.may)(transition.capability, scope):
            continue
        verdict = transition.guard(facts)
        act = LIST_ACTS[transition.name]
        acts.append(
            OfferedAct(
                act,
                address(request, "act", found.number, act.slug),
                "" if verdict else str(verdict.words),
            )
        )
    return acts


def _made_by(lines: Sequence[HistoryLine], names: dict[str, str]) -> str:
    """Name those who worked on the list: none of them can sign it off."""
    made = [
        names.get(line.actor_key, "")
        for line in lines
        if line.verb in {"list.composed", "list.entries_added", "list.frozen"}
    ]
    return ", ".join(dict.fromkeys(name for name in made if name))


def _middle(
    request: ListRequest, reading: Reading, lines: Sequence[HistoryLine]
) -> dict[str, object]:
    """Return what the state of the list asks for (1 statement, 2 for the President's office)."""
    found = reading.list
    categories = category_names(request.process)
    if found.frozen_at is None:
        figures = [Figure(str(len(reading.entries)), _("names on the list"))]
        return {"draft": _draft(request, reading, categories), "figures": figures}
    shown: dict[str, object] = {
        "counts": tables.counts_shown(reading, categories),
        **tables.entries_shown(request, reading, categories),
        "files": file_links(request, found),
    }
    if found.state == ListState.DISCARDED or reading.silence is None:
        return shown
    shown["deadline"] = silence_block(request, reading.silence)
    shown["figures"] = _figures(reading, lines)
    shown["asked_about"] = _asked_about(request, found)
    if found.state in FINAL:
        shown["differences"] = tables.differences_table(request, reading)
        shown["final"] = tables.final_words(reading)
    else:
        shown["objected"] = tables.objected_table(request, reading)
    return shown


def _draft(request: ListRequest, reading: Reading, categories: dict[str, str]) -> dict[str, object]:
    found = reading.list
    is_open = found.state == ListState.DRAFTING
    may = is_open and request.actor.may_within("list.compose", request.process.code)
    return {
        "rows": [
            {
                "reference": str(each.application),
                "name": each.application.organization.display_name,
                "country": country_words(each.application.organization.country),
                "category": categories.get(each.application.category.code, ""),
                "facilitator": each.application.facilitator.short_name,
                "is_wrong": is_open and each.application.state != "recommended",
            }
            for each in reading.entries
        ],
        "add_url": address(request, "add", found.number) if may else "",
        "remove_url": address(request, "remove", found.number) if may else "",
    }


def silence_block(request: ListRequest, silence: Window) -> Deadline | None:
    """Return the end of the time to object; the earlier ends stay visible."""
    at, zone = request.arrived_at, request.process.zone
    falls_at = silence.deadline_at(at)
    if falls_at is None:
        return None
    is_past = silence.phase_at(at) is Phase.CLOSED
    return Deadline(
        falls_at,
        zone,
        zone_name(zone),
        label=_("The time to object ended") if is_past else _("Member States can object until"),
        is_past=is_past,
        former=silence.earlier_deadlines(at),
        note="" if is_past else time_left(falls_at, zone, at),
    )


def _asked_about(request: ListRequest, found: CandidateList) -> list[Link]:
    """Return to whoever answers them the names about which a State asks who objected (1)."""
    if request.viewer is not Viewer.PRESIDENT_OFFICE:
        return []
    return [
        Link(each.name, address(request, "entry", found.number, str(each.application)))
        for each in list_queries.lines_of(found)
        .filter(inquiries__isnull=False, inquiries__answered_at=None)
        .distinct()
    ]


def _figures(reading: Reading, lines: Sequence[HistoryLine]) -> list[Figure]:
    told = [line.facts["missions"] for line in lines if line.verb == "list.circulated"]
    objections = sum(each.total() for each in reading.objections.values())
    return [
        Figure(str(len(reading.entries)), _("names on the list")),
        *(Figure(str(each), _("missions told")) for each in told),
        Figure(str(len(reading.objected)), _("names with objections")),
        Figure(str(objections), _("objections in all")),
        Figure(str(len(reading.unsettled)), _("names still to be settled")),
    ]
