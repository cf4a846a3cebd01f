"""What the operator writes is understood, and what cannot be is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from antechamber.settings.environment import (
    VARIABLES,
    Environment,
    UnusableEnvironment,
    database_settings,
    mail_settings,
    read_environment,
)

FOLDER = Path("/srv/antechamber")


def assert_understood_or_refused(read: Callable[[], object]) -> None:
    """Fail on any error but the readable refusal."""
    words = "ANTECHAMBER_"
    try:
        read()
    except UnusableEnvironment as refusal:
        words = str(refusal)
    assert words.startswith("ANTECHAMBER_")


def test_nothing_configured_is_an_installation_on_one_machine():
    assert read_environment({}) == Environment(
        demo=False,
        debug=False,
        secret_key="",
        encryption_keys=(),
        sealing_key=b"",
        hosts=("localhost", "127.0.0.1"),
        base_url="http://localhost:8000",
        data_dir=Path("var").resolve(),
        database_url="",
        cache_url="",
        mail_url="",
        mail_from="Antechamber <no-reply@localhost>",
        log_format="json",
        trusted_proxies=0,
    )


def test_everything_configured_is_understood():
    variables = {
        "ANTECHAMBER_DEMO": "no",
        "ANTECHAMBER_DEBUG": " ON ",
        "ANTECHAMBER_SECRET_KEY": " secret ",
        "ANTECHAMBER_ENCRYPTION_KEYS": "new, old,",
        "ANTECHAMBER_SEALING_KEY": "c2VhbHNlYWxzZWFsc2VhbHNlYWxzZWFsc2VhbHNlYWw=",
        "ANTECHAMBER_HOSTS": "apply.example.org , www.example.org",
        "ANTECHAMBER_BASE_URL": "https://apply.example.org/",
        "ANTECHAMBER_DATA_DIR": "/srv/antechamber",
        "ANTECHAMBER_DATABASE_URL": "postgresql://db/antechamber",
        "ANTECHAMBER_CACHE_URL": "redis://cache:6379/1",
        "ANTECHAMBER_MAIL_URL": "smtp://mail:25",
        "ANTECHAMBER_MAIL_FROM": "Secretariat <s@example.org>",
        "ANTECHAMBER_LOG_FORMAT": "console",
        "ANTECHAMBER_TRUSTED_PROXIES": "2",
    }

    assert set(variables) == set(VARIABLES)
    assert read_environment(variables) == Environment(
        demo=False,
        debug=True,
        secret_key="secret",
        encryption_keys=("new", "old"),
        sealing_key=b"seal" * 8,
        hosts=("apply.example.org", "www.example.org"),
        base_url="https://apply.example.org",
        data_dir=Path("/srv/antechamber"),
        database_url="postgresql://db/antechamber",
        cache_url="redis://cache:6379/1",
        mail_url="smtp://mail:25",
        mail_from="Secretariat <s@example.org>",
        log_format="console",
        trusted_proxies=2,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ANTECHAMBER_DEMO", "perhaps", "ANTECHAMBER_DEMO is 'perhaps'. Write 1 for yes or 0"),
        ("ANTECHAMBER_DEBUG", "2", "ANTECHAMBER_DEBUG is '2'. Write 1 for yes or 0 for no."),
        ("ANTECHAMBER_LOG_FORMAT", "xml", "ANTECHAMBER_LOG_FORMAT is 'xml'. Write json for"),
        ("ANTECHAMBER_TRUSTED_PROXIES", "-1", "ANTECHAMBER_TRUSTED_PROXIES is '-1'. Write a"),
        (
            "ANTECHAMBER_SEALING_KEY",
            "c2VhbA==",
            "ANTECHAMBER_SEALING_KEY is not 32 bytes in base64",
        ),
        ("ANTECHAMBER_SEALING_KEY", "s" * 32, "ANTECHAMBER_SEALING_KEY is not 32 bytes in base64"),
        ("ANTECHAMBER_SEALING_KEY", "no base64", "ANTECHAMBER_SEALING_KEY is not 32 bytes in"),
        ("ANTECHAMBER_DATA_DIR", "~nobody-has-this-name/x", "ANTECHAMBER_DATA_DIR is '~nobody"),
        ("ANTECHAMBER_TRUSTED_PROXIES", "one", "ANTECHAMBER_TRUSTED_PROXIES is 'one'. Write a"),
    ],
)
def test_unusable_value_is_refused_with_what_to_write(name, value, sentence):
    with pytest.raises(UnusableEnvironment) as refusal:
        read_environment({name: value})

    assert str(refusal.value).startswith(sentence)


@given(st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text(max_size=20)))
def test_any_value_is_understood_or_refused_in_words(variables):
    assert_understood_or_refused(lambda: read_environment(variables))


def test_no_address_means_sqlite_that_waits_and_locks_at_the_start():
    settings = database_settings("", FOLDER)

    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == FOLDER / "antechamber.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]
    assert settings["CONN_MAX_AGE"] is None


def test_address_of_postgresql_is_taken_apart():
    url = "postgresql://ante%40chamber:p%3Ass@db.example.org:5433/the%20process"

    assert database_settings(url, FOLDER) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "the process",
        "USER": "ante@chamber",
        "PASSWORD": "p:ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def test_short_address_of_postgresql_leaves_the_rest_to_the_server():
    settings = database_settings("postgres:///antechamber", FOLDER)

    assert (settings["NAME"], settings["HOST"], settings["PORT"], settings["USER"]) == (
        "antechamber",
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    "url", ["mysql://db/x", "postgresql://db:port/x", "postgresql://[db/x", "db.example.org", "//"]
)
def test_unusable_address_of_a_database_is_refused(url):
    with pytest.raises(UnusableEnvironment, match="postgresql://user:password@host:port/name"):
        database_settings(url, FOLDER)


def test_what_follows_the_address_reaches_postgresql():
    settings = database_settings("postgresql://db/x?sslmode=verify-full", FOLDER)

    assert settings["OPTIONS"] == {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        "sslmode": "verify-full",
    }


def test_refusal_does_not_repeat_a_password():
    with pytest.raises(UnusableEnvironment) as refusal:
        database_settings("mysql://root:hunter2@db/x", FOLDER)

    assert "hunter2" not in str(refusal.value)


def test_no_address_means_mails_in_a_folder():
    assert mail_settings("", FOLDER) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": "/srv/antechamber/mail",
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://mail.example.org",
            {"host": "mail.example.org", "port": 587, "user": "", "tls": False, "ssl": False},
        ),
        (
            "smtp://us%40er:pw@mail.example.org:2525",
            {"host": "mail.example.org", "port": 2525, "user": "us@er", "tls": True, "ssl": False},
        ),
        (
            "smtps://user:pw@mail.example.org",
            {"host": "mail.example.org", "port": 465, "user": "user", "tls": False, "ssl": True},
        ),
        (
            "smtp://",
            {"host": "localhost", "port": 587, "user": "", "tls": False, "ssl": False},
        ),
    ],
)
def test_address_of_a_mail_server_is_taken_apart(url, expected):
    settings = mail_settings(url, FOLDER)

    assert {
        "host": settings["EMAIL_HOST"],
        "port": settings["EMAIL_PORT"],
        "user": settings["EMAIL_HOST_USER"],
        "tls": settings["EMAIL_USE_TLS"],
        "ssl": settings["EMAIL_USE_SSL"],
    } == expected


@pytest.mark.parametrize("url", ["imap://mail", "mail.example.org", "smtp://mail:port"])
def test_unusable_address_of_a_mail_server_is_refused(url):
    with pytest.raises(UnusableEnvironment, match="smtp://user:password@host:port"):
        mail_settings(url, FOLDER)


@given(st.text(max_size=40))
def test_any_address_is_taken_apart_or_refused_in_words(url):
    assert_understood_or_refused(lambda: database_settings(url, FOLDER))
    assert_understood_or_refused(lambda: mail_settings(url, FOLDER))
