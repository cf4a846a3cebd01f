"""What was decided upon many at once: the decisions, each with its set, and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from antechamber.accreditation import bulk_queries
from antechamber.accreditation.actions.undoing_many import Undo, undo_many, undoable
from antechamber.accreditation.bulk_rules import (
    ASSIGN,
    HELD_FOR,
    LEFT_OUT_WORDS,
    UNDO_FOR,
    may_undo,
)
from antechamber.accreditation.desk.access import DeskRequest, address, at_desk, frame
from antechamber.accreditation.desk.acts import CONFLICT, UNPROCESSABLE, SeeOther
from antechamber.accreditation.desk.many_catalogue import MANY_ACTS
from antechamber.accreditation.desk.many_forms import UndoForm
from antechamber.accreditation.desk.words import state_tone, state_words
from antechamber.accreditation.models import BulkDecision, BulkPart
from antechamber.people.models import Account
from antechamber.places.zones import zone_name
from antechamber.web import times
from antechamber.web.components import Cell, Column, Table
from antechamber.workflow import DomainError

ROWS = 50  # decisions on the list: those that can still be undone are the first of them


@require_safe
@at_desk
def many_list(request: DeskRequest) -> HttpResponse:
    """Show the latest decisions upon many (6 statements)."""
    found = bulk_queries.decisions(request.reach, ROWS)
    names = _names(found)
    table = Table(
        _("Decided together"),
        [Column(_("Decision")), Column(_("By")), Column(_("When")), Column(_("Stands"))],
        [
            [
                Cell(
                    MANY_ACTS[each.act].done % {"count": vars(each)["size"]},
                    address(request, "many_done", each.key),
                ),
                names.get(each.decided_by, ""),
                _when(request, each.decided_at),
                _standing(each, request.arrived_at),
            ]
            for each in found
        ],
        caption_hidden=True,
        empty_title=_("Nothing was decided together yet"),
        empty_text=_("Choose applications in the queue to decide upon several at once."),
    )
    context = {**frame(request), "table": table, "queue_url": address(request, "queue")}
    return render(request, "accreditation/desk/many_list.html", context)


def _standing(bulk: BulkDecision, at: datetime) -> Cell:
    if bulk.undone_at:
        return Cell(_("Taken back"), tone="ended")
    if may_undo(decided_at=bulk.decided_at, undone_at=None, at=at):
        return Cell(_("Can be taken back"), tone="active")
    return Cell(_("Stands"), tone="done")


@require_safe
@at_desk
def many_done(request: DeskRequest, key: str) -> HttpResponse:
    """Show one decision with what it was done to (7 statements)."""
    return _page(request, _found(request, key))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def many_undo(request: DeskRequest, key: str) -> HttpResponse:
    """Take a decision upon many back; sending it twice takes it back once."""
    bulk = _found(request, key)
    needs_reason = bulk.act != ASSIGN
    if request.method != "POST":
        return _undo_page(request, bulk, UndoForm() if needs_reason else None)
    form = UndoForm(request.POST)
    if needs_reason and not form.is_valid():
        return _undo_page(request, bulk, form, UNPROCESSABLE)
    reason = form.cleaned_data["reason"] if needs_reason else ""
    asked = Undo(request.process, key, request.actor, request.arrived_at)
    try:
        undo_many(asked, reason=reason)
    except DomainError as refusal:
        if refusal.code == "capability_missing":
            raise PermissionDenied(str(refusal)) from None
        if refusal.code != "undone_already":
            form.full_clean()
            form.add_error(None, str(refusal.message))
            return _undo_page(request, _found(request, key), form, CONFLICT)
    messages.success(cast("HttpRequest", request), _("The decision is taken back."))
    return SeeOther(address(request, "many_done", key))


def _found(request: DeskRequest, key: str) -> BulkDecision:
    found = bulk_queries.decision(request.reach, key)
    if found is None:
        raise Http404
    return found


def _names(found: list[BulkDecision]) -> dict[str, str]:
    """Return the names of those who decided or took back, by key (1 statement)."""
    keys = {each.decided_by for each in found} | {each.undone_by for each in found}
    accounts = Account.objects.filter(key__in=keys).only("key", "name")
    return {each.key: str(each) for each in accounts}


def _when(request: DeskRequest, at: datetime) -> str:
    zone = request.process.zone
    return times.in_zone_words(at, zone, zone_name(zone))


def _page(request: DeskRequest, bulk: BulkDecision) -> HttpResponse:
    parts = bulk_queries.parts_of(request.reach, bulk)
    done = [part for part in parts if not part.left_out]
    names = _names([bulk])
    verdict = may_undo(decided_at=bulk.decided_at, undone_at=bulk.undone_at, at=request.arrived_at)
    held_until = bulk.decided_at + HELD_FOR
    context = {
        **frame(request),
        "title": MANY_ACTS[bulk.act].done % {"count": len(done)},
        "bulk": bulk,
        "decided": _told(request, bulk.decided_by, bulk.decided_at, names),
        "undone": _undone(request, bulk, done, names),
        "held_until": _when(request, held_until)
        if verdict and bulk.act != ASSIGN and request.arrived_at < held_until
        else "",
        "undo_until": _when(request, bulk.decided_at + UNDO_FOR) if verdict else "",
        "undo_url": address(request, "many_undo", bulk.key),
        "parts": _parts(request, _("Decided"), done, is_undone=bulk.undone_at is not None),
        "left_out": _left_out(parts),
        "queue_url": address(request, "queue"),
        "list_url": address(request, "many_list"),
    }
    return render(request, "accreditation/desk/many_done.html", context)


def _told(request: DeskRequest, key: str, at: datetime, names: dict[str, str]) -> str:
    return _("%(officer)s, %(time)s") % {"officer": names.get(key, ""), "time": _when(request, at)}


def _undone(
    request: DeskRequest, bulk: BulkDecision, done: list[BulkPart], names: dict[str, str]
) -> str:
    if bulk.undone_at is None:
        return ""
    back = sum(part.undone_at is not None for part in done)
    counted = ngettext(
        "%(count)d application was taken back", "%(count)d applications were taken back", back
    ) % {"count": back}
    return f"{counted}: {_told(request, bulk.undone_by, bulk.undone_at, names)}"


def _parts(
    request: DeskRequest, caption: str, done: list[BulkPart], *, is_undone: bool = False
) -> Table:
    columns = [Column(_("Number")), Column(_("Organization")), Column(_("State now"))]
    if is_undone:
        columns.append(Column(_("Taken back")))
    ordered = sorted(done, key=lambda part: str(part.application))
    return Table(caption, columns, [_part(request, each, is_undone=is_undone) for each in ordered])


def _part(request: DeskRequest, part: BulkPart, *, is_undone: bool) -> list[str | int | Cell]:
    each = part.application
    row: list[str | int | Cell] = [
        str(each),
        Cell(each.organization.display_name, address(request, "application", str(each))),
        Cell(state_words(each.state), tone=state_tone(each.state)),
    ]
    if is_undone:
        row.append(
            _("Yes")
            if part.undone_at
            else _("No: somebody has acted on it since, or it is on a list.")
        )
    return row


def _left_out(parts: list[BulkPart]) -> Table:
    return Table(
        _("Left as they were"),
        [Column(_("Number")), Column(_("Organization")), Column(_("Why"))],
        [
            [
                str(part.application),
                part.application.organization.display_name,
                str(LEFT_OUT_WORDS[part.left_out]),
            ]
            for part in parts
            if part.left_out
        ],
    )


def _undo_page(
    request: DeskRequest, bulk: BulkDecision, form: UndoForm | None, status: int = 200
) -> HttpResponse:
    """Show what would be taken back, and what somebody has acted on since."""
    parts = [each for each in bulk_queries.parts_of(request.reach, bulk) if not each.left_out]
    free = {part.pk for part in undoable(bulk, request.actor)}
    verdict = may_undo(decided_at=bulk.decided_at, undone_at=bulk.undone_at, at=request.arrived_at)
    context = {
        **frame(request),
        "title": MANY_ACTS[bulk.act].done % {"count": len(parts)},
        "refusal": "" if verdict else verdict.words,
        "free": _parts(
            request, _("These are taken back"), [each for each in parts if each.pk in free]
        ),
        "free_count": len(free),
        "touched": _parts(
            request,
            _("These stay: acted on since, on a list, or not yours to decide"),
            [each for each in parts if each.pk not in free],
        ),
        "is_assignment": bulk.act == ASSIGN,
        "form": form,
        "url": address(request, "many_undo", bulk.key),
        "back_url": address(request, "many_done", bulk.key),
    }
    return render(request, "accreditation/desk/many_undo.html", context, status=status)
