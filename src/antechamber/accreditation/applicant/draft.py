"""Writing: the task list, its pages, check answers, submit."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antechamber import clock
from antechamber.accreditation import calls, completeness
from antechamber.accreditation.actions.saving import page_answers, save_page
from antechamber.accreditation.actions.starting import change_category, discard_draft
from antechamber.accreditation.actions.submitting import submit_application
from antechamber.accreditation.applicant.forms import CategoryForm
from antechamber.accreditation.applicant.handed_in import file_names, kept_files
from antechamber.accreditation.applicant.own import ApplicationRequest, own_application
from antechamber.accreditation.applicant.shown import answer_rows
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import CHANGEABLE, State
from antechamber.questionnaires.forms import SectionForm
from antechamber.questionnaires.schema import Section
from antechamber.web.components import Task
from antechamber.workflow import DomainError

EDITABLE = frozenset({State.DRAFT, *CHANGEABLE})


@require_http_methods(["GET"])
@own_application
def task_list(request: ApplicationRequest) -> HttpResponse:
    """Show the pages of the form, what each still lacks, and until when."""
    application = request.application
    at = clock.now()
    window = calls.window(application.call)
    context = {
        "process": request.process,
        "application": application,
        "tasks": _tasks(application),
        "missing": completeness.missing_answers(application),
        "deadline": calls.deadline_block(application.call, at),
        "verdict": window.accepts_at(at),
        "is_change": application.state != State.DRAFT,
    }
    return render(request, "accreditation/applicant/tasks.html", context)


def _tasks(application: Application) -> list[Task]:
    answers = application.answers
    wanting = completeness.wanting(application.questionnaire, answers)
    tasks = []
    for section, questions in completeness.form_of(application.questionnaire).asked_sections(
        answers
    ):
        begun = any(answers.get(question.key) for question in questions)
        done = section.key not in wanting
        optional = not any(question.required for question in questions)
        word, tone = _("To do"), "waiting"
        if optional and not begun:
            word, tone = _("Optional"), "neutral"
        elif done:
            word, tone = _("Complete"), "done"
        elif begun:
            word, tone = _("Begun"), "active"
        tasks.append(
            Task(
                title=section.title.words(get_language() or "en"),
                url=_section_url(application, section.key),
                status=word,
                tone=tone,  # type: ignore[arg-type]
            )
        )
    return tasks


def _section_url(application: Application, section: str) -> str:
    return reverse(
        "accreditation:section", args=[application.process.code, application.key, section]
    )


@require_http_methods(["GET", "POST"])
@own_application
def section(request: ApplicationRequest, section: str) -> HttpResponse:
    """Show and keep one page of the form. What can be kept is kept even beside an error."""
    application = request.application
    form_of = completeness.form_of(application.questionnaire)
    found = form_of.section(section)
    if found is None or application.state not in EDITABLE:
        raise Http404
    form = SectionForm(
        found,
        form_of,
        application.answers,
        language=get_language() or "en",
        data=request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
        kept_files=kept_files(application),
    )
    if request.method == "POST":
        return _keep(request, found, form)
    return _section_page(request, found, form)


def _keep(request: ApplicationRequest, found: Section, form: SectionForm) -> HttpResponse:
    valid = form.is_valid()
    application = save_page(
        process=request.process,
        key=request.application.key,
        page=page_answers(found, form),
        by=request.actor,
        at=clock.now(),
    )
    if not valid:
        form.show_kept(kept_files(application))
        return _section_page(request, found, form)
    if "later" in request.POST:
        return HttpResponseRedirect(_task_list_url(application))
    return HttpResponseRedirect(_next_url(application, found))


def _section_page(request: ApplicationRequest, found: Section, form: SectionForm) -> HttpResponse:
    language = get_language() or "en"
    context = {
        "process": request.process,
        "application": request.application,
        "form": form,
        "heading": found.title.words(language),
        "intro": found.intro.words(language),
        "caption": request.application.organization.display_name,
        "back_url": _task_list_url(request.application),
    }
    return render(
        request,
        "accreditation/applicant/section.html",
        context,
        status=422 if form.errors else 200,
    )


def _task_list_url(application: Application) -> str:
    return reverse("accreditation:tasks", args=[application.process.code, application.key])


def _next_url(application: Application, found: Section) -> str:
    pages = [
        page
        for page, _questions in completeness.form_of(application.questionnaire).asked_sections(
            application.answers
        )
    ]
    keys = [page.key for page in pages]
    position = keys.index(found.key) if found.key in keys else len(keys)
    if position + 1 < len(keys):
        return _section_url(application, keys[position + 1])
    return reverse("accreditation:check_answers", args=[application.process.code, application.key])


@require_http_methods(["GET"])
@own_application
def check_answers(request: ApplicationRequest) -> HttpResponse:
    """Show all answers with what is missing, and the button that submits."""
    return _check_page(request)


def _check_page(request: ApplicationRequest, refusal: DomainError | None = None) -> HttpResponse:
    application = request.application
    if application.state not in EDITABLE:
        raise Http404
    at = clock.now()
    missing = completeness.missing_answers(application)
    context = {
        "process": request.process,
        "application": application,
        "pages": answer_rows(
            application.questionnaire,
            application.answers,
            get_language() or "en",
            file_names(application),
            change_url=lambda key: _section_url(application, key),
        ),
        "missing": missing,
        "deadline": calls.deadline_block(application.call, at),
        "verdict": calls.window(application.call).accepts_at(at),
        "modalities": calls.modalities(request.process, at),
        "is_change": application.state != State.DRAFT,
        "refusal": refusal,
        "back_url": _task_list_url(application),
    }
    return render(
        request,
        "accreditation/applicant/check_answers.html",
        context,
        status=422 if refusal else 200,
    )


@require_POST
@own_application
def submit(request: ApplicationRequest) -> HttpResponse:
    """Submit, and lead to the receipt; a second press leads to the same receipt."""
    try:
        outcome = submit_application(
            process=request.process,
            key=request.application.key,
            by=request.actor,
            at=request.arrived_at,
        )
    except DomainError as refusal:
        return _check_page(request, refusal)
    if not outcome.verdict:
        return _check_page(request, DomainError(outcome.verdict.code, outcome.verdict.words))
    return HttpResponseRedirect(
        reverse("accreditation:receipt", args=[request.process.code, request.application.key])
    )


@require_http_methods(["GET", "POST"])
@own_application
def category(request: ApplicationRequest) -> HttpResponse:
    """Let the applicant correct the category of a draft; later only the secretariat may."""
    application = request.application
    if request.method == "GET" and application.state != State.DRAFT:
        return HttpResponseRedirect(_task_list_url(application))
    form = CategoryForm(
        request.POST or None,
        categories=request.process.categories.all(),
        initial={"category": application.category.code},
    )
    if request.method == "POST" and form.is_valid() and _category_is_changed(request, form):
        return HttpResponseRedirect(_task_list_url(application))
    context = {
        "process": request.process,
        "application": application,
        "form": form,
        "caption": application.organization.display_name,
        "back_url": _task_list_url(application),
    }
    status = 422 if form.errors else 200
    return render(request, "accreditation/applicant/category.html", context, status=status)


def _category_is_changed(request: ApplicationRequest, form: CategoryForm) -> bool:
    categories = request.process.categories.select_related("facilitator")
    try:
        change_category(
            process=request.process,
            key=request.application.key,
            category=categories.get(code=form.cleaned_data["category"]),
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@require_http_methods(["GET", "POST"])
@own_application
def discard(request: ApplicationRequest) -> HttpResponse:
    """Remove a draft after asking once; where it is none any more, say so."""
    refusal = None
    if request.method == "POST":
        try:
            discard_draft(
                process=request.process,
                key=request.application.key,
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("accreditation:mine", args=[request.process.code]))
    context = {
        "process": request.process,
        "application": request.application,
        "refusal": refusal,
        "back_url": _task_list_url(request.application),
    }
    status = 422 if refusal else 200
    return render(request, "accreditation/applicant/discard.html", context, status=status)
