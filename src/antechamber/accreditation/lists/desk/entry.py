"""The page of one name on a list: what the reader may see of its objections, and its replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation.desk.history import names_of_officers
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    address,
    at_lists,
    frame,
    open_list,
)
from antechamber.accreditation.lists.desk.entry_catalogue import (
    ENTRY_ACTS,
    OBJECTION_ACTS,
    OfferedStep,
)
from antechamber.accreditation.lists.desk.history import list_events
from antechamber.accreditation.lists.outcome_words import OUTCOME_TONES, REASONS, STANDING_TONES
from antechamber.accreditation.lists.outcomes import (
    DECIDED_BY_BODY,
    Listed,
    Raised,
    Ruled,
    final_list,
)
from antechamber.accreditation.lists.queries import has_left
from antechamber.accreditation.lists.rules import ObjectionFacts, may_log
from antechamber.accreditation.lists.states import (
    FINAL,
    OPEN_TO_OBJECTIONS,
    ListState,
    Ruling,
    Standing,
)
from antechamber.accreditation.lists.visibility import INSIDERS, Seen, Viewer, may_see
from antechamber.accreditation.lists.words import country_words, state_words
from antechamber.accreditation.lists.workflow import OBJECTION
from antechamber.accreditation.models import Inquiry, ListEntry, Objection
from antechamber.processes.modalities import RuleSet
from antechamber.record.queries import HistoryLine, history_of_all
from antechamber.web.components import Link, Tone

# The acts of the record about a name from its listing on; what came before is its application's.
ENTRY_VERBS = frozenset(
    {
        "application.listed",
        "application.objected",
        "application.relisted",
        "application.consulted",
        "application.referred",
        "application.cleared",
        "application.accredited",
        "application.not_accredited",
        "application.withdrawn",
        "entry.asked",
        "entry.decided",
        "entry.replied",
        "entry.told",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """An objection as its reader may see it; `state` and `basis` are empty where they may not."""

    objection: Objection
    standing: str
    tone: Tone
    channel: str
    state: str
    basis: str
    steps: Sequence[OfferedStep]


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry with all that was said about it, read at once (6 statements)."""

    entry: ListEntry
    rules: RuleSet
    objections: Sequence[Objection]


def open_entry(request: ListRequest, number: int, reference: str) -> OpenEntry:
    """Return a name of a frozen list (4 statements); raises `ListNotFound`."""
    found = open_list(request, number)
    if found.modalities is None:
        raise list_queries.ListNotFound
    entry = list_queries.entry_of(found, reference)
    return OpenEntry(entry, list_queries.rules_for(found), list_queries.objections_to(entry))


@require_safe
@at_lists
def page(request: ListRequest, number: int, reference: str) -> HttpResponse:
    """Show a name on a list (12 statements, 13 for insiders, whatever was said about it)."""
    opened = open_entry(request, number, reference)
    entry = opened.entry
    lines = record_of(request, opened)
    inquiries = _inquiries(request, opened)
    context = {
        **frame(request),
        **entry_heading(request, entry),
        "facts": _facts(entry),
        "outcome": _outcome(opened),
        "objections": [_told(request, opened, each) for each in opened.objections],
        "is_insider": request.viewer in INSIDERS,
        "replies": entry.replies.all(),
        "inquiries": [(state_words(each.state_code), each) for each in inquiries],
        "steps": _entry_steps(request, opened, inquiries),
        "letter_url": _letter_url(request, entry),
        "application_url": _application_url(request, entry),
        "events": list_events(request.process, lines, names_of_officers(lines)),
    }
    return render(request, "accreditation/lists/entry.html", context)


def entry_heading(request: ListRequest, entry: ListEntry) -> dict[str, object]:
    """Return what stands above every page about a name."""
    found = entry.candidate_list
    here = address(request, "entry", found.number, str(entry.application))
    return {
        "list": found,
        "entry": entry,
        "reference": str(entry.application),
        "entry_url": here,
        "crumbs": [
            Link(_("Lists"), address(request, "lists")),
            Link(str(found), address(request, "list", found.number)),
            Link(str(entry.application), here),
        ],
    }


def record_of(request: ListRequest, opened: OpenEntry) -> list[HistoryLine]:
    """Return what the record has about a name, and to insiders about its objections (1).

    An officer reads no reason about an objection: whoever wrote it may have named the State.
    """
    reference = str(opened.entry.application)
    keys = [each.key for each in opened.objections] if request.viewer in INSIDERS else []
    lines = history_of_all(request.process.code, [reference, *keys])
    number = str(opened.entry.candidate_list)
    return [
        line
        for line in lines
        if (line.verb in ENTRY_VERBS and line.facts.get("list", number) == number)
        or line.verb.startswith("objection.")
    ]


def _facts(entry: ListEntry) -> list[tuple[str, str]]:
    return [
        (_("Number"), str(entry.application)),
        (_("Country"), country_words(entry.country)),
        (_("Category"), str(entry.application.category.name)),
        (_("Home page"), entry.home_page),
    ]


def _outcome(opened: OpenEntry) -> dict[str, object]:
    """Return what follows for the entry as things stand (1 statement)."""
    entry, reference = opened.entry, str(opened.entry.application)
    is_final = entry.candidate_list.state in FINAL
    line = final_list(
        [Listed(reference, has_left(entry, is_final=is_final))],
        [Raised(reference, Standing(each.standing)) for each in opened.objections],
        [Ruled(reference, Ruling(each.ruling)) for each in entry.decisions.all()],
        opened.rules.objection_outcome,
    ).lines[0]
    return {
        "words": line.outcome.label,
        "tone": OUTCOME_TONES[line.outcome],
        "why": REASONS[line.reason],
        "is_final": is_final,
    }


def _told(request: ListRequest, opened: OpenEntry, objection: Objection) -> Told:
    sight = may_see(request.viewer, opened.rules, is_confidential=objection.is_confidential)
    return Told(
        objection=objection,
        standing=str(objection.get_standing_display()),
        tone=STANDING_TONES[Standing(objection.standing)],
        channel=str(objection.get_channel_display()),
        state=state_words(objection.state_code) if sight.objector is Seen.YES else "",
        basis=objection.basis if sight.basis is Seen.YES else "",
        steps=_objection_steps(request, opened, objection),
    )


def handles(request: ListRequest) -> bool:
    """Say whether the reader is of the President's office, which alone handles objections."""
    return request.viewer is Viewer.PRESIDENT_OFFICE


def _objection_steps(
    request: ListRequest, opened: OpenEntry, objection: Objection
) -> list[OfferedStep]:
    """Return what can be done with an objection, and why not where a second person is needed."""
    found = opened.entry.candidate_list
    if not handles(request) or found.state not in OPEN_TO_OBJECTIONS:
        return []
    steps = []
    for step in OBJECTION_ACTS.values():
        if objection.standing not in OBJECTION[step.transition].sources:
            continue
        refusal: str | Promise = ""
        if step.transition == "log":
            refusal = may_log(
                ObjectionFacts(
                    at=request.arrived_at,
                    actor=request.actor.key,
                    recorder=objection.recorded_by,
                    second_person="objection.record" in opened.rules.second_person_for,
                )
            ).words
        url = address(request, "objection", found.number, objection.key, step.slug)
        steps.append(OfferedStep(step, url, str(refusal)))
    return steps


def _inquiries(request: ListRequest, opened: OpenEntry) -> list[Inquiry]:
    """Return which Member States asked who objected (1 statement); officers do not learn that."""
    return list(opened.entry.inquiries.all()) if request.viewer in INSIDERS else []


def _entry_steps(
    request: ListRequest, opened: OpenEntry, inquiries: Sequence[Inquiry]
) -> list[OfferedStep]:
    """Return what can be done with the entry as a whole. The actions ask again."""
    entry = opened.entry
    found = entry.candidate_list
    if not handles(request):
        return []
    is_open = found.state in OPEN_TO_OBJECTIONS
    standings = {Standing(each.standing) for each in opened.objections}
    by_body = opened.rules.objection_outcome in DECIDED_BY_BODY
    is_closed = found.state == ListState.CLOSED
    possible = {
        "tell": any(each.answered_at is None for each in inquiries),
        "consult": is_open and Standing.LOGGED in standings,
        "refer": is_closed and by_body and bool(standings & OBJECTION["refer"].sources),
        "decide": is_closed and by_body and Standing.REFERRED in standings,
    }
    return [
        OfferedStep(
            step, address(request, "entry_act", found.number, str(entry.application), step.slug)
        )
        for step in ENTRY_ACTS.values()
        if possible[step.slug]
    ]


def _letter_url(request: ListRequest, entry: ListEntry) -> str:
    found = entry.candidate_list
    if not handles(request) or found.state not in OPEN_TO_OBJECTIONS:
        return ""
    return address(request, "letter", found.number, str(entry.application))


def _application_url(request: ListRequest, entry: ListEntry) -> str:
    scope = f"{request.process.code}/{entry.application.facilitator.code}"
    if not request.actor.may("application.screen", scope):
        return ""
    return reverse("desk:application", args=[request.process.code, str(entry.application)])
