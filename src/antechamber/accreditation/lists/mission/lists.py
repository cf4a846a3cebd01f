"""The lists before a Member State, one list with its names, and its files."""

from __future__ import annotations

from http import HTTPStatus

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.circulation import Circulated, circulated
from antechamber.accreditation.lists.mission import reading
from antechamber.accreditation.lists.mission.access import (
    MissionRequest,
    address,
    for_missions,
    frame,
    language,
    open_list,
)
from antechamber.accreditation.lists.mission.forms import LookForm, read_wanted
from antechamber.accreditation.lists.mission.reading import SeenEntry
from antechamber.accreditation.lists.mission.shown import category_names, name_of
from antechamber.accreditation.lists.outcome_words import OUTCOME_TONES, STANDING_TONES
from antechamber.accreditation.lists.papers import Which, kept_paper, paper_name
from antechamber.accreditation.lists.published_files import FINAL_CSV, PROPOSED_CSV
from antechamber.accreditation.lists.states import ON_FINAL_LIST, Outcome
from antechamber.accreditation.lists.tasks import ask_for_paper
from antechamber.accreditation.lists.words import country_words
from antechamber.accreditation.name_cells import name_cell, short_home_page
from antechamber.processes.blocks import local_day
from antechamber.processes.rule_words import ListedFact, listed_in_words
from antechamber.web import times
from antechamber.web.components import Cell, Column, Figure, Link, Table

ON_A_PAGE = 100  # names: a list of GCM's size on four pages, each well below 30 KB
KEPT_SECONDS = 3600
PRINTING_SECONDS = 5  # until a browser asks for a paper again


@require_safe
@for_missions
def front(request: MissionRequest) -> HttpResponse:
    """Show the lists before the State, those that wait for it first (7 statements)."""
    at = request.arrived_at
    own = reading.own_objections(request.process, request.state.iso3)
    known = circulated(request.process)
    waiting = sorted(
        (each for each in known if each.is_silent_at(at)),
        key=lambda each: each.silence.closes_at(at) or at,
    )
    context = {
        **frame(request),
        "waiting": [
            {
                "shown": each,
                "deadline": each.deadline_at(at),
                "url": address(request, "list", each.list.number),
                "own": own.get(each.list.number, 0),
            }
            for each in waiting
        ],
        "earlier": _earlier_table(request, [each for each in known if each not in waiting], own),
    }
    return render(request, "accreditation/mission/lists.html", context)


def _earlier_table(
    request: MissionRequest, known: list[Circulated], own: dict[int, int]
) -> Table | None:
    if not known:
        return None
    zone = request.process.zone
    columns = [
        Column(_("List")),
        Column(_("Number")),
        Column(_("Circulated")),
        Column(_("Names"), number=True),
        Column(_("Your objections"), number=True),
        Column(_("State")),
    ]
    rows = [
        (
            Cell(each.list.title, address(request, "list", each.list.number)),
            str(each.list),
            times.short_day(local_day(each.silence.opens_at, zone)),
            each.entries,
            own.get(each.list.number, 0),
            Cell(word, tone=tone),
        )
        for each in known
        for word, tone in [each.state_at(request.arrived_at)]
    ]
    return Table(_("Earlier lists"), columns, rows, caption_hidden=True)


@require_safe
@for_missions
def one(request: MissionRequest, number: int) -> HttpResponse:
    """Show a list, a hundred names to a page.

    10 statements; 1 more where the rules give the category, and 1 more once it is final.
    """
    shown = open_list(request, number)
    rules = list_queries.rules_for(shown.list)
    categories = category_names(request.process, rules)
    wanted = read_wanted(request.GET)
    found = reading.entries_wanted(shown.list, rules, wanted, request.state.iso3)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    entries = reading.seen_entries(shown.list, page, rules, request.state.iso3)
    context = {
        **frame(request, _crumb(shown)),
        "shown": shown,
        "deadline": shown.deadline_at(request.arrived_at),
        "is_silent": shown.is_silent_at(request.arrived_at),
        "what_you_see": listed_in_words(rules.listed_facts),
        "figures": _figures(shown) if shown.is_final else None,
        "files": _files(request, shown),
        "form": LookForm(wanted, rules=rules, categories=categories),
        "is_narrowed": wanted.is_narrowed,
        "state_code": request.state.iso3 if len(request.states) > 1 else "",
        "clear_url": address(request, "list", number),
        "table": _table(request, shown, categories, entries),
        "page": page,
    }
    return render(request, "accreditation/mission/list.html", context)


def _crumb(shown: Circulated) -> Link:
    return Link(str(shown.list))


def _figures(shown: Circulated) -> list[Figure]:
    counts = list_queries.outcomes_of(shown.list)
    kept = sum(counts[outcome] for outcome in ON_FINAL_LIST)
    return [
        Figure(str(shown.entries), _("names were circulated")),
        Figure(str(kept), _("are on the final list")),
        Figure(str(shown.entries - kept), _("are not on it")),
    ]


def _files(request: MissionRequest, shown: Circulated) -> list[tuple[str, str, str]]:
    """Return the files of each list that there is: its words, its PDF, its CSV."""
    words = {Which.PROPOSED: _("The list as it was circulated")}
    if shown.is_final:
        words[Which.FINAL] = _("The final list")
    number = shown.list.number
    return [
        (
            said,
            address(request, "paper", number, which.value),
            address(request, "table", number, which.value),
        )
        for which, said in words.items()
    ]


def _table(
    request: MissionRequest,
    shown: Circulated,
    categories: dict[str, str],
    entries: list[SeenEntry],
) -> Table:
    columns = [
        Column(_("Organization")),
        Column(_("Country")),
        Column(_("Objections"), number=True),
        Column(_("State")),
    ]
    rows = [
        (
            _name(request, shown, categories, each),
            country_words(each.facts.get(ListedFact.COUNTRY, "")),
            sum(not raised.is_withdrawn for raised in each.objections),
            _standing_cell(each, is_final=shown.is_final),
        )
        for each in entries
    ]
    return Table(
        _("Names on the list"),
        columns,
        rows,
        caption_hidden=True,
        empty_title=_("No name fits"),
        empty_text=_("Clear the filters to see all names."),
    )


def _name(
    request: MissionRequest, shown: Circulated, categories: dict[str, str], each: SeenEntry
) -> SafeString:
    reference = each.facts["reference"]
    category = each.facts.get(ListedFact.CATEGORY, "")
    home_page = short_home_page(each.facts.get(ListedFact.HOME_PAGE, ""))
    return name_cell(
        name_of(each),
        address(request, "entry", shown.list.number, reference),
        [reference, home_page, categories.get(category, category)],
    )


def _standing_cell(seen: SeenEntry, *, is_final: bool) -> str | Cell:
    if is_final and seen.entry.outcome:
        outcome = Outcome(seen.entry.outcome)
        return Cell(str(outcome.label), tone=OUTCOME_TONES[outcome])
    if seen.has_left:
        return Cell(_("Withdrawn by the organization"), tone="ended")
    if seen.own and not seen.own.is_withdrawn:
        return Cell(_("Your State objected"), tone=STANDING_TONES[seen.own.standing])
    return _("The organization replied") if seen.has_reply else ""


@require_safe
@for_missions
def table(request: MissionRequest, number: int, which: str) -> HttpResponse:
    """Give a list as a table file: the bytes that will be published.

    6 statements; 4 more where it is not in memory.
    """
    shown, wanted = _with_file(request, number, which)
    name = FINAL_CSV if wanted is Which.FINAL else PROPOSED_CSV
    saved = f"{shown.list}-{name}"
    return HttpResponse(
        _content(shown, wanted, name),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{saved}"'},
    )


def _content(shown: Circulated, wanted: Which, name: str) -> bytes:
    """Return a file of a list, kept under what it says: ten thousand names take a second to write.

    The proposed list is fixed when it is frozen, the final one when it is issued.
    """
    is_final = wanted is Which.FINAL
    digest = shown.list.final_digest if is_final else shown.list.content_digest
    key = f"accreditation:table:{shown.list}:{digest}:{name}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = list_queries.files_of(shown.list)[name]
        cache.set(key, kept, KEPT_SECONDS)
    return kept


@require_safe
@for_missions
def paper(request: MissionRequest, number: int, which: str) -> HttpResponseBase:
    """Give a list as a PDF; who comes first waits until it is printed (6 or 7 statements)."""
    shown, wanted = _with_file(request, number, which)
    kept = kept_paper(shown.list, wanted, language())
    if kept is not None:
        name = paper_name(shown.list, wanted)
        return FileResponse(kept, as_attachment=True, filename=name, content_type="application/pdf")
    ask_for_paper(shown.list, wanted, language())
    context = {**frame(request, _crumb(shown)), "shown": shown}
    template = "accreditation/mission/printing.html"
    response = render(request, template, context, status=HTTPStatus.ACCEPTED)
    response["Refresh"] = str(PRINTING_SECONDS)
    return response


def _with_file(request: MissionRequest, number: int, which: str) -> tuple[Circulated, Which]:
    """Return a list and which of its two files is asked for; "not found" where there is none."""
    shown = open_list(request, number)
    if which not in list(Which) or (which == Which.FINAL and not shown.is_final):
        raise Http404
    return shown, Which(which)
