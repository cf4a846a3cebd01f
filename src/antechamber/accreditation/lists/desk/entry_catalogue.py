"""What the President's office does with a name and with an objection to it, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions import consulting, inquiring, objecting
from antechamber.accreditation.actions.consulting import EntryAct
from antechamber.accreditation.lists.desk.forms import DecisionForm, EntryForm, EntryReasonForm
from antechamber.accreditation.lists.states import Ruling

Words = str | Promise
Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One act: a page that says what it does and asks for what it needs.

    `run` gets who acts on what and when, and what was typed: an `EntryAct` for an entry; process,
    key, actor and instant by name for an objection. `transition` is empty where nothing moves.
    """

    transition: str
    slug: str
    form: type[EntryForm]
    heading: Words
    says: Words
    button: Words
    done: Words
    run: Callable[[Any, Typed], object]


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """An act at its place on the page, and why this reader cannot do it."""

    step: Step
    url: str
    refusal: str = ""


def _decide(act: EntryAct, typed: Typed) -> object:
    return consulting.decide_entry(act, ruling=Ruling(typed["ruling"]), reason=typed["reason"])


ENTRY_ACTS: Final[dict[str, Step]] = {
    each.slug: each
    for each in (
        Step(
            transition="consult",
            slug="consult",
            form=EntryForm,
            heading=_("Begin consultations"),
            says=_(
                "Every logged objection to this name goes under consultation, and the "
                "organization is told."
            ),
            button=_("Begin consultations"),
            done=_("Consultations about %(name)s have begun."),
            run=lambda act, _typed: consulting.consult_on_entry(act),
        ),
        Step(
            transition="refer",
            slug="refer",
            form=EntryForm,
            heading=_("Refer for decision"),
            says=_(
                "The objections that stand go to the body that decides, and the organization is "
                "told. Its decision is written down here afterwards."
            ),
            button=_("Refer for decision"),
            done=_("%(name)s is referred for decision."),
            run=lambda act, _typed: consulting.refer_entry(act),
        ),
        Step(
            transition="decide",
            slug="decide",
            form=DecisionForm,
            heading=_("Write down the decision"),
            says=_(
                "What the body decided about this name. It becomes the outcome when the final "
                "list is issued; the organization is told then."
            ),
            button=_("Write down the decision"),
            done=_("The decision about %(name)s is written down."),
            run=_decide,
        ),
        Step(
            transition="",
            slug="tell",
            form=EntryForm,
            heading=_("Tell who objected"),
            says=_(
                "Every Member State that asked reads on its own page who objected to this name and "
                "on what basis, as far as the modalities let it. An objection made in confidence "
                "is told to nobody."
            ),
            button=_("Tell those who asked"),
            done=_("Those who asked about %(name)s are told."),
            run=lambda act, _typed: inquiring.answer_inquiries(act),
        ),
    )
}
OBJECTION_ACTS: Final[dict[str, Step]] = {
    each.slug: each
    for each in (
        Step(
            transition="log",
            slug="confirm",
            form=EntryForm,
            heading=_("Confirm what was written down"),
            says=_(
                "Compare with the letter: the Member State, the hour at which it came, the name "
                "and the basis. From your confirmation on, the objection counts."
            ),
            button=_("It is as the letter says"),
            done=_("The objection is confirmed and counts."),
            run=lambda who, _typed: consulting.confirm_objection(**who),
        ),
        Step(
            transition="admit",
            slug="admit",
            form=EntryReasonForm,
            heading=_("Admit although out of time"),
            says=_("The objection came after the time to object. Admitted, it counts like others."),
            button=_("Admit the objection"),
            done=_("The objection is admitted."),
            run=lambda who, typed: consulting.admit_objection(reason=typed["reason"], **who),
        ),
        Step(
            transition="maintain",
            slug="maintain",
            form=EntryForm,
            heading=_("The objection is maintained"),
            says=_("The Member State was consulted and keeps its objection."),
            button=_("Write down that it is maintained"),
            done=_("It is written down that the objection is maintained."),
            run=lambda who, _typed: consulting.maintain_objection(**who),
        ),
        Step(
            transition="withdraw",
            slug="withdraw",
            form=EntryReasonForm,
            heading=_("Withdraw for the Member State"),
            says=_(
                "The Member State has written that it takes its objection back. With its last "
                "objection gone, the name stands on the list again and the organization is told."
            ),
            button=_("Write down the withdrawal"),
            done=_("The objection is withdrawn."),
            run=lambda who, typed: objecting.withdraw_objection(reason=typed["reason"], **who),
        ),
    )
}
