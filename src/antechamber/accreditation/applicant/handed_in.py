"""The files of an application, as its pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from antechamber.accreditation.models import Application
from antechamber.web.controls import KeptFile

KeptFiles = dict[str, list[KeptFile]]


def kept_files(application: Application) -> KeptFiles:
    """Return the files that answer the draft's questions, by question (1 statement)."""
    found: KeptFiles = {}
    for handed_in in application.files.select_related("file").order_by("id"):
        if handed_in.file.key not in application.answers.get(handed_in.question, []):
            continue
        address = reverse(
            "accreditation:file",
            args=[application.process.code, application.key, handed_in.file.key],
        )
        found.setdefault(handed_in.question, []).append(
            KeptFile(
                handed_in.file.key,
                handed_in.file.original_name,
                filesizeformat(handed_in.file.size),
                address,
            )
        )
    return found


def file_names(application: Application) -> dict[str, str]:
    """Return the names of all files ever handed in with the application, by key (1 statement)."""
    rows: Iterable[tuple[str, str]] = application.files.values_list(
        "file__key", "file__original_name"
    )
    return dict(rows)
