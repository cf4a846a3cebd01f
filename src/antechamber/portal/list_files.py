"""The published files of a list, byte for byte, and both lists on paper."""

from __future__ import annotations

import gzip
import hashlib
from http import HTTPStatus
from typing import Final, cast

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.papers import Which, kept_paper, paper_name
from antechamber.accreditation.lists.published_files import FILES, MANIFEST
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.lists.tasks import ask_for_paper
from antechamber.accreditation.models import CandidateList
from antechamber.processes.models import Process
from antechamber.processes.public_pages import short_query
from antechamber.processes.views import ProcessRequest, with_process

KEPT_SECONDS: Final = 3600  # what is published does not change; an hour bounds a mistake of ours
PRINTING_SECONDS: Final = 5  # until a browser asks for a paper again
TYPES: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@require_safe
@short_query
@with_process
def file(request: ProcessRequest, number: int, name: str) -> HttpResponse:
    """Give a published file (2 statements; 4 more where it is not in memory).

    The bytes are those whose fingerprint the record has: where the database gives others, nothing
    is handed out but a page that says so.
    """
    found = _published(request.process, number)
    if name not in {MANIFEST, *FILES}:
        raise Http404
    content = _content(found, name)
    if content is None:
        return _withheld(request, found)
    return _answered(request, found, name, content)


def _published(process: Process, number: int) -> CandidateList:
    try:
        found = list_queries.list_of(process, number)
    except list_queries.ListNotFound:
        raise Http404 from None
    if found.state != ListState.PUBLISHED:
        raise Http404
    return found


def _content(found: CandidateList, name: str) -> bytes | None:
    """Return a file's bytes; None where they are not those that were published."""
    key = f"portal:list-file:{found}:{found.manifest_digest}:{name}"
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return kept
    files = list_queries.files_of(found)
    if hashlib.sha256(files[MANIFEST]).hexdigest() != found.manifest_digest:
        return None
    cache.set(key, files[name], KEPT_SECONDS)
    return files[name]


def _withheld(request: ProcessRequest, found: CandidateList) -> HttpResponse:
    context = {"process": request.process, "list": found}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "portal/list_withheld.html", context, status=status)


def _answered(
    request: ProcessRequest, found: CandidateList, name: str, content: bytes
) -> HttpResponse:
    """Answer with a strong ETag for each form of the bytes: the server's gzip would weaken it."""
    is_squeezed = "gzip" in request.headers.get("Accept-Encoding", "")
    body = gzip.compress(content, mtime=0) if is_squeezed else content
    etag = f'"{hashlib.sha256(content).hexdigest()}{"-gzip" if is_squeezed else ""}"'
    response = HttpResponse(
        body,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={
            "Cache-Control": f"public, max-age={KEPT_SECONDS}",
            "Content-Disposition": f'attachment; filename="{found}-{name}"',
            "ETag": etag,
        },
    )
    if is_squeezed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return cast("HttpResponse", get_conditional_response(request, etag=etag, response=response))


@require_safe
@short_query
@with_process
def paper(request: ProcessRequest, number: int, which: str) -> HttpResponse:
    """Give a published list as a PDF in the page's language (2 statements).

    Who comes first waits until it is printed: that is asked for in the background (1 more).
    """
    found = _published(request.process, number)
    if which not in list(Which):
        raise Http404
    wanted, language = Which(which), get_language() or "en"
    kept = kept_paper(found, wanted, language)
    if kept is not None:
        name = paper_name(found, wanted)
        streamed = FileResponse(
            kept, as_attachment=True, filename=name, content_type="application/pdf"
        )
        return cast("HttpResponse", streamed)
    ask_for_paper(found, wanted, language)
    context = {"process": request.process, "list": found}
    response = render(request, "portal/list_printing.html", context, status=HTTPStatus.ACCEPTED)
    response["Refresh"] = str(PRINTING_SECONDS)
    return response
