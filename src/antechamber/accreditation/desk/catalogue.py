"""The acts of the desk as data: address, key, form, words, and the action that each calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber import clock
from antechamber.accreditation.actions import assigning, moving, noting, proposing, reviewing
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.desk.forms import (
    ActForm,
    AskForm,
    AssignForm,
    DeclineForm,
    IneligibleForm,
    MergeForm,
    NoteForm,
    ProposalForm,
    ReasonForm,
    TransferForm,
)
from antechamber.accreditation.models import Application
from antechamber.processes.models import Category

Words = str | Promise


@dataclass(frozen=True, slots=True)
class DeskAct:
    """One act.

    `stays` keeps the officer on the application; the others go on to the next. `is_instant` is done
    by one press, with nothing to type.
    """

    name: str
    slug: str
    access_key: str
    form: type[ActForm]
    button: Words
    done: Words
    run: Callable[[Act, Mapping[str, Any]], Application]
    on_own_page: bool = False
    is_instant: bool = False
    stays: bool = False


def _ask(act: Act, typed: Mapping[str, Any]) -> Application:
    answer_by = clock.deadline(typed["answer_on"], act.process.zone)
    return reviewing.ask_for_information(act, question=typed["question"], answer_by=answer_by)


def _note(act: Act, typed: Mapping[str, Any]) -> Application:
    return noting.add_note(act, text=typed["text"]).application


def _transfer(act: Act, typed: Mapping[str, Any]) -> Application:
    category = Category.objects.select_related("facilitator__process").get(
        process=act.process, code=typed["category"]
    )
    return moving.transfer_application(act, category=category, reason=typed["reason"])


DESK_ACTS: Final[dict[str, DeskAct]] = {
    each.name: each
    for each in (
        DeskAct(
            name="take",
            slug="take",
            access_key="t",
            form=ActForm,
            button=_("Start the review"),
            done=_("%(reference)s is under review and assigned to you."),
            run=lambda act, _typed: reviewing.take_application(act),
            stays=True,
            is_instant=True,
        ),
        DeskAct(
            name="recommend",
            slug="recommend",
            access_key="r",
            form=ReasonForm,
            button=_("Recommend"),
            done=_("%(reference)s is recommended."),
            run=lambda act, typed: reviewing.recommend_application(act, reason=typed["reason"]),
        ),
        DeskAct(
            name="ask",
            slug="ask",
            access_key="a",
            form=AskForm,
            button=_("Send the question"),
            done=_("The question on %(reference)s is sent. The answer is due by %(answer_by)s."),
            run=_ask,
        ),
        DeskAct(
            name="find_ineligible",
            slug="not-eligible",
            access_key="e",
            form=IneligibleForm,
            button=_("Decide: not eligible"),
            done=_("%(reference)s is found not eligible. The applicant is told why."),
            run=lambda act, typed: reviewing.find_ineligible(
                act, reason_code=typed["reason_code"], reason=typed["reason"]
            ),
        ),
        DeskAct(
            name="propose_ineligible",
            slug="propose-not-eligible",
            access_key="o",
            form=ProposalForm,
            button=_("Propose: not eligible"),
            done=_("It is proposed to find %(reference)s not eligible. A colleague confirms it."),
            run=lambda act, typed: proposing.propose_ineligible(
                act, reason_code=typed["reason_code"], reason=typed["reason"]
            ),
        ),
        DeskAct(
            name="confirm_ineligible",
            slug="confirm-not-eligible",
            access_key="y",
            form=ActForm,
            button=_("Confirm: not eligible"),
            done=_(
                "%(reference)s is found not eligible by two persons. The applicant is told why."
            ),
            run=lambda act, _typed: proposing.confirm_ineligible(act),
            is_instant=True,
        ),
        DeskAct(
            name="decline_ineligible",
            slug="decline-not-eligible",
            access_key="x",
            form=DeclineForm,
            button=_("Decline the proposal"),
            done=_("The proposal on %(reference)s is declined. The review goes on."),
            run=lambda act, typed: proposing.decline_proposal(act, reason=typed["reason"]),
            stays=True,
        ),
        DeskAct(
            name="confirm_not_needed",
            slug="not-needed",
            access_key="d",
            form=ReasonForm,
            button=_("Decide: no application needed"),
            done=_("%(reference)s needs no application. The applicant is told why."),
            run=lambda act, typed: reviewing.confirm_not_needed(act, reason=typed["reason"]),
        ),
        DeskAct(
            name="reconsider",
            slug="look-again",
            access_key="l",
            form=ReasonForm,
            button=_("Look at it again"),
            done=_("%(reference)s is under review again."),
            run=lambda act, typed: reviewing.reconsider_application(act, reason=typed["reason"]),
            stays=True,
        ),
        DeskAct(
            name="note",
            slug="note",
            access_key="i",
            form=NoteForm,
            button=_("Add the note"),
            done=_("Your note is added to %(reference)s."),
            run=_note,
            stays=True,
        ),
        DeskAct(
            name="assign",
            slug="assign",
            access_key="s",
            form=AssignForm,
            button=_("Assign"),
            done=_("%(reference)s is assigned to: %(officer)s."),
            run=lambda act, typed: assigning.assign_application(act, to_key=typed["officer"]),
            on_own_page=True,
            stays=True,
        ),
        DeskAct(
            name="transfer",
            slug="transfer",
            access_key="v",
            form=TransferForm,
            button=_("Move the application"),
            done=_("%(reference)s is moved to %(facilitator)s."),
            run=_transfer,
            on_own_page=True,
        ),
        DeskAct(
            name="merge",
            slug="merge",
            access_key="m",
            form=MergeForm,
            button=_("Merge the application"),
            done=_("%(reference)s is merged into %(into)s."),
            run=lambda act, typed: moving.merge_applications(
                act, into_reference=typed["into"], reason=typed["reason"]
            ),
            on_own_page=True,
        ),
        DeskAct(
            name="lapse",
            slug="close",
            access_key="c",
            form=ActForm,
            button=_("Close without prejudice"),
            done=_("%(reference)s is closed without prejudice. The applicant is told."),
            run=lambda act, _typed: reviewing.lapse_application(act),
        ),
    )
}
BY_SLUG: Final = {each.slug: each for each in DESK_ACTS.values()}
