"""Afterwards: where it stands, receipt, versions, questions from the officer, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from antechamber import clock
from antechamber.accreditation import calls, queries
from antechamber.accreditation.accredited import queries as accredited_queries
from antechamber.accreditation.accredited.words import state_tone, state_words
from antechamber.accreditation.actions import following_up
from antechamber.accreditation.actions.objecting import reply_to_objections
from antechamber.accreditation.applicant.before_states import (
    before_states,
    listed_entry,
    reply_url,
)
from antechamber.accreditation.applicant.forms import LetterForm, ReplyForm
from antechamber.accreditation.applicant.handed_in import file_names
from antechamber.accreditation.applicant.own import (
    ApplicationRequest,
    for_applicants,
    own_application,
)
from antechamber.accreditation.applicant.receipts import receipt_facts, typeset_receipt
from antechamber.accreditation.applicant.shown import answer_rows
from antechamber.accreditation.applicant.status_page import status_page
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.models import Application, Version
from antechamber.accreditation.states import State
from antechamber.organizations.actions import answer_joining
from antechamber.organizations.queries import joining_requests_for
from antechamber.processes.views import ProcessRequest
from antechamber.questionnaires.serving import serve
from antechamber.workflow import DomainError


@require_GET
@for_applicants
def mine(request: ProcessRequest) -> HttpResponse:
    """List what organizations the reader acts for have here, and who asks to join them."""
    account_id = request.actor.account_id or 0
    context = {
        "process": request.process,
        "applications": queries.mine(request.process, request.actor),
        "accreditations": [
            (each, state_words(each), state_tone(each))
            for each in accredited_queries.mine(request.process, request.actor)
        ],
        "joining": joining_requests_for(account_id),
        "deadline": calls.deadline_block(calls.accreditation_call(request.process), clock.now()),
    }
    return render(request, "accreditation/applicant/mine.html", context)


@require_POST
@for_applicants
def joining(request: ProcessRequest, number: int) -> HttpResponse:
    """Accept or decline someone who asks to act for the reader's organization."""
    try:
        answer_joining(
            request_id=number,
            accepted="accept" in request.POST,
            by=request.actor,
            at=clock.now(),
        )
    except DomainError:
        raise Http404 from None
    return HttpResponseRedirect(reverse("accreditation:mine", args=[request.process.code]))


@require_GET
@own_application
def application(request: ApplicationRequest) -> HttpResponse:
    """Show where the application stands; a draft shows its task list."""
    found = request.application
    if found.state == State.DRAFT:
        return HttpResponseRedirect(
            reverse("accreditation:tasks", args=[request.process.code, found.key])
        )
    context = {"process": request.process, **status_page(found, clock.now())}
    return render(request, "accreditation/applicant/status.html", context)


@require_GET
@own_application
def receipt(request: ApplicationRequest) -> HttpResponse:
    """Show the receipt of the present version."""
    version = _present_version(request.application)
    context = {
        "process": request.process,
        "application": request.application,
        "version": version,
        "facts": receipt_facts(request.application, version, get_language() or "en"),
    }
    return render(request, "accreditation/applicant/receipt.html", context)


@require_GET
@own_application
def receipt_pdf(request: ApplicationRequest) -> HttpResponse:
    """Hand out the receipt as a PDF in the reader's language."""
    version = _present_version(request.application)
    body = typeset_receipt(request.application, version, get_language() or "en")
    response = HttpResponse(body, content_type="application/pdf")
    name = f"{request.application.reference}-receipt.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _present_version(application: Application) -> Version:
    version = (
        application.versions.select_related("questionnaire").order_by("-number").first()
        if application.reference
        else None
    )
    if version is None:
        raise Http404
    return version


@require_GET
@own_application
def version(request: ApplicationRequest, number: int) -> HttpResponse:
    """Show one submitted version as it was."""
    found = (
        request.application.versions.filter(number=number).select_related("questionnaire").first()
    )
    if found is None:
        raise Http404
    context = {
        "process": request.process,
        "application": request.application,
        "version": found,
        "pages": answer_rows(
            found.questionnaire,
            found.answers,
            get_language() or "en",
            file_names(request.application),
        ),
        "back_url": _status_url(request),
    }
    return render(request, "accreditation/applicant/version.html", context)


@require_GET
@own_application
def file(request: ApplicationRequest, file: str) -> HttpResponseBase:
    """Hand out a file of the application, as an attachment."""
    handed_in = request.application.files.filter(file__key=file).select_related("file").first()
    if handed_in is None:
        raise Http404
    return serve(handed_in.file)


def _status_url(request: ApplicationRequest) -> str:
    return reverse(
        "accreditation:application", args=[request.process.code, request.application.key]
    )


def _letter(
    request: ApplicationRequest,
    form: LetterForm,
    act: Callable[[str], Any],
    template: str,
    **shown: object,
) -> HttpResponse:
    """Show a page with one text; on POST do the act with it, or say why not and keep the text."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["text"])
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return HttpResponseRedirect(_status_url(request))
    context = {
        "process": request.process,
        "application": request.application,
        "form": form,
        "back_url": _status_url(request),
        **shown,
    }
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@own_application
def withdraw(request: ApplicationRequest) -> HttpResponse:
    """Take the application back, after asking once."""
    form = LetterForm(
        request.POST or None,
        words=_("Why do you withdraw it? You need not say."),
    )

    def act(text: str) -> None:
        following_up.withdraw_application(
            process=request.process,
            key=request.application.key,
            reason=text,
            by=request.actor,
            at=request.arrived_at,
        )

    return _letter(request, form, act, "accreditation/applicant/withdraw.html")


@require_POST
@own_application
def reopen(request: ApplicationRequest) -> HttpResponse:
    """Take a withdrawn application up again."""
    try:
        following_up.reopen_application(
            process=request.process,
            key=request.application.key,
            by=request.actor,
            at=request.arrived_at,
        )
    except DomainError as refusal:
        context = {
            "process": request.process,
            **status_page(request.application, clock.now()),
            "refusal": refusal,
        }
        return render(request, "accreditation/applicant/status.html", context, status=422)
    return HttpResponseRedirect(_status_url(request))


@require_http_methods(["GET", "POST"])
@own_application
def answer(request: ApplicationRequest) -> HttpResponse:
    """Answer the officer's open question."""
    question = request.application.information_requests.filter(answered_at=None).first()
    if question is None:
        return HttpResponseRedirect(_status_url(request))
    form = LetterForm(request.POST or None, words=_("Your answer"))

    def act(text: str) -> None:
        following_up.answer_request(
            process=request.process,
            key=request.application.key,
            answer=text,
            by=request.actor,
            at=request.arrived_at,
        )

    return _letter(request, form, act, "accreditation/applicant/answer.html", question=question)


@require_http_methods(["GET", "POST"])
@own_application
def reply(request: ApplicationRequest) -> HttpResponse:
    """Reply to the objections; several replies are possible until the final list is issued."""
    found = request.application
    entry = listed_entry(found)
    if entry is None or not reply_url(found, entry):
        return HttpResponseRedirect(_status_url(request))
    limits = list_queries.rules_for(entry.candidate_list).word_limits
    form = ReplyForm(request.POST or None, word_limit=limits.get("objection_reply"))
    if request.method == "POST" and form.is_valid() and _replied(request, form):
        return HttpResponseRedirect(_status_url(request))
    context = {
        "process": request.process,
        "application": found,
        "form": form,
        "back_url": _status_url(request),
        "before": before_states(found, request.arrived_at),
    }
    status = 422 if form.errors else 200
    return render(request, "accreditation/applicant/reply.html", context, status=status)


def _replied(request: ApplicationRequest, form: ReplyForm) -> bool:
    """Send the reply; the same words again were sent by the same button, so they are sent too."""
    try:
        reply_to_objections(
            process=request.process,
            key=request.application.key,
            text=form.cleaned_data["text"],
            by=request.actor,
            at=request.arrived_at,
        )
    except DomainError as refusal:
        if refusal.code == "reply_sent_already":
            return True
        form.add_error("text", str(refusal))
        return False
    return True


@require_http_methods(["GET", "POST"])
@own_application
def appeal(request: ApplicationRequest) -> HttpResponse:
    """Ask for another look at a finding of ineligibility."""
    if request.application.state != State.INELIGIBLE:
        return HttpResponseRedirect(_status_url(request))
    form = LetterForm(
        request.POST or None,
        words=_("Why should the decision be looked at again?"),
        hint=_("Say what the officer did not know or did not see."),
    )

    def act(text: str) -> None:
        following_up.appeal(
            process=request.process,
            key=request.application.key,
            reason=text,
            by=request.actor,
            at=request.arrived_at,
        )

    return _letter(request, form, act, "accreditation/applicant/appeal.html")
