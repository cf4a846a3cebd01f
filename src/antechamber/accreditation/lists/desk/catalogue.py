"""The acts on a list as data: address, form, words, and the action that each calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions import circulating, concluding, listing
from antechamber.accreditation.desk.forms import ActForm
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.desk.forms import (
    EndForm,
    ListReasonForm,
    LongerForm,
    SignOffForm,
)
from antechamber.accreditation.lists.workflow import LIST

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PageAct:
    """One act on a list: a page that says what it does and asks for what it needs.

    `is_confirmed` shows the instant that was typed in three clocks before anything happens.
    `is_grave` undoes something.
    """

    name: str
    slug: str
    form: type[ActForm]
    says: Words
    button: Words
    done: Words
    run: Callable[[ListAct, Mapping[str, Any]], object]
    is_confirmed: bool = False
    is_grave: bool = False

    @property
    def is_onward(self) -> bool:
        """Say whether it brings the list to its next step: the act that its page is for."""
        return not self.is_grave and self.name != "extend"

    @property
    def label(self) -> str:
        """Return the act's name, as the workflow has it."""
        return str(LIST[self.name].label)

    @property
    def capability(self) -> str:
        """Return what it needs of its actor."""
        return LIST[self.name].capability


LIST_ACTS: Final[dict[str, PageAct]] = {
    each.name: each
    for each in (
        PageAct(
            name="freeze",
            slug="freeze",
            form=ActForm,
            says=_(
                "Names, order and facts are fixed as they are now, under the rules in force. "
                "After that nobody can change the list; a mistake means discarding it."
            ),
            button=_("Freeze the list"),
            done=_("%(list)s is frozen. Another person at the President’s office signs it off."),
            run=lambda act, _typed: listing.freeze_list(act),
        ),
        PageAct(
            name="sign_off",
            slug="sign-off",
            form=SignOffForm,
            says=_(
                "You confirm that this is the list to be given to Member States. Your signature "
                "is bound to the fingerprint below: it counts for these names and no others."
            ),
            button=_("Sign off the list"),
            done=_("%(list)s is signed off and can be circulated."),
            run=lambda act, typed: circulating.sign_off_list(act, seen_digest=typed["digest"]),
        ),
        PageAct(
            name="circulate",
            slug="circulate",
            form=EndForm,
            says=_(
                "Member States get the list and can object until the time you set. The end is "
                "proposed from the modalities. Organizations are told that they are listed."
            ),
            button=_("Circulate the list"),
            done=_("%(list)s is before Member States."),
            run=lambda act, typed: circulating.circulate_list(act, closes_at=typed["falls_at"]),
            is_confirmed=True,
        ),
        PageAct(
            name="extend",
            slug="extend",
            form=LongerForm,
            says=_(
                "The time to object can only be made longer. All missions are told, and the "
                "earlier end stays in the history."
            ),
            button=_("Give Member States more time"),
            done=_("Member States have more time for %(list)s. Their missions are told."),
            run=lambda act, typed: circulating.extend_silence(
                act, closes_at=typed["falls_at"], reason=typed["reason"]
            ),
            is_confirmed=True,
        ),
        PageAct(
            name="close",
            slug="close",
            form=ActForm,
            says=_(
                "The time to object is over. What comes from now on is out of time, whether or "
                "not the list is closed; closing it opens the way to decisions."
            ),
            button=_("Close the list to objections"),
            done=_("%(list)s is closed to objections."),
            run=lambda act, _typed: circulating.close_list(act),
        ),
        PageAct(
            name="issue_final",
            slug="issue",
            form=ActForm,
            says=_(
                "The outcome of every name is written down and every organization is told at "
                "once. This cannot be taken back."
            ),
            button=_("Issue the final list"),
            done=_("The final list of %(list)s is issued. Every organization is told."),
            run=lambda act, _typed: concluding.issue_final_list(act),
        ),
        PageAct(
            name="publish",
            slug="publish",
            form=ActForm,
            says=_(
                "The proposed and the final list become public, with files from which anyone "
                "can compute the one from the other. No State and no person is named in them."
            ),
            button=_("Publish both lists"),
            done=_("Both lists of %(list)s are published."),
            run=lambda act, _typed: concluding.publish_lists(act),
        ),
        PageAct(
            name="discard",
            slug="discard",
            form=ListReasonForm,
            says=_(
                "The list is given up before anyone outside sees it. Its organizations stay "
                "recommended and can be put on another list."
            ),
            button=_("Discard the list"),
            done=_("%(list)s is discarded. Its names are free again."),
            run=lambda act, typed: listing.discard_list(act, reason=typed["reason"]),
            is_grave=True,
        ),
    )
}
BY_SLUG: Final = {each.slug: each for each in LIST_ACTS.values()}


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """An act that the workflow knows from a list's state, and why this reader cannot do it now."""

    act: PageAct
    url: str
    refusal: str = ""
