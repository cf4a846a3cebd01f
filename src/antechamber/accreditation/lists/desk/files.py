"""The files of a list for the desk: tables for spreadsheets, papers, and what is published."""

from __future__ import annotations

from typing import Final

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_safe

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    address,
    at_lists,
    frame,
    open_list,
)
from antechamber.accreditation.lists.papers import Which, kept_paper, paper_name
from antechamber.accreditation.lists.published_files import (
    COURSE,
    FINAL,
    FINAL_CSV,
    MANIFEST,
    PROPOSED,
    PROPOSED_CSV,
)
from antechamber.accreditation.lists.states import FINAL as IS_FINAL
from antechamber.accreditation.lists.tasks import ask_for_paper
from antechamber.accreditation.models import CandidateList
from antechamber.web.components import Link

PROPOSED_PDF: Final = "proposed.pdf"
FINAL_PDF: Final = "final.pdf"
_PAPERS: Final = {PROPOSED_PDF: Which.PROPOSED, FINAL_PDF: Which.FINAL}
_OF_THE_FROZEN: Final[dict[str, str | Promise]] = {
    PROPOSED_PDF: _("Proposed list, to print (PDF)"),
    PROPOSED_CSV: _("Proposed list as a table file (CSV)"),
    PROPOSED: _("Proposed list as it was frozen (JSON)"),
}
_OF_THE_FINAL: Final[dict[str, str | Promise]] = {
    FINAL_PDF: _("Final list, to print (PDF)"),
    FINAL_CSV: _("Final list as a table file (CSV)"),
    FINAL: _("Outcome of every name (JSON)"),
    COURSE: _("What happened to each name, without any State (JSON)"),
    MANIFEST: _("Fingerprints of all files (JSON)"),
}
RETRY_SECONDS: Final = 3  # a page of ten thousand names takes a few seconds to set


def files_of(candidate_list: CandidateList) -> dict[str, str | Promise]:
    """Return the files that there are of a list by now, with what each is."""
    if candidate_list.frozen_at is None:
        return {}
    if candidate_list.state in IS_FINAL:
        return {**_OF_THE_FROZEN, **_OF_THE_FINAL}
    return _OF_THE_FROZEN


def file_links(request: ListRequest, candidate_list: CandidateList) -> list[Link]:
    """Return links to the files of a list."""
    return [
        Link(str(words), address(request, "file", candidate_list.number, name))
        for name, words in files_of(candidate_list).items()
    ]


@require_safe
@at_lists
def file(request: ListRequest, number: int, name: str) -> HttpResponseBase:
    """Hand out a file of a list: organizations only, in the bytes that are published (9)."""
    found = open_list(request, number)
    if name not in files_of(found):
        raise Http404
    if name in _PAPERS:
        return _paper(request, found, _PAPERS[name])
    body = list_queries.files_of(found)[name]
    kind = "text/csv" if name.endswith(".csv") else "application/json"
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found}-{name}"'
    return response


def _paper(request: ListRequest, found: CandidateList, which: Which) -> HttpResponseBase:
    """Hand out a printed list, or have it printed and say so; the page then asks again."""
    language = get_language() or "en"
    kept = kept_paper(found, which, language)
    if kept is not None:
        return FileResponse(
            kept,
            as_attachment=True,
            filename=paper_name(found, which),
            content_type="application/pdf",
        )
    ask_for_paper(found, which, language)
    context = {
        **frame(request),
        "list": found,
        "url": request.path,
        "back_url": address(request, "list", found.number),
    }
    response = render(request, "accreditation/lists/printing.html", context, status=202)
    response["Refresh"] = str(RETRY_SECONDS)
    return response
