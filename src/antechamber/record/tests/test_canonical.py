"""Equal values are equal bytes, and the bytes of an entry never change their form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from antechamber.record import canonical

AT = datetime(2017, 4, 9, 23, 59, 59, 7, tzinfo=timezone(timedelta(hours=-4)))
ENTRY = {
    "process_code": "gcm",
    "verb": "application.submitted",
    "subject": "GCM-A-0412",
    "actor_key": "p_0123456789abcdef",
    "at": AT,
    "facts": {"version": 2, "category": "diaspora"},
    "words_digest": "",
}


def test_entry_is_written_in_one_form_for_ever():
    assert canonical.entry_bytes(**ENTRY) == (
        b'{"actor":"p_0123456789abcdef","at":"2017-04-10T03:59:59.000007Z",'
        b'"facts":{"category":"diaspora","version":2},"process":"gcm",'
        b'"subject":"GCM-A-0412","verb":"application.submitted","words":""}'
    )


def test_leaf_digest_is_that_of_rfc_9162():
    # The hash of an empty leaf, as every RFC 6962 and 9162 log computes it.
    empty_leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"

    assert canonical.leaf_digest(b"") == empty_leaf


@pytest.mark.parametrize(
    "change",
    [
        {"process_code": "imrf"},
        {"verb": "application.withdrawn"},
        {"subject": "GCM-A-0413"},
        {"actor_key": "p_fedcba9876543210"},
        {"at": AT + timedelta(microseconds=1)},
        {"facts": {"version": 3, "category": "diaspora"}},
        {"words_digest": "00"},
    ],
)
def test_every_part_of_an_entry_counts(change):
    assert canonical.entry_bytes(**ENTRY | change) != canonical.entry_bytes(**ENTRY)


def test_words_cannot_be_guessed_without_their_salt():
    assert canonical.words_digest("salt", "No reason.") != canonical.words_digest("", "No reason.")


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=6), st.randoms())
def test_order_of_facts_does_not_matter(facts, random):
    names = list(facts)
    random.shuffle(names)

    shuffled = {name: facts[name] for name in names}

    assert canonical.canonical_json(shuffled) == canonical.canonical_json(facts)


@given(
    st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_instant_is_written_the_same_from_every_zone(naive, minutes):
    instant = naive.replace(tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))

    text = canonical.instant_text(elsewhere)

    assert text == canonical.instant_text(instant)
    assert len(text) == len("2017-04-10T03:59:59.000007Z")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_does_not_know_are_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical.canonical_json({"share": value})
