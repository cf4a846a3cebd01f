"""Where an application stands, in words for the people who wait: state, next step, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation import calls
from antechamber.accreditation.accredited.workflow import ACCREDITATION
from antechamber.accreditation.applicant.after_decision import AfterDecision, after_decision
from antechamber.accreditation.applicant.before_states import BeforeStates, before_states
from antechamber.accreditation.lists.commitments import MISSION_KEY
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import INELIGIBLE_REASONS, ApplicationFacts
from antechamber.accreditation.states import State
from antechamber.accreditation.workflow import APPLICATION
from antechamber.places.zones import zone_name
from antechamber.processes.rules import Window
from antechamber.record.queries import HistoryLine, history
from antechamber.web.components import Event, Tone

TONES: Final[dict[str, Tone]] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "active",
    State.UNDER_REVIEW: "active",
    State.INFORMATION_REQUESTED: "attention",
    State.LAPSED: "ended",
    State.NOT_NEEDED: "done",
    State.INELIGIBLE: "refused",
    State.MERGED: "ended",
    State.RECOMMENDED: "waiting",
    State.LISTED: "waiting",
    State.CLEARED: "waiting",
    State.OBJECTED: "attention",
    State.UNDER_CONSULTATION: "attention",
    State.REFERRED: "attention",
    State.ACCREDITED: "done",
    State.NOT_ACCREDITED: "refused",
    State.WITHDRAWN: "ended",
}

NEXT_STEPS: Final[dict[str, str | Promise]] = {
    State.DRAFT: gettext_lazy("Finish your application and submit it before the deadline."),
    State.SUBMITTED: gettext_lazy("An officer will read it. You need do nothing now."),
    State.UNDER_REVIEW: gettext_lazy("An officer is reading it. You need do nothing now."),
    State.INFORMATION_REQUESTED: gettext_lazy(
        "An officer has a question. Please answer it in time."
    ),
    State.LAPSED: gettext_lazy(
        "We had no answer by the date given. If you can answer now, write to the address below."
    ),
    State.NOT_NEEDED: gettext_lazy("Your organization takes part without an application."),
    State.INELIGIBLE: gettext_lazy("The reason stands below, with what you can still do."),
    State.MERGED: gettext_lazy("Follow the application into which yours was merged."),
    State.RECOMMENDED: gettext_lazy("It waits for the list that goes to Member States."),
    State.LISTED: gettext_lazy(
        "Member States have the list and may object until the silence ends."
    ),
    State.CLEARED: gettext_lazy("No objection stands. It waits for the final list."),
    State.OBJECTED: gettext_lazy("A Member State objected. You can reply below."),
    State.UNDER_CONSULTATION: gettext_lazy("The chair consults on the objection."),
    State.REFERRED: gettext_lazy("The plenary will decide."),
    State.ACCREDITED: gettext_lazy("Registration for each meeting follows. We will write to you."),
    State.NOT_ACCREDITED: gettext_lazy(
        "You can send written input and follow the public meetings."
    ),
    State.WITHDRAWN: gettext_lazy("While the call is open you can take it up again."),
}

# These reasons were written for the applicant; the words of other acts are the officers' own.
WORDS_FOR_APPLICANT: Final = frozenset(
    {
        "application.asked",
        "application.not_needed",
        "application.ineligible",
        "application.reconsidered",
        "application.merged",
        "application.recommended",
        *(each.record for each in ACCREDITATION.transitions),
        "accreditation.renamed",
        "accreditation.passed_on",
    }
)
APPLICANTS_ACTS: Final = frozenset(
    name.record for name in APPLICATION.transitions if name.capability == "application.apply"
) | {"application.started"}

# How the desk shares its work and talks among itself is not told to the applicant.
INTERNAL: Final = frozenset(
    {
        "application.assigned",
        "application.given_back",
        "application.noted",
        "application.refusal_proposed",
        "application.refusal_declined",
        "roster_change.set_aside",
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the applicant can do now: `posts` is for a button, otherwise a link."""

    label: str | Promise
    url: str
    posts: bool = False
    weight: str = "secondary"


def status_page(application: Application, at: datetime) -> dict[str, object]:
    """Return all that the status page shows (5 statements, 10 from the listing on, then 11)."""
    before = before_states(application, at)
    after = after_decision(application)
    window = calls.window(application.call)
    question = application.information_requests.filter(answered_at=None).first()
    return {
        "application": application,
        "state_label": after.label if after else State(application.state).label,
        "tone": after.tone if after else TONES[application.state],
        "next_step": _next_step(application, before, after),
        "before": before,
        "reason": INELIGIBLE_REASONS.get(application.reason_code, ""),
        "deadline": calls.deadline_block(application.call, at),
        "is_open": bool(window.accepts_at(at)),
        "offers": offers(application, window, at),
        "question": question,
        "events": events(application),
        "versions": application.versions.only("number", "submitted_at", "receipt_code"),
    }


def _next_step(
    application: Application, before: BeforeStates | None, after: AfterDecision | None
) -> str | Promise:
    if after is not None:
        return after.lead
    return before.lead if before else NEXT_STEPS[application.state]


def offers(application: Application, window: Window, at: datetime) -> list[Offer]:
    """Return what the applicant can do now, by the workflow's own table."""
    facts = ApplicationFacts(
        at=at,
        window=window,
        answer_by=application.answer_by,
        appeal_until=application.appeal_until,
        reason=_("asked of the form, not yet typed"),
    )
    pages = {
        "answer": ("answer", False, "primary"),
        "appeal": ("appeal", False, "primary"),
        "change": ("tasks", False, "secondary"),
        "reopen": ("reopen", True, "secondary"),
        "withdraw": ("withdraw", False, "secondary"),
    }
    found = []
    for name, (page, posts, weight) in pages.items():
        if APPLICATION.verdict(name, application.state, facts):
            url = reverse(f"accreditation:{page}", args=[application.process.code, application.key])
            label = _("Change the application") if name == "change" else APPLICATION[name].label
            found.append(Offer(label, url, posts=posts, weight=weight))
    return found


def events(application: Application) -> list[Event]:
    """Return the application's history for its applicant, newest first (4 statements).

    Officers are "the secretariat" here; only reasons written for the applicant are shown.
    """
    code = application.process.code
    lines = history(code, application.key) + history(code, str(application))
    return [_event(application, line) for line in reversed(lines) if line.verb not in INTERNAL]


def _event(application: Application, line: HistoryLine) -> Event:
    zone = application.process.zone
    return Event(
        at=line.at,
        zone=zone,
        zone_name=zone_name(zone),
        title=str(line.label),
        text=(line.words or "") if line.verb in WORDS_FOR_APPLICANT else "",
        actor=_actor(line),
    )


def _actor(line: HistoryLine) -> str:
    if line.verb in APPLICANTS_ACTS or line.verb == "entry.replied":
        return _("Your organization")
    if line.actor_key == MISSION_KEY:
        return _("A Member State")
    return _("The secretariat")
