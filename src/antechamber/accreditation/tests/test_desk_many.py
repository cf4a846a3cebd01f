"""Decisions upon many at once: the set is shown first, done once, and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antechamber.accreditation import bulk_queries
from antechamber.accreditation.actions import deciding_many, listing, proposing, reviewing
from antechamber.accreditation.actions.deciding_many import ManyAct
from antechamber.accreditation.actions.undoing_many import Undo, undo_many
from antechamber.accreditation.bulk_queries import resolved
from antechamber.accreditation.bulk_rules import HELD_FOR, UNDO_FOR, Subject, left_out, may_undo
from antechamber.accreditation.desk import many as many_page
from antechamber.accreditation.desk_models import new_bulk_key
from antechamber.accreditation.lists.states import ListKind
from antechamber.accreditation.models import Application, BulkDecision, BulkPart
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import QUEUE, browser, words_of
from antechamber.accreditation.tests.factories import NOW, act, in_state, submitted
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.mail.actions import deliver_due
from antechamber.mail.models import OutboxMessage
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db
NEW = f"{QUEUE}/together/new"


@pytest.fixture
def process():
    return factories.a_process()


@pytest.fixture
def olga():
    return factories.an_officer(name="Olga Officer")


def some(process, count: int = 3) -> list[Application]:
    return [submitted(process).application for _each in range(count)]


def many(process, by, applications, name: str = "recommend", *, at=NOW, key: str = "") -> ManyAct:
    seen = dict(
        Application.objects.filter(pk__in=[each.pk for each in applications]).values_list(
            "reference", "revision"
        )
    )
    return ManyAct(process, key or new_bulk_key(), name, seen, by, at)


def recommended(process, by, applications, *, at=NOW) -> BulkDecision:
    return deciding_many.decide_many(many(process, by, applications, at=at), reason="Relevant.")


def states(applications) -> list[str]:
    found = Application.objects.filter(pk__in=[each.pk for each in applications])
    return list(found.order_by("id").values_list("state", flat=True))


def told(template: str) -> list[str]:
    found = OutboxMessage.objects.filter(template=template).exclude(recipient="")
    return list(found.order_by("id").values_list("subject_ref", flat=True))


def refusal_of(run) -> str:
    with pytest.raises(DomainError) as refusal:
        run()
    return refusal.value.code


# ----------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("scope", "state", "seen", "code"),
    [
        ("gcm/ngls", State.SUBMITTED, 3, ""),
        ("gcm/ngls", State.UNDER_REVIEW, 3, ""),
        ("gcm/unu", State.SUBMITTED, 3, "not_yours"),
        ("gcm/ngls", State.SUBMITTED, 2, "changed_meanwhile"),
        ("gcm/ngls", State.RECOMMENDED, 3, "wrong_state"),
        ("gcm/unu", State.RECOMMENDED, 2, "not_yours"),
    ],
)
def test_rule_says_why_one_is_left_out(olga, scope, state, seen, code):
    assert left_out("recommend", Subject(state, scope, 3, seen), olga) == code


def test_rule_leaves_what_a_colleague_proposed_to_its_own_page(olga):
    proposed = Subject(State.SUBMITTED, "gcm/ngls", 3, 3, is_proposed=True)

    assert left_out("recommend", proposed, olga) == "proposed_already"
    assert left_out("assign", proposed, olga) == ""


@pytest.mark.parametrize(
    ("after", "undone_at", "code"),
    [
        (timedelta(0), None, ""),
        (UNDO_FOR - timedelta(seconds=1), None, ""),
        (UNDO_FOR, None, "undo_too_late"),
        (timedelta(0), NOW, "undone_already"),
    ],
)
def test_rule_allows_taking_back_once_within_a_day(after, undone_at, code):
    verdict = may_undo(decided_at=NOW, undone_at=undone_at, at=NOW + after)

    assert (bool(verdict), verdict.code) == (not code, code)


# ------------------------------------------------------------------------------------- the action


def test_each_application_goes_through_its_own_door(process, olga):
    applications = some(process)

    bulk = recommended(process, olga, applications)

    assert states(applications) == [State.RECOMMENDED] * 3
    for each in applications:
        line = history("gcm", str(each))[-1]
        assert (line.verb, line.words, line.actor_key) == (
            "application.recommended",
            "Relevant.",
            olga.key,
        )
        assert (line.facts["from"], line.facts["bulk"]) == ("submitted", bulk.key)
    assert told("application.recommended") == [str(each) for each in applications]


def test_messages_wait_for_an_hour(process, olga):
    applications = some(process)
    deliver_due(at=NOW, limit=100)
    recommended(process, olga, applications)

    early = deliver_due(at=NOW + HELD_FOR - timedelta(seconds=1), limit=100)
    late = deliver_due(at=NOW + HELD_FOR, limit=100)

    assert (early.sent, late.sent) == (0, 3)


def test_what_does_not_fit_is_left_out_and_said(process, olga):
    fits, changed = submitted(process), submitted(process)
    gone = in_state(process, State.INELIGIBLE)
    theirs = submitted(process, category="academia")
    asked = many(process, olga, [each.application for each in (fits, changed, gone, theirs)])
    reviewing.take_application(act(changed.application, factories.an_officer()))

    deciding_many.decide_many(asked, reason="Relevant.")

    parts = {str(part.application): part.left_out for part in BulkPart.objects.all()}
    assert parts == {
        fits.reference: "",
        changed.reference: "changed_meanwhile",
        gone.reference: "wrong_state",
    }
    assert Application.objects.get(pk=theirs.application.pk).state == State.SUBMITTED


def test_what_a_colleague_proposed_to_refuse_is_not_recommended_in_passing(olga):
    process = with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])
    applied, free = submitted(process), submitted(process)
    proposing.propose_ineligible(
        act(applied.application, factories.an_officer()), reason_code="individual", reason="One."
    )

    recommended(process, olga, [applied.application, free.application])

    assert states([applied.application, free.application]) == [State.SUBMITTED, State.RECOMMENDED]


def test_secretariat_sees_the_set_and_decides_nothing(process):
    applications = some(process)
    secretariat = factories.an_actor("secretariat", "gcm")
    asked = many(process, secretariat, applications)

    found = resolved(process, asked.seen, "recommend", secretariat)
    code = refusal_of(lambda: deciding_many.decide_many(asked, reason="Relevant."))

    assert [reason for _each, reason in found.left_out] == ["not_yours"] * 3
    assert (code, states(applications)) == ("nothing_to_decide", [State.SUBMITTED] * 3)


def test_the_same_page_sent_twice_decides_once(process, olga):
    applications = some(process)
    asked = many(process, olga, applications)
    deciding_many.decide_many(asked, reason="Relevant.")

    code = refusal_of(lambda: deciding_many.decide_many(asked, reason="Relevant."))

    assert code == "done_already"
    assert BulkDecision.objects.count() == 1
    assert len(told("application.recommended")) == 3


def test_one_that_fails_leaves_all_as_they_were(process, olga):
    applications = some(process)

    code = refusal_of(
        lambda: deciding_many.decide_many(many(process, olga, applications), reason=" ")
    )

    assert (code, states(applications)) == ("reason_missing", [State.SUBMITTED] * 3)
    assert not BulkDecision.objects.exists()


def test_not_eligible_gives_its_reason_and_a_week_from_the_message(process, olga):
    applications = some(process, 2)

    deciding_many.decide_many(
        many(process, olga, applications, "find_ineligible"),
        reason="Persons.",
        reason_code="individual",
    )

    for each in Application.objects.all():
        assert (each.state, each.reason_code, each.decided_at) == (
            State.INELIGIBLE,
            "individual",
            NOW,
        )
        assert each.appeal_until == NOW + HELD_FOR + timedelta(days=7)


def test_what_two_persons_decide_is_not_decided_upon_many(olga):
    process = with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])
    applications = some(process)
    asked = many(process, olga, applications, "find_ineligible")

    code = refusal_of(
        lambda: deciding_many.decide_many(asked, reason="Persons.", reason_code="individual")
    )

    assert (code, states(applications)) == ("second_person_needed", [State.SUBMITTED] * 3)


def test_many_are_assigned_to_one_who_may_screen_them_all(process):
    whole = factories.an_officer("gcm", name="Wanda Whole")
    part = factories.an_officer("gcm/unu")
    ours, theirs = submitted(process), submitted(process, category="academia")
    applications = [ours.application, theirs.application]

    code = refusal_of(
        lambda: deciding_many.assign_many(
            many(process, whole, applications, "assign"), to_key=part.key
        )
    )
    deciding_many.assign_many(many(process, whole, applications, "assign"), to_key=whole.key)

    assert code == "may_not_screen"
    assert {each.assigned_to_id for each in Application.objects.all()} == {whole.account_id}
    assert history("gcm", ours.reference)[-1].facts["to_key"] == whole.key


# ---------------------------------------------------------------------------------- taking it back


def test_taken_back_within_the_hour_reaches_nobody(process, olga):
    applications = some(process)
    bulk = recommended(process, olga, applications)

    undo_many(Undo(process, bulk.key, olga, NOW + timedelta(minutes=59)), reason="A slip.")

    assert states(applications) == [State.UNDER_REVIEW] * 3
    assert told("application.recommended") == told("application.reconsidered") == []
    assert {each.decided_at for each in Application.objects.all()} == {None}
    line = history("gcm", str(applications[0]))[-1]
    assert (line.verb, line.words, line.facts["bulk"]) == (
        "application.reconsidered",
        "A slip.",
        bulk.key,
    )


def test_who_was_told_is_told_that_we_look_again(process, olga):
    applications = some(process)
    bulk = recommended(process, olga, applications)
    deliver_due(at=NOW + HELD_FOR, limit=100)

    undo_many(Undo(process, bulk.key, olga, NOW + timedelta(hours=2)), reason="A slip.")

    assert told("application.reconsidered") == [str(each) for each in applications]
    assert "A slip." in OutboxMessage.objects.order_by("-id")[0].body


def test_dropped_message_cannot_be_sent_by_hand(process, olga):
    bulk = recommended(process, olga, some(process, 1))
    undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip.")

    message = OutboxMessage.objects.get(template="application.recommended")

    assert (message.state, message.failure, message.body) == ("failed", "taken back", "")
    assert message.erased_at == NOW


def test_what_was_acted_on_since_stays_and_is_named(process, olga):
    free, touched = submitted(process), submitted(process)
    bulk = recommended(process, olga, [free.application, touched.application])
    reviewing.reconsider_application(
        act(touched.application, factories.an_officer()), reason="New papers."
    )
    reviewing.confirm_not_needed(
        act(touched.application, factories.an_officer()), reason="In status."
    )

    undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip.")

    assert states([free.application, touched.application]) == [
        State.UNDER_REVIEW,
        State.NOT_NEEDED,
    ]
    undone = {str(part.application): bool(part.undone_at) for part in BulkPart.objects.all()}
    assert undone == {free.reference: True, touched.reference: False}
    words = words_of(browser(olga).get(f"{QUEUE}/together/{bulk.key}"))
    assert "1 application was taken back: Olga Officer" in words
    assert "No: somebody has acted on it since, or it is on a list." in words


def test_nothing_is_left_to_take_back_when_each_was_acted_on(process, olga):
    applied = submitted(process)
    bulk = recommended(process, olga, [applied.application])
    factories.WAYS[State.WITHDRAWN](applied, olga)

    code = refusal_of(lambda: undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip."))

    assert (code, states([applied.application])) == ("nothing_to_undo", [State.WITHDRAWN])


def test_what_is_on_a_list_is_not_taken_back(process, olga):
    with_rules(process)
    composer = factories.an_officer("gcm")
    applications = some(process, 2)
    bulk = recommended(process, olga, applications)
    made = listing.compose_list(
        process=process, kind=ListKind.PROPOSED, title="List", by=composer, at=NOW
    )
    listing.add_entries(
        listing.ListAct(process, made.number, made.revision, composer, NOW),
        references=[str(applications[0])],
    )

    undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip.")

    assert states(applications) == [State.RECOMMENDED, State.UNDER_REVIEW]


def test_taken_back_twice_is_taken_back_once(process, olga):
    bulk = recommended(process, olga, some(process))
    undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip.")

    code = refusal_of(lambda: undo_many(Undo(process, bulk.key, olga, NOW), reason="A slip."))

    assert code == "undone_already"


def test_after_a_day_it_stands(process, olga):
    bulk = recommended(process, olga, some(process))

    code = refusal_of(
        lambda: undo_many(Undo(process, bulk.key, olga, NOW + UNDO_FOR), reason="A slip.")
    )

    assert code == "undo_too_late"


def test_assignment_goes_back_to_whom_it_was_assigned(process, olga):
    oscar = factories.an_officer(name="Oscar Other")
    taken, free = submitted(process), submitted(process)
    reviewing.take_application(act(taken.application, oscar))
    bulk = deciding_many.assign_many(
        many(process, olga, [taken.application, free.application], "assign"), to_key=olga.key
    )

    undo_many(Undo(process, bulk.key, olga, NOW), reason="")

    by_number = {str(each): each.assigned_to_id for each in Application.objects.all()}
    assert by_number == {taken.reference: oscar.account_id, free.reference: None}


# ------------------------------------------------------------------------------------- the pages


def form_of(response) -> dict[str, str]:
    """Return the hidden values of the page that asks before it decides."""
    page = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', page))


def test_set_is_shown_before_anything_is_done(process, olga):
    applications = some(process, 2)
    gone = in_state(process, State.INELIGIBLE)
    numbers = [*(str(each) for each in applications), gone.reference]

    response = browser(olga).get(NEW, {"act": "recommend", "chosen": numbers})

    words = words_of(response)
    assert "Nothing is done yet. Read what is below, then decide." in words
    assert "Recommend 2 applications" in words
    assert f"{gone.reference} {gone.application.organization.display_name} Not eligible" in words
    assert "Its state does not allow it." in words
    assert states(applications) == [State.SUBMITTED] * 2


def test_officer_decides_upon_a_selection_and_takes_it_back(process, olga):
    applications = some(process)
    client = browser(olga)
    assert "All 3 of this selection" in words_of(client.get(QUEUE))
    page = client.get(NEW, {"act": "recommend", "all": "1"})

    done = client.post(f"{NEW}?act=recommend", {**form_of(page), "reason": "Relevant."})
    again = client.post(f"{NEW}?act=recommend", {**form_of(page), "reason": "Relevant."})
    shown = words_of(client.get(done["Location"]))
    back = client.post(f"{done['Location']}/undo", {"reason": "A slip."})
    twice = client.post(f"{done['Location']}/undo", {"reason": "A slip."})

    assert [each.status_code for each in (done, again, back, twice)] == [303] * 4
    assert done["Location"] == again["Location"] == back["Location"] == twice["Location"]
    assert "3 applications recommended" in shown
    assert "Messages go out at 5 April 2017, 10:00 New York time (UTC−4)." in shown
    assert "It can be taken back until 6 April 2017, 09:00 New York time (UTC−4)." in shown
    assert states(applications) == [State.UNDER_REVIEW] * 3
    listed = words_of(client.get(f"{QUEUE}/together"))
    assert "3 applications recommended Olga Officer 5 April 2017" in listed
    assert "Taken back" in listed


def test_what_changed_after_the_page_was_made_is_left_out_and_named(process, olga):
    fits, changed = submitted(process), submitted(process)
    client = browser(olga)
    page = client.get(NEW, {"act": "recommend", "all": "1"})
    reviewing.take_application(act(changed.application, factories.an_officer()))

    done = client.post(f"{NEW}?act=recommend", {**form_of(page), "reason": "Relevant."})

    words = words_of(client.get(done["Location"]))
    assert "1 application recommended" in words
    left = words.partition("Left as they were")[2]
    assert changed.reference in left
    assert "Somebody acted on it since." in left
    assert fits.reference not in left


def test_missing_reason_stands_beside_its_field_and_the_set_is_kept(process, olga):
    some(process)
    client = browser(olga)
    page = client.get(NEW, {"act": "find_ineligible", "all": "1"})

    response = client.post(
        f"{NEW}?act=find_ineligible", {**form_of(page), "reason_code": "", "reason": "Persons."}
    )

    assert response.status_code == 422
    assert words_of(response).count("Choose the reason.") == 2
    assert "Persons." in response.content.decode()
    assert form_of(response) == form_of(page)
    assert set(Application.objects.values_list("state", flat=True)) == {State.SUBMITTED}


def test_everything_changed_meanwhile_keeps_the_words(process, olga):
    applied = submitted(process)
    client = browser(olga)
    page = client.get(NEW, {"act": "recommend", "all": "1"})
    reviewing.take_application(act(applied.application, factories.an_officer()))

    response = client.post(f"{NEW}?act=recommend", {**form_of(page), "reason": "Long words."})

    assert response.status_code == 409
    assert "Nothing is left that this could be done to." in words_of(response)
    assert "Somebody acted on it since." in words_of(response)
    assert "Long words." in response.content.decode()


def test_two_persons_are_asked_for_on_the_page(olga):
    process = with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])
    some(process)

    response = browser(olga).get(NEW, {"act": "find_ineligible", "all": "1"})

    assert "Two persons decide this" in words_of(response)
    assert "Choose the reason" not in words_of(response)


def test_words_typed_before_the_rules_asked_for_two_are_kept(process, olga):
    some(process, 1)
    client = browser(olga)
    page = client.get(NEW, {"act": "find_ineligible", "all": "1"})
    with_rules(process, second_person_for=["application.find_ineligible"])

    response = client.post(
        f"{NEW}?act=find_ineligible",
        {**form_of(page), "reason_code": "individual", "reason": "Long words."},
    )

    assert response.status_code == 422
    assert "The rules of the process ask for two persons." in words_of(response)
    assert "Long words." in response.content.decode()


def test_assigning_offers_oneself_first(process, olga):
    factories.an_officer(name="Oscar Other")
    some(process)
    client = browser(olga)

    page = client.get(NEW, {"act": "assign", "all": "1"})
    done = client.post(f"{NEW}?act=assign", {**form_of(page), "officer": olga.key})

    assert "Me, Olga Officer Oscar Other Nobody: give it back" in words_of(page)
    assert "3 applications assigned" in words_of(client.get(done["Location"]))
    assert {each.assigned_to_id for each in Application.objects.all()} == {olga.account_id}


@pytest.mark.parametrize("query", [{}, {"act": "destroy"}, {"act": "recommend"}])
def test_nothing_chosen_leads_back_with_a_word(process, olga, query):
    client = browser(olga)

    response = client.get(NEW, query, follow=True)

    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Choose" in response.content.decode()


@pytest.mark.parametrize("chosen", ["GCM-A-9999", "x", "\x00", "'; DROP TABLE", "a" * 10_000])
def test_chosen_is_only_text(process, olga, chosen):
    some(process, 1)

    response = browser(olga).get(NEW, {"act": "recommend", "chosen": chosen})

    assert response.status_code == 302


def test_more_than_can_be_decided_at_once_are_cut_and_the_page_says_so(process, olga, monkeypatch):
    first, second, third = some(process)
    monkeypatch.setattr(bulk_queries, "MOST", 2)
    monkeypatch.setattr(many_page, "MOST", 2)

    words = words_of(browser(olga).get(NEW, {"act": "recommend", "all": "1"}))

    assert "At most 2 applications are decided at once: these are the first." in words
    assert (str(first) in words, str(second) in words, str(third) in words) == (True, True, False)


def test_others_applications_are_neither_shown_nor_decided(process, olga):
    theirs = submitted(process, category="academia")
    client = browser(olga)

    chosen = client.get(NEW, {"act": "recommend", "chosen": theirs.reference})
    forged = client.post(
        f"{NEW}?act=recommend",
        {"key": new_bulk_key(), "seen": f"{theirs.reference}:1", "reason": "Relevant."},
    )

    assert chosen.status_code == 302
    assert forged.status_code == 409
    assert theirs.application.organization.display_name not in forged.content.decode()
    assert states([theirs.application]) == [State.SUBMITTED]


def test_decision_of_another_office_is_not_found(process):
    unu = factories.an_officer("gcm/unu")
    bulk = recommended(process, unu, [submitted(process, category="academia").application])
    client = browser(factories.an_officer("gcm/ngls"))

    for address in ("", "/undo"):
        assert client.get(f"{QUEUE}/together/{bulk.key}{address}").status_code == 404
    assert "Recommend" not in words_of(client.get(f"{QUEUE}/together"))


def statements(run) -> int:
    """Count the statements, without the savepoints that only a test makes."""
    with CaptureQueriesContext(connection) as captured:
        run()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


@pytest.mark.parametrize("rows", [2, 20])
def test_pages_take_the_same_statements_for_every_set(process, olga, rows):
    some(process, rows)
    client = browser(olga)
    page = client.get(NEW, {"act": "recommend", "all": "1"})
    done = f"{QUEUE}/together/{form_of(page)['key']}"
    typed = {**form_of(page), "reason": "Relevant."}

    assert {
        "preview": statements(lambda: client.get(NEW, {"act": "recommend", "all": "1"})),
        "decision": statements(lambda: client.post(f"{NEW}?act=recommend", typed)),
        "done": statements(lambda: client.get(done)),
        "undo page": statements(lambda: client.get(f"{done}/undo")),
        "undo": statements(lambda: client.post(f"{done}/undo", {"reason": "A slip."})),
        "list": statements(lambda: client.get(f"{QUEUE}/together")),
    } == {"preview": 6, "decision": 17, "done": 7, "undo page": 7, "undo": 16, "list": 6}
