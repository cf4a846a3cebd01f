"""What the program says while it runs: one line an event, for machines or for people.

Our own lines (structlog) and the libraries' (logging) leave through the same door: they carry the
request's id, and e-mail addresses are taken out of them, because a log outlives a person's data.
"""

from __future__ import annotations

import logging.config
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ADDRESS = re.compile(r"[^\s@<>\"(]{1,64}@[^\s@<>\"')]{1,253}")
ADDRESS_STANDS_FOR = "[address]"


def without_addresses(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace e-mail addresses in every text of a line; databases like to quote them in errors."""
    for key, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[key] = ADDRESS.sub(ADDRESS_STANDS_FOR, value)
    return event


# The time of a log line is the machine's, also where the demonstration's clock is moved.
_EVERY_LINE: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def logging_settings(log_format: str) -> dict[str, Any]:
    """Return Django's LOGGING for "json" or "console"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": list(_EVERY_LINE),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    # Tracebacks as text: the structured ones carry the values of variables.
                    structlog.processors.format_exc_info,
                    without_addresses,
                    *_last_steps(log_format),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # The access line says which addresses were refused; these would say it again.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        },
    }


def _last_steps(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.JSONRenderer()]
    return [_on_one_line, structlog.dev.ConsoleRenderer(colors=False)]


def _on_one_line(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Escape line breaks in values, so that nobody writes a second line through an address."""
    return {
        key: value.encode("unicode_escape").decode("ascii")
        if isinstance(value, str) and key != "exception" and not value.isprintable()
        else value
        for key, value in event.items()
    }


def configure(logging_settings: dict[str, Any]) -> None:
    """Set up logging and structlog; Django calls this at start (`LOGGING_CONFIG`)."""
    logging.config.dictConfig(logging_settings)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_EVERY_LINE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
