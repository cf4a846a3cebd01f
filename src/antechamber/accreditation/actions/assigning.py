"""Who looks after an application: oneself, a colleague who may screen it, or nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions.reviewing import Act, opened
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import may_assign
from antechamber.people.models import Account
from antechamber.people.queries import holders_of
from antechamber.processes.models import Facilitator
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError

SCREEN: Final = "application.screen"


def colleagues(facilitator: Facilitator, at: datetime) -> list[Account]:
    """Return who may screen what a facilitator looks after, by name (1 statement).

    Names are encrypted, so they are put in order here.
    """
    return sorted(holders_of(SCREEN, facilitator.scope, at), key=str)


@action
def assign_application(act: Act, *, to_key: str) -> Application:
    """Assign an application to whoever has a key, or give it back where that is empty.

    5 statements. Raises `DomainError` where nothing would change, where the application is not
    under way, and for a person who may not screen it.
    """
    application = opened(act, SCREEN)
    officer = chosen_officer(application.facilitator, to_key, act.at)
    may_assign(
        application.state,
        is_changed=application.assigned_to_id != (officer.pk if officer else None),
    ).require("officer")
    application.assigned_to = officer
    application.revision += 1
    application.save(update_fields=["assigned_to", "revision"])
    write(
        process_code=application.process.code,
        verb="application.assigned" if officer else "application.given_back",
        subject=str(application),
        actor_key=act.by.key,
        at=act.at,
        facts={"to_key": officer.key} if officer else {},
    )
    return application


def chosen_officer(facilitator: Facilitator, to_key: str, at: datetime) -> Account | None:
    """Return the officer of a key, None for the empty key (1 statement).

    Raises `DomainError` "may_not_screen" for anybody who cannot open what they are given.
    """
    if not to_key:
        return None
    for each in holders_of(SCREEN, facilitator.scope, at):
        if each.key == to_key:
            return each
    raise DomainError(
        "may_not_screen",
        _("This person cannot review applications of this facilitator. Choose somebody else."),
        "officer",
    )
