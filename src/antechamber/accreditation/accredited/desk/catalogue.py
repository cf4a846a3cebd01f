"""The acts upon an accreditation as its pages show them, each with its form and its action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.acts import AccreditationAct, may_act
from antechamber.accreditation.accredited.desk.forms import EndForm, ReasonForm, SuspensionForm
from antechamber.accreditation.accredited.rules import needs_merger, needs_new_name
from antechamber.accreditation.accredited.states import LIVE
from antechamber.accreditation.accredited.workflow import ACCREDITATION, FOLLOW, SUSPEND
from antechamber.accreditation.actions import succeeding, suspending
from antechamber.accreditation.models import Accreditation
from antechamber.people.actors import Actor
from antechamber.workflow import YES, Verdict, no

Run = Callable[[AccreditationAct, Mapping[str, Any]], Accreditation]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """An act: its address, its words, what it needs and what does it.

    `hint` says what follows from it, to whoever is about to do it.
    """

    slug: str
    label: str | Promise
    hint: str | Promise
    done: str | Promise
    capability: str
    sources: frozenset[str]
    run: Run
    form: type[ReasonForm] = ReasonForm
    is_warning: bool = False


def _of_workflow(name: str, **facts: Any) -> DeskAct:
    transition = ACCREDITATION[name]
    return DeskAct(
        slug=name,
        label=transition.label,
        capability=SUSPEND,
        sources=transition.sources,
        **facts,
    )


ACTS: Final = {
    act.slug: act
    for act in (
        DeskAct(
            slug="rename",
            label=_("Follow the new name"),
            hint=_(
                "The process will know it by its present name. Lists keep the name that was "
                "circulated and show the new one beside it. Its number stays."
            ),
            done=_("%(number)s bears the new name. Those who act for the organization are told."),
            capability=FOLLOW,
            sources=frozenset(LIVE),
            run=lambda act, typed: succeeding.follow_renaming(act, reason=typed["reason"]),
        ),
        DeskAct(
            slug="pass-on",
            label=_("Pass on to the successor"),
            hint=_(
                "The accreditation passes to the organization into which this one merged. If that "
                "one is accredited itself, its own remains. Who acts for either acts for it."
            ),
            done=_("%(number)s is passed on. Those who act for the organization are told."),
            capability=FOLLOW,
            sources=frozenset(LIVE),
            run=lambda act, typed: succeeding.pass_on(act, reason=typed["reason"]),
        ),
        _of_workflow(
            "confirm",
            hint=_("The body that decides has decided for it: it is no interim one any more."),
            done=_("%(number)s is confirmed. Those who act for the organization are told."),
            run=lambda act, typed: suspending.confirm_accreditation(act, reason=typed["reason"]),
        ),
        _of_workflow(
            "reinstate",
            hint=_("It is in force again from today. The days between stay on record."),
            done=_("%(number)s is in force again. Those who act for the organization are told."),
            run=lambda act, typed: suspending.reinstate_accreditation(act, reason=typed["reason"]),
        ),
        _of_workflow(
            "suspend",
            hint=_(
                "From today nobody can be registered on its ground, and it counts for no other "
                "process, until it is reinstated."
            ),
            done=_("%(number)s is suspended. Those who act for the organization are told."),
            form=SuspensionForm,
            run=lambda act, typed: suspending.suspend_accreditation(
                act, reason_code=typed["reason_code"], reason=typed["reason"]
            ),
            is_warning=True,
        ),
        _of_workflow(
            "end",
            hint=_("It ends today for good: nothing leads back. It stays on record."),
            done=_("%(number)s has ended. Those who act for the organization are told."),
            form=EndForm,
            run=lambda act, typed: suspending.end_accreditation_for_good(
                act, reason_code=typed["reason_code"], reason=typed["reason"]
            ),
            is_warning=True,
        ),
    )
}


def verdict_on(act: DeskAct, found: Accreditation, by: Actor) -> Verdict:
    """Say whether the actor may do an act now, as far as it depends on nothing typed."""
    if not (held := may_act(act.capability, found.process, by)):
        return held
    if found.state not in act.sources:
        return no("wrong_state", _("This is not possible in its present state."))
    if act.slug == "confirm" and not found.is_provisional:
        return no("not_interim", _("This accreditation is not an interim one."))
    has_merged = found.organization.successor is not None
    if act.slug == "pass-on":
        return needs_merger(has_merged=has_merged)
    if act.slug == "rename":
        return needs_new_name(found.name, found.organization.display_name)
    return YES
