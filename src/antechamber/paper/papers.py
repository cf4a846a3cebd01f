"""The papers themselves: receipt, letter, list. What each says, in words of the reader's language.

Each is a plain value that knows all it states; `printed` makes it a PDF. None reads the database.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from antechamber import clock
from antechamber.paper.typesetting import typeset
from antechamber.places.zones import zone_name
from antechamber.web import times

LONGEST_UNBROKEN = 28  # signs that fit into the narrowest column of a list
ZERO_WIDTH_SPACE = "\u200b"
_PLACE_TO_BREAK = re.compile(r"(?<=[/?&=_-])(?=[^/?&=_-])|(?=\.)")
_LONG_RUN = re.compile(rf"\S{{{LONGEST_UNBROKEN + 1},}}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who issues a paper, and how it can be checked; by no code where `code` is empty."""

    institution: str
    process: str
    code: str
    verify_address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was handed in."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an application came, and when. `zones` are the clocks, the process's first."""

    origin: Origin
    organization: str
    reference: str
    received_at: datetime
    zones: Sequence[str]
    facts: Sequence[tuple[str, str]]
    documents: Sequence[Document]
    digest: str
    next_steps: Sequence[str]

    def printed(self, language: str) -> bytes:
        """Return the receipt as a PDF; raises `MissingFont`."""
        with translation.override(language):
            return typeset("receipt", self._values(), language=language, dated=self.received_at)

    def _values(self) -> dict[str, Any]:
        return {
            **_shared(self.origin, _("Receipt"), self.reference),
            "lead": _("The application of %(organization)s was received.")
            % {"organization": self.organization},
            "reference_label": _("Reference number"),
            "reference": self.reference,
            "received_label": _("Received"),
            "clocks": [to_the_second(self.received_at, zone) for zone in self.zones],
            "facts": [{"label": label, "value": value} for label, value in self.facts],
            "documents_title": _("Documents handed in"),
            "no_documents": _("No documents were handed in."),
            "document_label": _("Document and its fingerprint (SHA-256)"),
            "size_label": _("Size"),
            "documents": [_document(document) for document in self.documents],
            **_digest(
                self.digest,
                _("If one letter of what was handed in were changed, this number would differ."),
            ),
            "next_title": _("What happens next"),
            "next": list(self.next_steps),
        }


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. `subject` is its heading; `signed` the lines of who signs."""

    origin: Origin
    addressee: Sequence[str]
    subject: str
    paragraphs: Sequence[str]
    signed: Sequence[str]
    dated: datetime
    reference: str = ""

    def printed(self, language: str) -> bytes:
        """Return the letter as a PDF; raises `MissingFont`."""
        with translation.override(language):
            return typeset("letter", self._values(), language=language, dated=self.dated)

    def _values(self) -> dict[str, Any]:
        return {
            **_shared(self.origin, self.subject, self.reference),
            "addressee": list(self.addressee),
            "date": times.short_day(self.dated),
            "reference_label": _("Reference number"),
            "reference": self.reference,
            "paragraphs": list(self.paragraphs),
            "signed": list(self.signed),
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: what States are given of an organization, and nothing else."""

    name: str
    country: str
    home_page: str


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A frozen version of a list of organizations."""

    origin: Origin
    title: str
    subtitle: str
    version: str
    paragraphs: Sequence[str]
    entries: Sequence[Entry]
    digest: str
    dated: datetime

    def printed(self, language: str) -> bytes:
        """Return the list as a PDF; raises `MissingFont`."""
        with translation.override(language):
            return typeset("list", self._values(), language=language, dated=self.dated)

    def _values(self) -> dict[str, Any]:
        running = _("%(title)s, version %(version)s") % {
            "title": self.title,
            "version": self.version,
        }
        return {
            **_shared(self.origin, self.title, running),
            "subtitle": self.subtitle,
            "paragraphs": list(self.paragraphs),
            "columns": [_("No."), _("Organization"), _("Country"), _("Home page")],
            "rows": [
                {
                    "name": breakable(entry.name),
                    "country": breakable(entry.country),
                    "home_page": breakable(entry.home_page),
                }
                for entry in self.entries
            ],
            "total": ngettext(
                "%(count)d organization.", "%(count)d organizations.", len(self.entries)
            )
            % {"count": len(self.entries)},
            **_digest(
                self.digest,
                _("If one letter of this list were changed, this number would differ."),
            ),
        }


def to_the_second(instant: datetime, zone: str) -> str:
    """Write an instant as proof needs it, with its seconds, its zone and the distance from UTC."""
    local = instant.astimezone(ZoneInfo(zone))
    written = {
        "day": times.long_day(local),
        "time": local.strftime("%H:%M:%S"),
        "zone": zone_name(zone),
        "offset": clock.offset_in_words(local),
    }
    if zone == "UTC":
        return _("%(day)s, %(time)s, %(zone)s") % written
    return _("%(day)s, %(time)s, %(zone)s (%(offset)s)") % written


def breakable(text: str) -> str:
    """Return `text` with places in over-long runs of signs at which a line may end."""
    return _LONG_RUN.sub(_with_breaks, text)


def _with_breaks(run: re.Match[str]) -> str:
    parts = _PLACE_TO_BREAK.split(run[0])
    pieces = [
        part[at : at + LONGEST_UNBROKEN]
        for part in parts
        for at in range(0, len(part), LONGEST_UNBROKEN)
    ]
    return ZERO_WIDTH_SPACE.join(pieces)


def _shared(origin: Origin, title: str, running: str) -> dict[str, Any]:
    return {
        "title": title,
        "institution": origin.institution,
        "running": running or origin.process,
        "foot": origin.process,
        "pages": _("Page {page} of {pages}"),
        "code_label": _("Code of this paper"),
        "code": origin.code,
        "verify": _("Anyone can check that this paper is genuine, and still in force, at"),
        "verify_address": origin.verify_address,
        "qr": _qr(origin.verify_address),
    }


def _digest(digest: str, words: str) -> dict[str, str]:
    return {
        "digest_title": _("Fingerprint of the content"),
        "digest_words": words,
        "digest": digest,
    }


def _document(document: Document) -> Mapping[str, str]:
    return {
        "name": document.name,
        "size": filesizeformat(document.size),
        "sha256": document.sha256,
    }


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, dark="#1a211d", xmldecl=False, nl=False
    )
    return drawn.getvalue().decode("ascii")
