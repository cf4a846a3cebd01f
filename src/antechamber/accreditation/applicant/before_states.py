"""Where an application stands before Member States, in words for the organization that waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.actions.objecting import OBJECTED_TO, UNTOLD
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.outcome_words import STANDING_TONES, reason_in_words
from antechamber.accreditation.lists.states import FINAL, Standing
from antechamber.accreditation.lists.visibility import Seen, Viewer, may_see
from antechamber.accreditation.lists.words import state_words
from antechamber.accreditation.models import Application, ListEntry, Objection, Reply
from antechamber.accreditation.states import State
from antechamber.places.zones import zone_name
from antechamber.processes.blocks import time_left
from antechamber.processes.modalities import RuleSet
from antechamber.processes.models import Process
from antechamber.processes.rule_words import outcome_in_words
from antechamber.processes.rules import Phase, Window
from antechamber.web.components import Deadline, Link, Tone

_LEADS: Final[dict[str, str | Promise]] = {
    State.OBJECTED: gettext_lazy(
        "A Member State objected to your organization. You can reply below."
    ),
    State.UNDER_CONSULTATION: gettext_lazy(
        "The President’s office talks with the Member State that objected. You can still reply."
    ),
    State.REFERRED: gettext_lazy(
        "The body that decides was asked about your organization. Until then you can still reply."
    ),
    State.CLEARED: gettext_lazy("No objection stands. The final list follows."),
    State.ACCREDITED: gettext_lazy(
        "Your organization is accredited. Registration for each meeting follows; we will write "
        "to you."
    ),
    State.NOT_ACCREDITED: gettext_lazy("Your organization is not accredited to this process."),
}
# Whoever may not take part as an accredited organization reads what is still open to them.
_NEEDS_OTHER_WAYS: Final = OBJECTED_TO | {State.NOT_ACCREDITED}


@dataclass(frozen=True, slots=True)
class Told:
    """An objection as far as the organization may learn of it."""

    state: str
    basis: str
    standing: str
    tone: Tone
    received_at: datetime


@dataclass(frozen=True, slots=True)
class BeforeStates:
    """What the status page says from the listing on. `reply_url` is empty where it is too late."""

    lead: str
    meaning: Sequence[str]
    deadline: Deadline | None
    objections: Sequence[Told]
    is_state_told: bool
    replies: Sequence[Reply]
    reply_url: str
    other_ways: Sequence[Link]
    rules_url: str


def listed_entry(application: Application) -> ListEntry | None:
    """Return the entry under which an application stands before States (1 statement), or None."""
    if application.state not in list_queries.STANDS_ON_A_LIST:
        return None
    entries = ListEntry.objects.filter(application=application, is_live=True)
    return entries.select_related("candidate_list__process", "candidate_list__modalities").first()


def before_states(application: Application, at: datetime) -> BeforeStates | None:
    """Return what an applicant reads once listed, None before that (5 statements)."""
    entry = listed_entry(application)
    if entry is None:
        return None
    rules = list_queries.rules_for(entry.candidate_list)
    silence = list_queries.silence_of(entry.candidate_list)
    told = [
        _told(each, rules)
        for each in list_queries.objections_to(entry)
        if each.standing not in UNTOLD
    ]
    process = application.process
    return BeforeStates(
        lead=_lead(application, silence, at),
        meaning=_meaning(application, entry, rules, silence, at),
        deadline=_deadline(process, silence, at) if application.state == State.LISTED else None,
        objections=told,
        is_state_told=any(each.state for each in told),
        replies=list(entry.replies.all()),
        reply_url=reply_url(application, entry),
        other_ways=_other_ways(process) if application.state in _NEEDS_OTHER_WAYS else [],
        rules_url=reverse("processes:rules", args=[process.code]),
    )


def reply_url(application: Application, entry: ListEntry) -> str:
    """Return where the organization can reply, empty where nothing waits for a reply."""
    if application.state not in OBJECTED_TO or entry.candidate_list.state in FINAL:
        return ""
    return reverse("accreditation:reply", args=[application.process.code, application.key])


def _told(objection: Objection, rules: RuleSet) -> Told:
    sight = may_see(Viewer.ORGANIZATION, rules, is_confidential=objection.is_confidential)
    return Told(
        state=state_words(objection.state_code) if sight.objector is Seen.YES else "",
        basis=objection.basis if sight.basis is Seen.YES else "",
        standing=_standing_words(objection),
        tone=STANDING_TONES[Standing(objection.standing)],
        received_at=objection.received_at,
    )


def _standing_words(objection: Objection) -> str:
    """Return where an objection stands; that it was logged is the office's own word."""
    if objection.standing == Standing.LOGGED:
        return _("It stands")
    return str(objection.get_standing_display())


def _lead(application: Application, silence: Window | None, at: datetime) -> str:
    if application.state != State.LISTED:
        return str(_LEADS[application.state])
    if silence is None:
        return _("Your organization is on the list for Member States, which goes to them soon.")
    if silence.phase_at(at) is Phase.CLOSED:
        return _("The time to object is over, and no objection to your organization stands.")
    return _("Your organization is on the list before Member States, who can object until then:")


def _meaning(
    application: Application,
    entry: ListEntry,
    rules: RuleSet,
    silence: Window | None,
    at: datetime,
) -> list[str]:
    """Say what the state means for the organization, and what it need or need not do."""
    if application.state in OBJECTED_TO:
        return [
            outcome_in_words(rules.objection_outcome),
            _("If every objection is withdrawn in time, your organization is back on the list."),
            _("Your reply is shown beside the objection to all who deal with it."),
        ]
    if application.state == State.LISTED:
        is_over = silence is not None and silence.phase_at(at) is Phase.CLOSED
        return [
            _("The final list follows. You need do nothing now.")
            if is_over
            else _("You need do nothing now. We write to you if a Member State objects.")
        ]
    if application.state in {State.ACCREDITED, State.NOT_ACCREDITED}:
        said = [reason_in_words(entry.outcome_reason)]
        if application.state == State.NOT_ACCREDITED:
            said.append(
                _(
                    "The rules of this process know no appeal against it. It is not held against "
                    "you elsewhere: no objection is carried over to another list or process."
                )
            )
        return [each for each in said if each]
    return []


def _deadline(process: Process, silence: Window | None, at: datetime) -> Deadline | None:
    falls_at = silence.deadline_at(at) if silence else None
    if silence is None or falls_at is None:
        return None
    is_past = silence.phase_at(at) is Phase.CLOSED
    return Deadline(
        falls_at,
        process.zone,
        zone_name(process.zone),
        label=_("The time to object ended") if is_past else _("Member States can object until"),
        is_past=is_past,
        former=silence.earlier_deadlines(at),
        note="" if is_past else time_left(falls_at, process.zone, at),
    )


def _other_ways(process: Process) -> list[Link]:
    calendar = reverse("processes:calendar", args=[process.code])
    return [
        Link(
            _("Send written input to the meetings that ask for it: the calendar says when."),
            calendar,
        ),
        Link(_("Follow the public meetings by web cast, without any accreditation."), calendar),
        Link(
            _("Take part with an organization that is accredited or in consultative status."),
            reverse("portal:organizations", args=[process.code]),
        ),
    ]
