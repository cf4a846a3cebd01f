"""An officer's own views of the queue. They decide nothing, so they leave no ledger entry."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.models import SavedView
from antechamber.accreditation.selection import Selection
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.workflow import DomainError

MOST_VIEWS: Final = 20  # of one officer in one process: more are found no quicker than by a filter


@transaction.atomic
def save_view(
    *, process: Process, name: str, selection: Selection, by: Actor, at: datetime
) -> SavedView:
    """Keep a selection under a name (5 statements).

    Raises `DomainError` "view_named_so" for a name that is taken, "too_many_views", and where the
    actor screens nothing in the process.
    """
    by.may_within("application.screen", process.code).require()
    Account.objects.select_for_update().get(pk=by.person_id)  # two names at once come in turn
    own = SavedView.objects.filter(process=process, account_id=by.person_id)
    names = set(own.values_list("name", flat=True))
    _refuse_taken(name, names)
    if len(names) >= MOST_VIEWS:
        raise DomainError(
            "too_many_views", _("You have twenty views. Delete one that you do not need."), "name"
        )
    return SavedView.objects.create(
        process=process,
        account_id=by.person_id,
        name=name,
        query=selection.query(),
        saved_at=at,
    )


@transaction.atomic
def rename_view(*, process: Process, number: int, name: str, by: Actor) -> SavedView:
    """Give one's own view another name; raise `SavedView.DoesNotExist` for any other's."""
    own = SavedView.objects.select_for_update().filter(process=process, account_id=by.person_id)
    view = own.get(pk=number)
    others = own.exclude(pk=number)
    _refuse_taken(name, set(others.values_list("name", flat=True)))
    view.name = name
    view.save(update_fields=["name"])
    return view


def delete_view(*, process: Process, number: int, by: Actor) -> None:
    """Delete one's own view (1 statement); one that is gone already is gone."""
    SavedView.objects.filter(process=process, account_id=by.person_id, pk=number).delete()


def _refuse_taken(name: str, names: set[str]) -> None:
    if name in names:
        raise DomainError(
            "view_named_so", _("You have a view of this name already. Choose another."), "name"
        )
