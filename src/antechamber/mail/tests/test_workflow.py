"""Every state against every transition, erased or not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, strategies as st

from antechamber.mail import rules
from antechamber.mail.workflow import WORKFLOW, Facts

REACHED = {
    ("queued", "claim"): "sending",
    ("queued", "drop"): "failed",
    ("sending", "deliver"): "sent",
    ("sending", "defer"): "queued",
    ("sending", "give_up"): "failed",
    ("sending", "bounce"): "bounced",
    ("failed", "retry"): "queued",
    ("bounced", "retry"): "queued",
}
STOPPED_BY_ERASURE = {"claim", "retry"}


@pytest.mark.parametrize(
    ("state", "name", "erased"),
    list(product(WORKFLOW.states, [each.name for each in WORKFLOW.transitions], [False, True])),
)
def test_every_state_and_transition(state, name, erased):
    verdict = WORKFLOW.verdict(name, state, Facts(erased=erased))

    expected = (state, name) in REACHED and not (erased and name in STOPPED_BY_ERASURE)
    assert bool(verdict) is expected
    if expected:
        assert WORKFLOW[name].target == REACHED[state, name]
    else:
        assert verdict.code == ("erased" if (state, name) in REACHED else "wrong_state")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("amina@example.org", "a…@example.org"),
        ("@example.org", "…@example.org"),
        ("", ""),
        ("no address", ""),
        ('"a@b"@example.org', '"…@example.org'),
    ],
)
def test_masked_address_shows_its_first_letter_and_its_domain(address, shown):
    assert rules.masked(address) == shown


@given(st.integers(min_value=-3, max_value=20))
def test_waits_grow_and_end(attempts):
    wait = rules.wait_after(attempts)

    assert (wait is not None) is (1 <= attempts <= 6)
    if wait is not None and attempts > 1:
        assert wait > rules.wait_after(attempts - 1)


@given(st.integers(min_value=400, max_value=599), st.text())
def test_no_word_of_a_reply_is_kept(code, text):
    fate = rules.fate_of_reply(code, text)

    assert fate.transition == ("bounce" if code >= 500 else "defer")
    assert set(fate.failure) <= set("smtp 0123456789.")
    assert len(fate.failure) <= 40
