"""The evidence panel: checks, rosters, and applications that look alike, in words and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.desk.access import DeskRequest, address
from antechamber.accreditation.desk.words import span_in_words, state_tone, state_words
from antechamber.accreditation.duplicates import Alike, OnRoster
from antechamber.accreditation.evidence import (
    ESTABLISHED,
    LEGAL_STATUS,
    PROOF,
    Finding,
    Handed,
    checks,
)
from antechamber.accreditation.likeness import CONTACT_EMAIL, HOME_PAGE
from antechamber.accreditation.models import Application, Version
from antechamber.organizations.comparison import Verdict
from antechamber.organizations.statuses import StatusKind
from antechamber.processes.rules import Window
from antechamber.web.components import Evidence, Tone

FINDINGS: Final[dict[Finding, tuple[str | Promise, Tone]]] = {
    Finding.YES: (gettext_lazy("Yes"), "done"),
    Finding.NO: (gettext_lazy("No"), "refused"),
    Finding.LOOK: (gettext_lazy("Look"), "attention"),
}
TERMS: Final[dict[str, str | Promise]] = {
    HOME_PAGE: gettext_lazy("Home page"),
    LEGAL_STATUS: gettext_lazy("Legal status"),
    PROOF: gettext_lazy("Proof"),
    ESTABLISHED: gettext_lazy("Age"),
    CONTACT_EMAIL: gettext_lazy("Contact"),
}
VERDICTS: Final[dict[Verdict, tuple[str | Promise, Tone]]] = {
    Verdict.EXACT: (gettext_lazy("The same name"), "attention"),
    Verdict.LIKELY: (gettext_lazy("Likely the same"), "attention"),
    Verdict.POSSIBLE: (gettext_lazy("Possibly the same"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Other:
    """An application that looks alike, as this reader may see it; without `url`, beyond reach."""

    title: str
    reasons: tuple[str, ...]
    url: str = ""
    state: str = ""
    tone: Tone = "neutral"


def checked(version: Version) -> list[Evidence]:
    """Return the automatic checks of a version. No SQL."""
    asked = form_of(version.questionnaire).asked_sections(version.answers)
    handed = Handed(
        answers=version.answers,
        asked=frozenset(each.key for _section, questions in asked for each in questions),
        year=version.submitted_at.year,
        home_page=str(version.organization_facts.get("home_page", "")),
    )
    found = []
    for check in checks(handed):
        words, tone = FINDINGS[check.finding]
        term = str(TERMS[check.code])
        found.append(Evidence(term, str(check.words), status=str(words), tone=tone))
    return found


def rostered(found: Sequence[OnRoster]) -> list[Evidence]:
    """Return what the rosters know, the surest first. No SQL."""
    return [_on_roster(each) for each in found]


def _on_roster(each: OnRoster) -> Evidence:
    words, tone = VERDICTS[each.verdict]
    kind = StatusKind(each.status.kind).label
    year = each.status.year
    claim = _("%(status)s since %(year)s") % {"status": kind, "year": year} if year else str(kind)
    return Evidence(
        term=each.organization.display_name,
        claim=f"{claim[:1].upper()}{claim[1:]}. {each.why}",
        source=each.status.source,
        status=str(words),
        tone=tone,
    )


def looking_alike(request: DeskRequest, found: Sequence[Alike]) -> list[Other]:
    """Return applications that look alike; one beyond the reader's reach is not named. No SQL.

    That another facilitator has one is told: otherwise a duplicate through two doors stays hidden.
    """
    return [_other(request, each) for each in found]


def _other(request: DeskRequest, alike: Alike) -> Other:
    application = alike.application
    if not request.reach.covers(application.facilitator.code):
        return Other(
            _("An application at %(facilitator)s, which you cannot open")
            % {"facilitator": application.facilitator.short_name},
            alike.words,
        )
    return Other(
        f"{application} {application.organization.display_name}",
        alike.words,
        url=address(request, "application", str(application)),
        state=state_words(application.state),
        tone=state_tone(application.state),
    )


def timeliness(application: Application, window: Window) -> list[str]:
    """Say how long before its deadline an application came, and whether it was tried too late."""
    said = []
    submitted_at = application.submitted_at
    deadline = window.deadline_at(submitted_at) if submitted_at else None
    if submitted_at and deadline and submitted_at <= deadline:
        said.append(
            _("%(span)s before the deadline") % {"span": span_in_words(deadline - submitted_at)}
        )
    elif submitted_at and deadline:
        said.append(
            _("%(span)s after the deadline, within the stated grace")
            % {"span": span_in_words(submitted_at - deadline)}
        )
    if application.came_late_at is not None:
        said.append(_("Tried once after the deadline, before it was extended"))
    return said
