"""A log line is one line, for a machine or a person, and names nobody."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog
from hypothesis import given, strategies as st

from antechamber import logs


def written(log_format: str, act) -> str:
    """Return what `act(logger)` writes through the formatter of `log_format`."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = dict(logs.logging_settings(log_format)["formatters"]["line"])
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger("antechamber.tests.logs")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        act(logger)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


def fail(logger: logging.Logger) -> None:
    secret = "hunter2"
    try:
        int(f"Key (email)=(rosa@example.org) already exists for {len(secret)}.")
    except ValueError:
        logger.exception("It failed")


def test_line_of_a_library_is_an_object_with_time_level_and_name():
    line = json.loads(written("json", lambda logger: logger.warning("The %s is late", "mail")))

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "The mail is late",
        "level": "warning",
        "logger": "antechamber.tests.logs",
    }


def test_own_line_passes_the_same_door():
    def act(_logger: logging.Logger) -> None:
        with structlog.contextvars.bound_contextvars(request_id="0123456789abcdef"):
            structlog.get_logger("antechamber.tests.logs").info("request", status=200)

    line = json.loads(written("json", act))

    del line["timestamp"]
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "antechamber.tests.logs",
        "request_id": "0123456789abcdef",
        "status": 200,
    }


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_traceback_keeps_neither_addresses_nor_values_of_variables(log_format):
    text = written(log_format, fail)

    assert "ValueError" in text
    assert "Key (email)=([address]) already exists" in text
    assert "rosa@example.org" not in text
    assert "= 'hunter2'" not in text


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("break_", ["\n", "\r", "\x85", "\u2028", "\x1b[2J"])
def test_nobody_writes_a_second_line_through_an_address(log_format, break_):
    text = written(log_format, lambda logger: logger.info("/en/%sforged", break_))

    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


@given(
    st.emails(),
    st.text("abc ,;:", max_size=10).filter(lambda text: not text or not text[-1].isalnum()),
)
def test_addresses_are_taken_out_wherever_they_stand(address, before):
    line = logs.without_addresses(None, "info", {"event": f"{before}<{address}>", "status": 1})

    assert line == {"event": f"{before}<[address]>", "status": 1}


def test_text_with_a_sign_that_is_no_address_stays():
    line = logs.without_addresses(None, "info", {"event": "3 seats @ 2 tables"})

    assert line == {"event": "3 seats @ 2 tables"}


def test_django_is_set_up_with_it():
    from django.conf import settings

    assert settings.LOGGING_CONFIG == "antechamber.logs.configure"
    assert settings.LOGGING["root"] == {"handlers": ["stderr"], "level": "INFO"}
