"""The desk's page of the archive: what leaves with it, and the archive itself as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from antechamber import clock
from antechamber.paper.scripts import MissingFont
from antechamber.people.decorators import capability
from antechamber.places.zones import zone_name
from antechamber.processes.archiving import PACKED, Asked, export_process
from antechamber.processes.models import Process
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.record import archive_parts
from antechamber.record.models import Entry
from antechamber.record.queries import latest_entries
from antechamber.web import times
from antechamber.web.components import Column, Table
from antechamber.workflow import DomainError, Words

SHOWN: Final = 20  # exports listed
# Setting ten thousand names takes seconds and hundreds of megabytes, which no page may cost.
NOT_PRINTED: Final = gettext_lazy(
    "The published lists are being printed for it. Come back in a minute and ask again."
)


def _for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who may read the whole record of the process."""
    return with_process(capability("record.read", whole=True)(view))  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@_for_readers
def archive(request: ProcessRequest) -> HttpResponseBase:
    """Say what the open archive is and who made one; give a new one when asked (5 statements)."""
    if request.method != "POST":
        return _page(request)
    if not archive_parts.is_prepared(request.process.code):
        return _page(request, NOT_PRINTED)
    try:
        return _file(request)
    except (DomainError, MissingFont) as refusal:
        return _page(request, str(refusal))


def _file(request: ProcessRequest) -> FileResponse:
    """Return a new archive; its file is gone from the disk as soon as it is open."""
    name = f"{request.process.code}-archive{PACKED}"
    asked = Asked(process=request.process, by=request.actor, at=clock.now())
    with TemporaryDirectory(prefix="antechamber-export-") as folder:
        export_process(asked, target=Path(folder) / name)
        return FileResponse((Path(folder) / name).open("rb"), as_attachment=True, filename=name)


def _page(request: ProcessRequest, refusal: Words = "") -> HttpResponse:
    exports = latest_entries(request.process.code, "process.exported", SHOWN)
    return render(
        request,
        "processes/desk/archive.html",
        {
            "process": request.process,
            "table": _table(request.process, exports),
            "refusal": refusal,
        },
        status=503 if refusal else 200,  # not now, perhaps later
    )


def _table(process: Process, exports: list[Entry]) -> Table:
    zone = zone_name(process.zone)
    return Table(
        _("Archives that were made"),
        [Column(_("When")), Column(_("Persons")), Column(_("Hash of its manifest"))],
        [
            (
                times.in_zone_words(each.at, process.zone, zone),
                _("with persons") if each.facts["persons"] else _("without persons"),
                each.facts["manifest"],
            )
            for each in exports
        ],
        empty_title=_("No archive was made yet"),
        empty_text=_("Each one will stand here, with the hash by which anybody can tell it."),
    )
