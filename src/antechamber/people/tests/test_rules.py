"""Pure rules of signing in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from antechamber.people import rules
from antechamber.people.rules import PendingCode, code_verdict

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)


@given(st.integers(0, 10), st.booleans(), st.integers(0, 2_000))
def test_code_signs_in_when_it_fits_is_fresh_and_has_tries_left(wrong_tries, fits, seconds):
    pending = PendingCode(sent_at=AT, wrong_tries=wrong_tries)

    verdict = code_verdict(pending, fits=fits, at=AT + timedelta(seconds=seconds))

    assert bool(verdict) is (fits and wrong_tries < 5 and seconds < 900)


@given(st.booleans())
def test_nothing_signs_in_where_no_code_was_asked_for(fits):
    assert code_verdict(None, fits=fits, at=AT).code == "code_not_asked"


@given(st.text("0123456789", min_size=8, max_size=8))
def test_written_code_is_read_back(code):
    assert rules.cleaned_code(rules.written_code(code)) == code


@given(st.text())
def test_cleaned_code_is_digits_only(typed):
    assert set(rules.cleaned_code(typed)) <= set("0123456789")


@given(st.text())
def test_next_never_leaves_the_site(address):
    page = rules.safe_next(address, "example.org")

    assert page in {"", address}
    assert not page or (page.startswith("/") and not page.startswith(("//", "/\\")))


@pytest.mark.parametrize(("giver", "receiver", "code"), [(1, 2, ""), (1, 1, "own_role")])
def test_roles_are_given_to_others(giver, receiver, code):
    assert rules.may_give(giver=giver, receiver=receiver).code == code


@pytest.mark.parametrize(("roles", "code"), [(0, ""), (1, "holds_roles"), (3, "holds_roles")])
def test_people_with_roles_are_not_forgotten(roles, code):
    assert rules.may_be_forgotten(roles_held=roles).code == code
