"""The words of the desk: states as an officer says them, ages, and ready-made reasons."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from antechamber.accreditation.applicant.status_page import TONES
from antechamber.accreditation.states import State
from antechamber.places.countries import COUNTRIES
from antechamber.web.components import Tone

# Where the applicant's words would be wrong at the desk.
_OTHER_WORDS: Final[dict[str, str | Promise]] = {
    State.SUBMITTED: gettext_lazy("To review"),
    State.INFORMATION_REQUESTED: gettext_lazy("Waiting for the applicant"),
}
_OTHER_TONES: Final[dict[str, Tone]] = {
    State.SUBMITTED: "attention",
    State.INFORMATION_REQUESTED: "waiting",
    State.RECOMMENDED: "done",
}

# Sentences that an officer may put into a reason and then changes or leaves: by act, then by code.
_NOT_ELIGIBLE: Final[dict[str, str | Promise]] = {
    "individual": gettext_lazy(
        "A person cannot be accredited. An organization you belong to can apply."
    ),
    "sponsor": gettext_lazy("Please let the organization that carries your project apply."),
    "work": gettext_lazy(
        "What you describe does not show how your work bears on international migration."
    ),
}
READY_WORDS: Final[dict[str, dict[str, str | Promise]]] = {
    "recommend": {
        "relevant": gettext_lazy("Its work of the last years is relevant to the process."),
        "served": gettext_lazy("It works with migrants directly and brings what they say."),
        "research": gettext_lazy("Its research bears on the themes of the process."),
        "employer": gettext_lazy("It employs or recruits migrants and knows the practice."),
    },
    "ask": {
        "authority": gettext_lazy(
            "Which authority registered your organization, and under which number?"
        ),
        "unreadable": gettext_lazy(
            "We cannot read the document you handed in. Please send it again."
        ),
        "work": gettext_lazy("Please describe your work on migration in the last three years."),
        "home_page": gettext_lazy(
            "The home page you gave does not open. Which public page describes your organization?"
        ),
    },
    "confirm_not_needed": {
        "status": gettext_lazy(
            "Your organization is in consultative status with the Economic and Social Council and "
            "takes part on that ground."
        ),
        "carried_over": gettext_lazy("Your organization's earlier accreditation counts here too."),
    },
    "find_ineligible": _NOT_ELIGIBLE,
    "propose_ineligible": _NOT_ELIGIBLE,
    "reconsider": {
        "papers": gettext_lazy("New papers came in after the decision."),
        "mistake": gettext_lazy("The decision rested on a mistake of ours."),
    },
    "transfer": {
        "category": gettext_lazy("The organization is of another kind than it chose."),
    },
    "merge": {
        "same": gettext_lazy(
            "Both applications are of the same organization. We go on with the other one."
        ),
    },
}


def state_words(state: str) -> str:
    """Return a state in an officer's words."""
    return str(_OTHER_WORDS.get(state, State(state).label))


def state_tone(state: str) -> Tone:
    """Return the shape of a state at the desk: attention is what waits for the officer."""
    return _OTHER_TONES.get(state, TONES[state])


def country_words(code: str, language: str) -> str:
    """Return a country's name; what is no known country as it was written."""
    known = COUNTRIES.get(code)
    return known.name(language) if known else code


def days_in_words(days: int) -> str:
    """Write a number of days."""
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def span_in_words(span: timedelta) -> str:
    """Write a span in its two largest units: "3 days 4 hours", "2 hours 5 minutes"."""
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        (days, days_in_words(days)),
        (hours, ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}),
        (rest, ngettext("%(minutes)d minute", "%(minutes)d minutes", rest) % {"minutes": rest}),
    ]
    said = [words for number, words in parts if number][:2]
    return " ".join(said) or _("less than a minute")


def age_in_days(submitted_at: datetime | None, at: datetime) -> int:
    """Return the whole days since a submission; 0 where there was none."""
    return (at - submitted_at).days if submitted_at else 0
