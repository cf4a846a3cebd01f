"""Every state × every transition, with literal answers; and who is told of what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from antechamber.accreditation import queries
from antechamber.accreditation.actions import reviewing
from antechamber.accreditation.advance import advance
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import FALLS, NOW, OPENS, submitted
from antechamber.accreditation.workflow import APPLICATION
from antechamber.mail.catalogue import COMMON_VALUES, kind_of
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.models import FocalPoint
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import SYSTEM
from antechamber.processes.queries import window_of
from antechamber.processes.rules import Announcement, Window
from antechamber.record.queries import history
from antechamber.workflow import DomainError

S = State
# From each state: the transitions that may leave it, and where each leads.
WAYS = {
    S.DRAFT: {"submit": S.SUBMITTED, "merge": S.MERGED},
    S.SUBMITTED: {
        "change": S.SUBMITTED,
        "withdraw": S.WITHDRAWN,
        "take": S.UNDER_REVIEW,
        "ask": S.INFORMATION_REQUESTED,
        "confirm_not_needed": S.NOT_NEEDED,
        "find_ineligible": S.INELIGIBLE,
        "merge": S.MERGED,
        "recommend": S.RECOMMENDED,
    },
    S.UNDER_REVIEW: {
        "change": S.SUBMITTED,
        "withdraw": S.WITHDRAWN,
        "ask": S.INFORMATION_REQUESTED,
        "confirm_not_needed": S.NOT_NEEDED,
        "find_ineligible": S.INELIGIBLE,
        "merge": S.MERGED,
        "recommend": S.RECOMMENDED,
    },
    S.INFORMATION_REQUESTED: {
        "withdraw": S.WITHDRAWN,
        "answer": S.SUBMITTED,
        "lapse": S.LAPSED,
        "merge": S.MERGED,
    },
    S.LAPSED: {"withdraw": S.WITHDRAWN, "reconsider": S.UNDER_REVIEW},
    S.NOT_NEEDED: {"withdraw": S.WITHDRAWN, "reconsider": S.UNDER_REVIEW},
    S.INELIGIBLE: {
        "withdraw": S.WITHDRAWN,
        "appeal": S.UNDER_REVIEW,
        "reconsider": S.UNDER_REVIEW,
    },
    S.MERGED: {},
    S.RECOMMENDED: {
        "change": S.SUBMITTED,
        "withdraw": S.WITHDRAWN,
        "reconsider": S.UNDER_REVIEW,
        "merge": S.MERGED,
        "list": S.LISTED,
    },
    S.LISTED: {
        "withdraw": S.WITHDRAWN,
        "unlist": S.RECOMMENDED,
        "object": S.OBJECTED,
        "clear": S.CLEARED,
    },
    S.CLEARED: {"withdraw": S.WITHDRAWN, "accredit": S.ACCREDITED},
    S.OBJECTED: {
        "withdraw": S.WITHDRAWN,
        "relist": S.LISTED,
        "consult": S.UNDER_CONSULTATION,
        "clear": S.CLEARED,
        "refer": S.REFERRED,
        "refuse": S.NOT_ACCREDITED,
    },
    S.UNDER_CONSULTATION: {
        "withdraw": S.WITHDRAWN,
        "relist": S.LISTED,
        "clear": S.CLEARED,
        "refer": S.REFERRED,
        "refuse": S.NOT_ACCREDITED,
    },
    S.REFERRED: {
        "withdraw": S.WITHDRAWN,
        "relist": S.LISTED,
        "accredit": S.ACCREDITED,
        "refuse": S.NOT_ACCREDITED,
    },
    S.ACCREDITED: {},
    S.NOT_ACCREDITED: {},
    S.WITHDRAWN: {"reopen": S.DRAFT},
}
NAMES = [transition.name for transition in APPLICATION.transitions]

# Who holds which transition in hand.
CAPABILITIES = {
    "application.apply": {"submit", "change", "withdraw", "reopen", "answer", "appeal"},
    "application.screen": {"take", "ask", "lapse"},
    "application.recommend": {"confirm_not_needed", "find_ineligible", "reconsider", "recommend"},
    "application.merge": {"merge"},
    "list.compose": {"list", "unlist"},
    "list.object": {"object", "relist"},
    "list.consult": {"consult", "clear", "refer"},
    "list.sign_off": {"accredit", "refuse"},
}
# What the applicant gets; None where nobody waits for it.
MESSAGES = {
    "submit": "application.received",
    "change": "application.changed",
    "withdraw": "application.withdrawn",
    "reopen": None,
    "take": None,
    "ask": "application.asked",
    "answer": "application.answered",
    "lapse": "application.lapsed",
    "confirm_not_needed": "application.not_needed",
    "find_ineligible": "application.ineligible",
    "appeal": "application.appealed",
    "reconsider": "application.reconsidered",
    "merge": "application.merged",
    "recommend": "application.recommended",
    "list": "application.listed",
    "unlist": None,
    "object": "application.objected",
    "relist": "application.relisted",
    "consult": "application.consulted",
    "clear": None,
    "refer": "application.referred",
    "accredit": "application.accredited",
    "refuse": "application.not_accredited",
}
WINDOW = Window(OPENS, (Announcement(FALLS, OPENS),))


def facts_for(name: str, window: Window = WINDOW) -> ApplicationFacts:
    """Return facts under which the transition's guard says yes."""
    past = name == "lapse"
    return ApplicationFacts(
        at=NOW,
        window=window,
        answer_by=NOW - timedelta(days=1) if past else NOW + timedelta(days=7),
        appeal_until=NOW + timedelta(days=7),
        reason="A reason.",
        reason_code="individual",
    )


def test_tables_hold_every_state_and_every_transition():
    assert set(WAYS) == set(State)
    assert set(MESSAGES) == set(NAMES)
    assert sorted(name for names in CAPABILITIES.values() for name in names) == sorted(NAMES)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", NAMES)
def test_transition_leaves_a_state_or_is_refused(state, name):
    verdict = APPLICATION.verdict(name, state, facts_for(name))

    assert (verdict.allowed, verdict.code) == (
        (True, "") if name in WAYS[state] else (False, "wrong_state")
    )
    if verdict:
        assert APPLICATION[name].target == WAYS[state][name]


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_transition_is_in_the_hands_of_its_role(capability):
    held = {each.name for each in APPLICATION.transitions if each.capability == capability}

    assert held == CAPABILITIES[capability]


# Facts that take away what a guard asks for, with the reason it gives.
REFUSALS = [
    ("submit", {"missing": ("purpose",)}, "incomplete"),
    ("submit", {"at": FALLS + timedelta(seconds=1)}, "call_closed"),
    ("submit", {"at": OPENS - timedelta(seconds=1)}, "call_not_open"),
    ("change", {"at": FALLS + timedelta(seconds=1)}, "call_closed"),
    ("reopen", {"at": FALLS + timedelta(seconds=1)}, "call_closed"),
    ("ask", {"answer_by": NOW}, "answer_date_past"),
    ("ask", {"answer_by": None}, "answer_date_past"),
    ("ask", {"reason": " \n"}, "question_missing"),
    ("answer", {"answer_by": NOW - timedelta(seconds=1)}, "answer_too_late"),
    ("answer", {"reason": ""}, "answer_empty"),
    ("lapse", {"answer_by": NOW}, "answer_still_possible"),
    ("lapse", {"answer_by": None}, "answer_still_possible"),
    ("confirm_not_needed", {"reason": ""}, "reason_missing"),
    ("find_ineligible", {"reason": ""}, "reason_missing"),
    ("find_ineligible", {"reason_code": ""}, "reason_code_missing"),
    ("find_ineligible", {"reason_code": "ugly"}, "reason_code_missing"),
    ("appeal", {"appeal_until": NOW - timedelta(seconds=1)}, "appeal_too_late"),
    ("appeal", {"appeal_until": None}, "appeal_too_late"),
    ("appeal", {"reason": ""}, "appeal_empty"),
    ("reconsider", {"reason": ""}, "reason_missing"),
    ("merge", {"reason": ""}, "reason_missing"),
    ("recommend", {"reason": ""}, "reason_missing"),
    ("unlist", {"reason": ""}, "reason_missing"),
]


@pytest.mark.parametrize(("name", "changed", "code"), REFUSALS)
def test_guard_refuses_with_a_reason(name, changed, code):
    facts = {
        field: getattr(facts_for(name), field) for field in ApplicationFacts.__dataclass_fields__
    }
    source = min(APPLICATION[name].sources)

    verdict = APPLICATION.verdict(name, source, ApplicationFacts(**{**facts, **changed}))

    assert (verdict.allowed, verdict.code) == (False, code)
    assert str(verdict.words)


def test_every_guard_that_can_refuse_is_shown_to():
    guarded = {each.name for each in APPLICATION.transitions if each.guard.__name__ != "always"}

    assert guarded == {name for name, _changed, _code in REFUSALS}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_applicants_are_told_once_each_in_their_language_or_not_at_all(name):
    applied = submitted(factories.a_process())
    FocalPoint.objects.create(
        organization=applied.application.organization,
        account=factories.an_account("Zoe", language="fr"),
        since=NOW,
    )
    source = min(APPLICATION[name].sources)
    Application.objects.filter(pk=applied.application.pk).update(
        state=source,
        answer_by=NOW,
        merged_into=_another() if name == "merge" else None,
    )
    before = OutboxMessage.objects.count()

    _advance(applied.application, name)

    told = list(OutboxMessage.objects.order_by("id")[before:])
    expected = [] if MESSAGES[name] is None else [(MESSAGES[name], "en"), (MESSAGES[name], "fr")]
    assert [(message.template, message.language) for message in told] == expected
    line = history("gcm", applied.reference)[-1]
    assert (line.verb, line.facts["from"], line.facts["to"]) == (
        APPLICATION[name].record,
        source,
        APPLICATION[name].target,
    )


def _another() -> Application:
    process = Application.objects.select_related("process").get().process
    return submitted(process).application


def _advance(application: Application, name: str) -> None:
    found = queries.by_reference(application.process, str(application))
    values = {
        "at": NOW,
        "receipt": "7KQ4",
        "question": "Which authority?",
        "answer_by": NOW,
        "reason": "A reason.",
        "appeal_until": NOW,
        "into": "GCM-A-0001",
    }
    template = APPLICATION[name].message
    wanted = kind_of(template).values - COMMON_VALUES if template else frozenset()
    advance(
        found,
        name,
        facts_for(name, window_of(found.call)),
        by=SYSTEM,
        tell=focal_points(found.organization),
        message_values={key: value for key, value in values.items() if key in wanted},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", ["take", "recommend", "ask", "find_ineligible", "reconsider"])
def test_action_of_an_officer_ends_where_the_table_says(state, name):
    process = factories.a_process()
    applied = factories.in_state(process, state)
    if applied.application.reference is None:
        return  # a first draft has no number by which an officer could act on it
    before = len(history("gcm", applied.reference))

    refusal = _try(applied, name)

    after = Application.objects.get(pk=applied.application.pk)
    grown = len(history("gcm", applied.reference)) - before
    if name in WAYS[state]:
        assert (refusal, after.state, grown) == ("", WAYS[state][name], 1)
        assert after.revision == applied.application.revision + 1
    else:
        assert (refusal, after.state, grown) == ("wrong_state", state, 0)
        assert after.revision == applied.application.revision


def _try(applied: factories.Applied, name: str) -> str:
    act = factories.act(applied.application, factories.an_officer())
    acts = {
        "take": lambda: reviewing.take_application(act),
        "recommend": lambda: reviewing.recommend_application(act, reason="Relevant."),
        "ask": lambda: reviewing.ask_for_information(
            act, question="Which?", answer_by=NOW + timedelta(days=7)
        ),
        "find_ineligible": lambda: reviewing.find_ineligible(
            act, reason_code="individual", reason="One person."
        ),
        "reconsider": lambda: reviewing.reconsider_application(act, reason="A mistake."),
    }
    try:
        acts[name]()
    except DomainError as refusal:
        return refusal.code
    return ""
