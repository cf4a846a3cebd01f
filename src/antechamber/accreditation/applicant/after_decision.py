"""Where an accredited organization stands since the decision, in words for who acts for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from antechamber.accreditation.accredited.states import REASONS, AccreditedState
from antechamber.accreditation.accredited.words import state_tone, state_words
from antechamber.accreditation.models import Accreditation, Application
from antechamber.accreditation.states import State
from antechamber.web.components import Tone


@dataclass(frozen=True, slots=True)
class AfterDecision:
    """The state of an accreditation that is not simply in force, with what it means."""

    label: str
    tone: Tone
    lead: str


def after_decision(application: Application) -> AfterDecision | None:
    """Return what has become of an application's accreditation (1 statement once accredited).

    None where nothing has: it is in force, or was never given.
    """
    if application.state != State.ACCREDITED:
        return None
    given = (
        Accreditation.objects.filter(application=application)
        .select_related("organization", "merged_into")
        .first()
    )
    lead = _lead(application, given) if given is not None else ""
    if given is None or not lead:
        return None
    return AfterDecision(state_words(given), state_tone(given), lead)


def _lead(application: Application, given: Accreditation) -> str:
    reason = str(REASONS.get(given.reason_code, ""))
    if given.merged_into is not None:
        told = _("The accreditation went into that of your successor, %(number)s.")
        return told % {"number": given.merged_into}
    if given.state == AccreditedState.SUSPENDED:
        return " ".join([_("The accreditation is suspended until it is reinstated."), reason])
    if given.state == AccreditedState.ENDED:
        return " ".join([_("The accreditation has ended."), reason])
    if given.organization_id != application.organization_id:
        told = _("The accreditation passed to your successor, %(name)s.")
        return told % {"name": given.organization.display_name}
    if given.is_provisional:
        return _("You take part until the body that decides has done so.")
    return ""
