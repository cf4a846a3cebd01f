"""Does your organization need to apply? Answered from a name, before any account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antechamber import clock
from antechamber.accreditation.applicant.forms import NameForm
from antechamber.accreditation.applicant.start import find_candidates
from antechamber.processes import queries
from antechamber.processes.blocks import deadline_block
from antechamber.processes.public import shown
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page, short_query
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.web.limits import limited


class SearchForm(NameForm):
    """The name alone is enough to look: the country is asked when it makes a difference."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["country"].required = False


@require_safe
def eligibility(request: HttpRequest, process: str) -> HttpResponse:
    """Ask for a name; once one is typed, say whether that organization needs to apply."""
    page = _answered if "name" in request.GET else _asked
    return page(request, process=process)


@public_page()
def _asked(request: PublicRequest) -> Fresh:
    """Ask for a name (1 statement)."""
    return Fresh(shown(request, "portal/eligibility.html", form=SearchForm()), None)


@short_query
@never_cache
@with_process
@limited("names")
def _answered(request: ProcessRequest) -> HttpResponse:
    """Say whether an organization needs to apply and why (8 statements, 3 more at times).

    Nothing that is typed is kept, and no session is opened.
    """
    form = SearchForm(request.GET)
    context: dict[str, object] = {"process": request.process, "form": form}
    if form.is_valid():
        context |= _answer(request, form.cleaned_data["name"], form.cleaned_data["country"])
    status = 422 if form.errors else 200
    return render(request, "portal/eligibility.html", context, status=status)


def _answer(request: ProcessRequest, name: str, country: str) -> dict[str, object]:
    at = clock.now()
    candidates = find_candidates(request.process, name, country)
    call = queries.frame_of(request.process.code, at).call("accreditation")
    return {
        "name": name,
        "country": country,
        "sure": [each for each in candidates if each.is_sure],
        "others": [each for each in candidates if not each.is_sure],
        "deadline": call and deadline_block(call.call, call.window, at),
        "is_open": call is not None and bool(call.window.accepts_at(at)),
    }
