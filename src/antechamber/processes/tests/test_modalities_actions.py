"""A draft of the rules: begun, written by some, adopted by another, acting on nothing before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from antechamber.people.actors import PUBLIC, SYSTEM, Actor, Held
from antechamber.processes import queries
from antechamber.processes.archive_part import modalities_rows, rule_rows
from antechamber.processes.loading import load_process
from antechamber.processes.modalities_actions import (
    DraftAct,
    NewRule,
    adopt_modalities,
    begin_draft,
    change_rule,
    discard_draft,
)
from antechamber.processes.models import Modalities, Process, Rule
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    NOW,
    OFFICER,
    PRESIDENT,
    SECOND,
    SECRETARIAT,
    gcm_file,
    load_gcm,
)
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

AT = ADOPTED_AT + timedelta(days=1)
LATER = AT + timedelta(days=30)
COLLEAGUE = Actor(
    key="p_colleague", account_id=4, held=frozenset({Held("modalities.propose", "gcm")})
)
BOTH = Actor(
    key="p_both",
    account_id=5,
    held=frozenset({Held("modalities.propose", "gcm"), Held("modalities.adopt", "gcm")}),
)


def begin(process: Process, by: Actor = SECRETARIAT) -> Modalities:
    return begin_draft(process=process, by=by, at=AT)


def act(process: Process, by: Actor, version: int = 3, **changes: Any) -> DraftAct:
    revision = Modalities.objects.get(process=process, version=version).revision
    return DraftAct(
        **{
            "process": process,
            "version": version,
            "seen_revision": revision,
            "by": by,
            "at": AT,
            **changes,
        }
    )


def write(process: Process, by: Actor = SECRETARIAT, value: Any = 10, **changes: Any) -> Rule:
    rule = NewRule(**{"kind": "silence_days", "value": value, "paragraph": "4 (b)", **changes})
    return change_rule(act(process, by), rule=rule)


def adopt(process: Process, by: Actor = PRESIDENT, **changes: Any) -> Modalities:
    facts = {"symbol": "A/RES/72/9", "in_force_at": AT, **changes}
    return adopt_modalities(act(process, by), **facts)


def test_a_draft_is_a_copy_of_the_rules_in_force(gcm: Process) -> None:
    draft = begin(gcm)

    assert (draft.version, draft.symbol, draft.adopted_at) == (3, "", None)
    assert draft.based_on == Modalities.objects.get(version=2)
    assert queries.rule_set_of(draft) == queries.rule_set_of(draft.based_on)
    line = history("gcm", "modalities:3")[-1]
    assert (line.verb, line.facts) == ("modalities.drafted", {"version": 3, "based_on": 2})


def test_there_is_one_draft_at_a_time(gcm: Process) -> None:
    begin(gcm)

    with pytest.raises(DomainError) as refusal:
        begin(gcm, COLLEAGUE)

    assert refusal.value.code == "draft_begun"


def test_database_itself_refuses_a_second_draft(gcm: Process) -> None:
    draft = begin(gcm)

    with pytest.raises(IntegrityError), transaction.atomic():
        Modalities.objects.create(
            process=gcm, version=4, title="x", drafted_at=AT, based_on=draft.based_on
        )


def test_a_changed_rule_has_its_paragraph_and_is_recorded(gcm: Process) -> None:
    begin(gcm)

    rule = write(gcm, note={"en": "After the States asked for it."})

    assert (rule.value, rule.paragraph, str(rule.note)) == (
        10,
        "4 (b)",
        "After the States asked for it.",
    )
    line = history("gcm", "modalities:3")[-1]
    assert (line.verb, line.facts, line.words) == (
        "modalities.rule_changed",
        {"version": 3, "rule": "silence_days", "from": 7, "to": 10},
        "4 (b)",
    )


def test_changing_a_rule_takes_nine_statements(
    gcm: Process, django_assert_num_queries: Any
) -> None:
    begin(gcm)
    wanted = act(gcm, SECRETARIAT)
    rule = NewRule("silence_days", 10, "4 (b)")

    with django_assert_num_queries(9):  # savepoints included
        change_rule(wanted, rule=rule)


def test_a_draft_acts_on_nothing(gcm: Process) -> None:
    begin(gcm)
    write(gcm)

    present = queries.present_modalities(gcm, LATER)

    assert (present.version, queries.rule_set_of(present).silence_days) == (2, 7)


def test_a_draft_begun_before_any_adoption_acts_on_nothing(gcm: Process) -> None:
    draft = begin_draft(process=gcm, by=SECRETARIAT, at=NOW)

    assert draft.based_on == queries.present_modalities(gcm, NOW + SECOND)
    assert queries.present_modalities(gcm, NOW + SECOND).version == 1


def test_an_adopted_draft_is_in_force_from_its_day(gcm: Process) -> None:
    begin(gcm)
    write(gcm)

    adopted = adopt(gcm, in_force_at=LATER)

    assert queries.present_modalities(gcm, LATER - SECOND).version == 2
    assert queries.present_modalities(gcm, LATER) == adopted
    assert queries.newest_modalities(gcm, AT) == adopted
    assert queries.frame_of("gcm", AT).changes_at is not None
    line = history("gcm", "modalities:3")[-1]
    assert (line.verb, line.actor_key, line.facts) == (
        "modalities.adopted",
        "p_president",
        {
            "version": 3,
            "symbol": "A/RES/72/9",
            "superseded_version": 2,
            "in_force_at": "2017-05-07T14:00:00.000000Z",
        },
    )


def test_public_pages_know_when_new_rules_come_into_force(gcm: Process) -> None:
    begin(gcm)
    soon = AT + timedelta(minutes=1)

    adopt(gcm, in_force_at=soon)

    assert queries.frame_of("gcm", AT).changes_at == soon


def test_a_draft_of_a_file_is_adopted_and_supersedes(gcm: Process) -> None:
    Modalities.objects.create(
        process=gcm, version=3, symbol="A/72/L.9", title="Draft", drafted_at=ADOPTED_AT
    )

    adopt(gcm, symbol="A/RES/72/9")

    assert [
        (each.version, each.superseded_at) for each in Modalities.objects.order_by("version")
    ] == [(1, ADOPTED_AT), (2, AT), (3, None)]
    assert queries.present_modalities(gcm, AT).version == 3


@pytest.mark.parametrize("version", [1, 2])
def test_only_a_draft_is_adopted_or_changed(gcm: Process, version: int) -> None:
    for attempt in (
        lambda: adopt_modalities(act(gcm, PRESIDENT, version), symbol="x", in_force_at=AT),
        lambda: discard_draft(act(gcm, SECRETARIAT, version), reason="x"),
        lambda: change_rule(
            act(gcm, SECRETARIAT, version), rule=NewRule("silence_days", 9, "paragraph 1")
        ),
    ):
        with pytest.raises(DomainError) as refusal:
            attempt()
        assert refusal.value.code == "not_a_draft"


def test_whoever_wrote_a_draft_cannot_adopt_it(gcm: Process) -> None:
    begin(gcm)
    write(gcm, by=BOTH)
    write(gcm, by=SECRETARIAT, value=12)

    with pytest.raises(DomainError) as refusal:
        adopt(gcm, by=BOTH)

    assert refusal.value.code == "second_person_needed"
    assert queries.present_modalities(gcm, AT).version == 2


def test_whoever_only_began_a_draft_cannot_adopt_it(gcm: Process) -> None:
    begin(gcm, BOTH)

    with pytest.raises(DomainError) as refusal:
        adopt(gcm, by=BOTH)

    assert refusal.value.code == "second_person_needed"


def test_database_itself_refuses_an_adoption_by_a_writer(gcm: Process) -> None:
    draft = begin(gcm, BOTH)
    written = Modalities.objects.filter(pk=draft.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        written.update(adopted_at=AT, adopted_by=BOTH.key)

    assert written.update(adopted_at=AT, adopted_by=PRESIDENT.key) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"symbol": " "}, "symbol_missing", "symbol"),
        ({"in_force_at": AT - SECOND}, "force_in_past", "in_force_on"),
    ],
)
def test_an_adoption_that_may_not_be(
    gcm: Process, changes: dict[str, Any], code: str, field: str
) -> None:
    begin(gcm)

    with pytest.raises(DomainError) as refusal:
        adopt(gcm, **changes)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_new_rules_do_not_begin_before_those_that_they_replace(gcm: Process) -> None:
    begin(gcm)
    adopt(gcm, in_force_at=LATER)
    fourth = begin(gcm)

    with pytest.raises(DomainError) as refusal:
        adopt_modalities(act(gcm, PRESIDENT, 4), symbol="A/RES/72/10", in_force_at=AT)

    assert (refusal.value.code, fourth.based_on.version) == ("force_before_the_earlier", 3)


def test_a_draft_begun_from_older_rules_is_not_adopted(gcm: Process) -> None:
    begin(gcm)
    Modalities.objects.create(
        process=gcm, version=9, symbol="x", title="x", drafted_at=AT, adopted_at=AT
    )

    with pytest.raises(DomainError) as refusal:
        adopt(gcm)

    assert refusal.value.code == "modalities_changed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paragraph": "  "}, "paragraph_missing"),
        ({"value": 0}, "rule_unusable"),
        ({"value": "7"}, "rule_unusable"),
        ({"kind": "silence_hours"}, "rule_unknown"),
    ],
)
def test_a_rule_that_cannot_be_written(gcm: Process, changes: dict[str, Any], code: str) -> None:
    begin(gcm)

    with pytest.raises(DomainError) as refusal:
        write(gcm, **changes)

    assert refusal.value.code == code
    assert Rule.objects.get(modalities__version=3, kind="silence_days").value == 7


def test_of_two_who_write_the_second_reads_first(gcm: Process) -> None:
    begin(gcm)
    stale = act(gcm, COLLEAGUE)
    write(gcm)

    with pytest.raises(DomainError) as refusal:
        change_rule(stale, rule=NewRule("silence_days", 30, "paragraph 5"))

    assert refusal.value.code == "changed_meanwhile"


def test_who_adopts_has_read_the_latest_word(gcm: Process) -> None:
    begin(gcm)
    stale = act(gcm, PRESIDENT)
    write(gcm)

    with pytest.raises(DomainError) as refusal:
        adopt_modalities(stale, symbol="A/RES/72/9", in_force_at=AT)

    assert refusal.value.code == "changed_meanwhile"


def test_a_discarded_draft_stays_and_makes_room(gcm: Process) -> None:
    begin(gcm)

    discard_draft(act(gcm, COLLEAGUE), reason="Another text is negotiated.")

    assert Modalities.objects.get(version=3).discarded_at == AT
    assert begin(gcm).version == 4
    line = history("gcm", "modalities:3")[-1]
    assert (line.verb, line.words) == ("modalities.draft_discarded", "Another text is negotiated.")


def test_a_file_does_not_write_over_a_draft_of_the_desk(gcm: Process) -> None:
    Modalities.objects.filter(version=2).update(version=7)
    Modalities.objects.filter(version=1).update(version=6)
    begin(gcm)
    Modalities.objects.filter(version=8).update(version=2)

    with pytest.raises(DomainError) as refusal:
        load_process(read=gcm_file(), by=SYSTEM, at=AT)

    assert refusal.value.code == "modalities_written_here"


def test_archive_tells_what_was_adopted_and_no_draft(gcm: Process) -> None:
    begin(gcm)
    drafted = [row[0] for row in modalities_rows("gcm")], {row[0] for row in rule_rows("gcm")}

    adopt(gcm)

    assert drafted == ([1, 2], {1, 2})
    assert [row[0] for row in modalities_rows("gcm")] == [1, 2, 3]
    assert {row[0] for row in rule_rows("gcm")} == {1, 2, 3}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_adopt_at_once_one_adopts_and_one_is_told() -> None:
    process = load_gcm()
    begin(process)
    wanted = act(process, PRESIDENT)
    other = Actor(key="p_other", account_id=6, held=PRESIDENT.held)
    ready = threading.Barrier(2)
    told: list[str] = []

    def president(who: Actor, symbol: str) -> None:
        mine = DraftAct(process, wanted.version, wanted.seen_revision, who, AT)
        ready.wait()
        try:
            adopt_modalities(mine, symbol=symbol, in_force_at=AT)
            told.append("adopted")
        except DomainError as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=president, args=each)
        for each in ((PRESIDENT, "A/RES/72/9"), (other, "A/RES/72/10"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["adopted", "not_a_draft"]
    assert Entry.objects.filter(verb="modalities.adopted").count() == 1


ACTS: list[tuple[str, Callable[[Process, Actor], object]]] = [
    ("modalities.propose", begin),
    ("modalities.propose", write),
    (
        "modalities.propose",
        lambda process, by: discard_draft(act(process, by), reason="No more needed."),
    ),
    ("modalities.adopt", adopt),
]


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, SECRETARIAT, PRESIDENT], ids=lambda who: who.key)
@pytest.mark.parametrize(("capability", "attempt"), ACTS)
def test_each_act_asks_for_its_capability(
    gcm: Process, capability: str, attempt: Callable[[Process, Actor], object], who: Actor
) -> None:
    if attempt is not begin:
        begin(gcm, COLLEAGUE)

    told = "done"
    try:
        attempt(gcm, who)
    except DomainError as refusal:
        told = refusal.code

    refusals = {"capability_missing", "sign_in_needed"}
    assert told in ({"done"} if who.may(capability, "gcm") else refusals)


def test_adoption_makes_kept_pages_old(gcm: Process) -> None:
    begin(gcm)
    write(gcm)
    before = Process.objects.get().revision

    adopt(gcm)

    assert (before, Process.objects.get().revision) == (1, 2)
