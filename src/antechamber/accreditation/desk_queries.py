"""Reading applications at the desk: only those that the officer's own scopes reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from antechamber.accreditation.models import Application, Proposal, SavedView
from antechamber.accreditation.queries import ApplicationNotFound
from antechamber.accreditation.second_person import pending
from antechamber.accreditation.selection import GROUPS, Selection
from antechamber.accreditation.states import State
from antechamber.organizations import names
from antechamber.organizations.models import Name
from antechamber.people.actors import Actor
from antechamber.processes.models import Category, Facilitator, Process

SCREEN = "application.screen"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose applications of a process an officer may screen: all, or some facilitators' by code."""

    process: Process
    account_id: int | None
    key: str
    is_whole: bool
    facilitators: frozenset[str]

    def covers(self, facilitator: str) -> bool:
        """Say whether the officer may screen what a facilitator looks after."""
        return self.is_whole or facilitator in self.facilitators


def reach_of(process: Process, by: Actor) -> Reach:
    """Return whose applications the actor may screen. Pure: it asks what the actor holds."""
    scopes = by.scopes_of(SCREEN)
    inside = f"{process.code}/"
    return Reach(
        process=process,
        account_id=by.account_id,
        key=by.key,
        is_whole="" in scopes or process.code in scopes,
        facilitators=frozenset(
            scope.removeprefix(inside) for scope in scopes if scope.startswith(inside)
        ),
    )


def within(reach: Reach) -> QuerySet[Application]:
    """Return the submitted applications that a reach covers (no statement yet).

    One taken up again after it was withdrawn keeps its number, and what it had handed in.
    """
    return covered(reach).filter(reference__isnull=False)


def covered(reach: Reach) -> QuerySet[Application]:
    """Return all applications that a reach covers, drafts as well: to be counted, not shown."""
    found = Application.objects.filter(process=reach.process)
    if reach.is_whole:
        return found
    facilitators = Facilitator.objects.filter(
        process=reach.process, code__in=sorted(reach.facilitators)
    )
    return found.filter(facilitator__in=facilitators)


def selected(reach: Reach, selection: Selection) -> QuerySet[Application]:
    """Return the applications of a selection in its order (no statement yet)."""
    found = within(reach).filter(_narrowing(reach, selection), state__in=sorted(selection.states))
    return found.order_by(*_order(selection, is_forward=True))


def queue(reach: Reach, selection: Selection) -> QuerySet[Application]:
    """Return a selection with all that a row shows (1 statement when read, whatever the rows)."""
    return (
        selected(reach, selection)
        .select_related("organization", "category", "facilitator", "assigned_to")
        .annotate(is_proposed=Exists(proposals_on_outer()))
        .defer("answers")
    )


def exported(reach: Reach, selection: Selection) -> QuerySet[Application]:
    """Return a selection with what a table file holds: nobody's name (1 statement when read)."""
    return (
        selected(reach, selection)
        .select_related("organization", "category", "facilitator")
        .annotate(
            given_home_page=KeyTextTransform("home_page", "present_version__organization_facts")
        )
        .defer("answers")
    )


def home_page_of(exported_row: Application) -> str:
    """Return the home page that was handed in, of a row of `exported`."""
    given: str | None = vars(exported_row).get("given_home_page")
    return given or exported_row.organization.home_page


def counts(reach: Reach, selection: Selection) -> dict[str, int]:
    """Return how many applications stand under each tab, with the same filters (1 statement)."""
    by_state = dict(
        within(reach)
        .filter(_narrowing(reach, selection))
        .order_by()
        .values_list("state")
        .annotate(Count("id"))
    )
    return {
        group: sum(by_state.get(state, 0) for state in states)
        for group, (_label, states) in GROUPS.items()
    }


def sizes(reach: Reach, selections: Sequence[Selection]) -> list[int]:
    """Return how many applications each of several selections holds (1 statement, 0 for none)."""
    if not selections:
        return []
    counted = {
        f"of_{place}": Count(
            "id", filter=_narrowing(reach, each) & Q(state__in=sorted(each.states))
        )
        for place, each in enumerate(selections)
    }
    found = within(reach).aggregate(**counted)
    return [found[name] for name in counted]


def oldest_waiting(reach: Reach) -> str | None:
    """Return the number of the application that waits longest for an officer (1 statement)."""
    oldest: str | None = selected(reach, Selection()).values_list("reference", flat=True).first()
    return oldest


def views_of(reach: Reach) -> list[SavedView]:
    """Return the reader's own named views of the process, by name (1 statement)."""
    return list(SavedView.objects.filter(process=reach.process, account_id=reach.account_id or 0))


def categories(process: Process) -> list[Category]:
    """Return the process's categories with who looks after each (1 statement)."""
    return list(Category.objects.filter(process=process).select_related("facilitator__process"))


def application(reach: Reach, reference: str, selection: Selection) -> Application:
    """Return the application of a public number with its neighbours (1 statement).

    `previous_reference` and `next_reference` are set on it: the numbers before and after it in the
    selection, or None. Raises `ApplicationNotFound` where the reach does not cover it, whether it
    exists or not.
    """
    found = (
        within(reach)
        .filter(reference=reference)
        .select_related(
            "process",
            "call__process",
            "organization",
            "category",
            "facilitator__process",
            "questionnaire",
            "assigned_to",
            "merged_into",
        )
        .annotate(
            previous_reference=_neighbour(reach, selection, is_forward=False),
            next_reference=_neighbour(reach, selection, is_forward=True),
        )
        .first()
    )
    if found is None:
        raise ApplicationNotFound
    return found


def reference_after(reach: Reach, selection: Selection, reference: str) -> str | None:
    """Return the number that follows another in a selection, else the first (1-2 statements).

    The other may have left the selection by then: an act has just been done with it.
    """
    following: str | None = (
        within(reach)
        .filter(reference=reference)
        .annotate(next_reference=_neighbour(reach, selection, is_forward=True))
        .values_list("next_reference", flat=True)
        .first()
    )
    if following is not None:
        return following
    others = selected(reach, selection).exclude(reference=reference)
    first: str | None = others.values_list("reference", flat=True).first()
    return first


def _narrowing(reach: Reach, selection: Selection) -> Q:
    """Return a selection's filters, without its tab; a draft fits none."""
    fits = ~Q(state=State.DRAFT)
    if selection.category:
        fits &= Q(category__code=selection.category)
    if selection.country:
        fits &= Q(organization__country=selection.country)
    if selection.assigned:
        fits &= Q(assigned_to_id=reach.account_id if selection.assigned == "me" else None)
    if selection.second == "others":
        fits &= Q(Exists(proposals_on_outer().exclude(proposed_by=reach.key)))
    if selection.second == "me":
        fits &= Q(Exists(proposals_on_outer().filter(proposed_by=reach.key)))
    return fits & _is_called(selection.text) if selection.text else fits


def proposals_on_outer() -> QuerySet[Proposal]:
    """Return the proposals that stand on the outer row's application."""
    return pending().filter(application=OuterRef("pk"))


def _is_called(text: str) -> Q:
    """Match a number, or a name the organization has or had, in any spelling of its letters."""
    asked = Q(reference__icontains=text) | Q(organization__display_name__icontains=text)
    words = names.parse(text).tokens
    if not words:
        return asked
    known = Name.objects.filter(organization=OuterRef("organization"))
    for word in words:
        known = known.filter(key__contains=word)
    return asked | Q(Exists(known))


def _order(selection: Selection, *, is_forward: bool) -> tuple[str, str]:
    minus = "" if selection.is_backwards is not is_forward else "-"
    return f"{minus}{selection.column}", f"{minus}id"


def _neighbour(reach: Reach, selection: Selection, *, is_forward: bool) -> Subquery:
    """Return the number next to the outer row in the selection's order."""
    column = selection.column
    beyond = "gt" if selection.is_backwards is not is_forward else "lt"
    same_side = {f"{column}__{beyond}e": OuterRef(column)}
    past = Q(**{f"{column}__{beyond}": OuterRef(column)}) | Q(**{f"id__{beyond}": OuterRef("id")})
    near = (
        within(reach)
        .filter(_narrowing(reach, selection), past, state__in=sorted(selection.states), **same_side)
        .order_by(*_order(selection, is_forward=is_forward))
    )
    return Subquery(near.values("reference")[:1])
