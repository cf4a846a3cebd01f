"""The record in public: the seals of a process, and the proof that one covers a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antechamber.paper.models import IssuedPaper
from antechamber.paper.queries import paper_by_code
from antechamber.processes.public import shown
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page, short_query
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.record.canonical import canonical_json
from antechamber.record.models import Entry
from antechamber.record.queries import Place, entry_naming, inclusion_of, place_of, seals_of
from antechamber.web.limits import limited

SEALS_ON_A_PAGE: Final = 20
RECORD_SECONDS: Final = 60  # no revision tells of a new seal
NAMED_BY: Final = {"receipt": "receipt"}  # kind of paper → the fact in which an entry has its code


@public_page(parameters=["page"], seconds=RECORD_SECONDS)
def record(request: PublicRequest) -> Fresh:
    """List the seals of a process, so that observers can copy them (3 statements)."""
    found = seals_of(request.frame.process.code)
    page = Paginator(found, SEALS_ON_A_PAGE).get_page(request.GET.get("page"))
    return Fresh(shown(request, "portal/record.html", page=page), request.frame.changes_at)


@require_safe
@short_query
@never_cache
@with_process
@limited("verify")
def proof(request: ProcessRequest, code: str) -> HttpResponse:
    """Give a receipt's proof as a file, "not found" until it is sealed (at most 7 statements)."""
    paper = paper_by_code(code)
    if paper is None or paper.process_code != request.process.code:
        raise Http404
    entry = _entry_of(paper)
    found = inclusion_of(entry) if entry else None
    if found is None:
        raise Http404
    name = f"{paper.subject}-{paper.code}.json"
    return HttpResponse(
        canonical_json(found),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where the record has a paper; without a place, its entry waits for the next seal."""

    place: Place | None


def recorded(paper: IssuedPaper) -> Recorded | None:
    """Return where the record has a paper, None where no entry names it (at most 3 statements)."""
    entry = _entry_of(paper)
    return Recorded(place_of(entry)) if entry else None


def _entry_of(paper: IssuedPaper) -> Entry | None:
    fact = NAMED_BY.get(paper.kind)
    return entry_naming(paper.process_code, paper.subject, fact, paper.code) if fact else None
