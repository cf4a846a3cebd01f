"""The archive's cover on paper: what it is, for whoever opens the folder and reads no code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from antechamber.paper.papers import Letter, Origin
from antechamber.processes.models import Process
from antechamber.record import archive_parts
from antechamber.record.archive_part import last_instant
from antechamber.record.archive_parts import Files

COVER: Final = "about.pdf"
LANGUAGE: Final = "en"  # an archive has one set of bytes, whatever language its maker reads
WHAT: Final = (
    "This folder holds the whole process as it stood on {day} UTC: its rules, calls and meetings, "
    "the applications by their numbers, the lists that went before Member States with what became "
    "of every name, and every decision that was taken, in files that any program can read."
)
HOW: Final = (
    "README.txt says what each of its {tables} tables holds, and how to check them without the "
    "program that made them. The roots under which the record was sealed, and the key that signed "
    "them, are published at {page}: compare them with those in this archive."
)


def cover(code: str) -> Iterator[tuple[str, bytes]]:
    """Yield the cover (2 statements); none for a process of which nothing is recorded."""
    stands_at = last_instant(code)
    if not stands_at:
        return
    with override(LANGUAGE):
        process = Process.objects.get(code=code)
        letter = _letter(process, datetime.fromisoformat(stands_at))
    yield COVER, letter.printed(LANGUAGE)


def _letter(process: Process, stands_at: datetime) -> Letter:
    page = settings.BASE_URL.rstrip("/") + reverse("portal:record", args=[process.code])
    return Letter(
        origin=Origin(
            institution=str(process.convener),
            process=str(process.name),
            code="",
            verify_address=page,
        ),
        addressee=[str(process.name)],
        subject="The open archive",
        paragraphs=[
            WHAT.format(day=f"{stands_at.day} {stands_at:%B %Y, %H:%M:%S}"),
            HOW.format(tables=len(archive_parts.tables(with_persons=False)), page=page),
        ],
        signed=[str(process.convener)],
        dated=stands_at,
        reference=process.reference_prefix,
    )


FILES: Final = Files(COVER, "this archive in a few words, on paper.", cover)
