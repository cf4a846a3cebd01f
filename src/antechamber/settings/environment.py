"""The one place that reads the process's environment.

Every variable is named here with its meaning and default; `docs/operations.md` lists the same
names and a test holds the two together. A wrong value is refused at start with a sentence that
says what to do.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}
# Of each process: as many connections as it has threads, with room; seconds to wait for a free one.
POOL = {"min_size": 1, "max_size": 8, "timeout": 10}
SEED_BYTES = 32  # of an Ed25519 key (RFC 8032)
LOG_FORMATS = {"json", "console"}


class UnusableEnvironment(SystemExit):
    """Stop the program with one readable sentence."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator configured; see `VARIABLES` for the meaning of each."""

    demo: bool
    debug: bool
    secret_key: str
    encryption_keys: tuple[str, ...]
    sealing_key: bytes
    hosts: tuple[str, ...]
    base_url: str
    data_dir: Path
    database_url: str
    cache_url: str
    mail_url: str
    mail_from: str
    log_format: str
    trusted_proxies: int


# name -> (default, meaning); the documentation is tested against these names.
VARIABLES: dict[str, tuple[str, str]] = {
    "ANTECHAMBER_DEMO": ("0", "1 runs the demonstration: made-up applicants, a movable clock."),
    "ANTECHAMBER_DEBUG": ("0", "1 shows error details in the browser; never on a public address."),
    "ANTECHAMBER_SECRET_KEY": ("", "Signs sessions and links. At least 50 random characters."),
    "ANTECHAMBER_ENCRYPTION_KEYS": (
        "",
        "Comma-separated keys that encrypt personal data; the first writes, all read.",
    ),
    "ANTECHAMBER_SEALING_KEY": (
        "",
        "Signs the seals of the record: 32 random bytes in base64. Empty: nothing is sealed.",
    ),
    "ANTECHAMBER_HOSTS": ("localhost,127.0.0.1", "Comma-separated host names that are answered."),
    "ANTECHAMBER_BASE_URL": ("http://localhost:8000", "The public address, used in mails."),
    "ANTECHAMBER_DATA_DIR": ("var", "Where the database, files and mails live by default."),
    "ANTECHAMBER_DATABASE_URL": ("", "postgresql://user:password@host:port/name; empty: SQLite."),
    "ANTECHAMBER_CACHE_URL": ("", "redis://host:port/number; empty: memory of each worker."),
    "ANTECHAMBER_MAIL_URL": ("", "smtp://user:password@host:port; empty: files in a folder."),
    "ANTECHAMBER_MAIL_FROM": ("Antechamber <no-reply@localhost>", "The sender of every mail."),
    "ANTECHAMBER_LOG_FORMAT": ("json", "json for machines, console for people."),
    "ANTECHAMBER_TRUSTED_PROXIES": ("0", "How many proxies in front add X-Forwarded-For."),
}


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read `variables` (the process's own by default) into an `Environment`.

    Raises `UnusableEnvironment` with a readable sentence where a value cannot be used.
    """
    source = os.environ if variables is None else variables

    def text(name: str) -> str:
        return source.get(name, VARIABLES[name][0]).strip()

    return Environment(
        demo=_flag("ANTECHAMBER_DEMO", text("ANTECHAMBER_DEMO")),
        debug=_flag("ANTECHAMBER_DEBUG", text("ANTECHAMBER_DEBUG")),
        secret_key=text("ANTECHAMBER_SECRET_KEY"),
        encryption_keys=_words(text("ANTECHAMBER_ENCRYPTION_KEYS")),
        sealing_key=_seed("ANTECHAMBER_SEALING_KEY", text("ANTECHAMBER_SEALING_KEY")),
        hosts=_words(text("ANTECHAMBER_HOSTS")),
        base_url=text("ANTECHAMBER_BASE_URL").rstrip("/"),
        data_dir=_folder("ANTECHAMBER_DATA_DIR", text("ANTECHAMBER_DATA_DIR")),
        database_url=text("ANTECHAMBER_DATABASE_URL"),
        cache_url=text("ANTECHAMBER_CACHE_URL"),
        mail_url=text("ANTECHAMBER_MAIL_URL"),
        mail_from=text("ANTECHAMBER_MAIL_FROM"),
        log_format=_log_format(text("ANTECHAMBER_LOG_FORMAT")),
        trusted_proxies=_count("ANTECHAMBER_TRUSTED_PROXIES", text("ANTECHAMBER_TRUSTED_PROXIES")),
    )


def database_settings(url: str, data_dir: Path) -> dict[str, object]:
    """Return Django's settings of one database: PostgreSQL for a URL, SQLite without."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "antechamber.sqlite3",
            # Each thread keeps its connection: opening one costs about two milliseconds, and the
            # last one to close in a quiet moment would write the whole log back into the file.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A writer takes its lock at the start: a later upgrade could fail half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds a writer waits for another before it gives up
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;"
                ),
            },
        }
    parts, port = _address(
        "ANTECHAMBER_DATABASE_URL",
        url,
        schemes={"postgres", "postgresql"},
        advice="Write postgresql://user:password@host:port/name, or leave it empty for SQLite.",
    )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        # What follows "?" goes to PostgreSQL's own library: sslmode=verify-full, for one.
        "OPTIONS": {"pool": POOL, **dict(parse_qsl(parts.query))},
    }


def mail_settings(url: str, data_dir: Path) -> dict[str, object]:
    """Return Django's e-mail settings: SMTP for a URL, a folder of messages without."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir / "mail"),
        }
    parts, port = _address(
        "ANTECHAMBER_MAIL_URL",
        url,
        schemes={"smtp", "smtps"},
        advice="Write smtp://user:password@host:port (or smtps://), or leave it empty.",
    )
    return {
        "EMAIL_BACKEND": "antechamber.mail.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }


def _address(
    name: str, url: str, *, schemes: set[str], advice: str
) -> tuple[SplitResult, int | None]:
    """Take a URL apart, with its port; the refusal repeats nothing of it that may be secret."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnusableEnvironment(f"{name} cannot be read as an address. {advice}") from None
    if parts.scheme not in schemes:
        raise UnusableEnvironment(f"{name} does not begin with {min(schemes)}:. {advice}")
    return parts, port


def _folder(name: str, value: str) -> Path:
    try:
        return Path(value).expanduser().resolve()
    except (RuntimeError, ValueError, OSError):
        raise UnusableEnvironment(f"{name} is {value!r}. Write the path of a folder.") from None


def _flag(name: str, value: str) -> bool:
    word = value.lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise UnusableEnvironment(f"{name} is {value!r}. Write 1 for yes or 0 for no.")
    return word in TRUE_WORDS


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _seed(name: str, value: str) -> bytes:
    """Read an Ed25519 seed; the refusal repeats nothing of it."""
    try:
        seed = base64.b64decode(value, validate=True)
    except ValueError:
        seed = b""
    if value and len(seed) != SEED_BYTES:
        raise UnusableEnvironment(
            f"{name} is not {SEED_BYTES} bytes in base64. Make one with: openssl rand -base64 32"
        )
    return seed


def _log_format(value: str) -> str:
    if value not in LOG_FORMATS:
        raise UnusableEnvironment(
            f"ANTECHAMBER_LOG_FORMAT is {value!r}. Write json for machines or console for people."
        )
    return value


def _count(name: str, value: str) -> int:
    if not value.isdecimal():
        raise UnusableEnvironment(f"{name} is {value!r}. Write a whole number, 0 for none.")
    return int(value)
