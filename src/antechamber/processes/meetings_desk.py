"""Moving a meeting at the desk, or another room for it: calendars that hold it follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from i18nfield.strings import LazyI18nString

from antechamber import clock
from antechamber.people.decorators import capability
from antechamber.processes import queries
from antechamber.processes.actions import change_meeting
from antechamber.processes.forms import MeetingForm
from antechamber.processes.models import Meeting
from antechamber.processes.public import show_meeting
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.workflow import DomainError

DAYS, PLACE = ("starts_on", "ends_on"), ("city", "venue")


def _for_secretariat(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may change the process."""
    return with_process(capability("process.edit", whole=True)(view))


@require_safe
@_for_secretariat
def meetings(request: ProcessRequest) -> HttpResponse:
    """List the meetings, the coming ones first (5 statements)."""
    at = clock.now()
    shown = [show_meeting(each, at) for each in queries.calendar(request.process)]
    context = {
        **_frame(request),
        "coming": [each for each in shown if not each.is_past],
        "past": [each for each in shown if each.is_past],
    }
    return render(request, "processes/desk/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_secretariat
def move(request: ProcessRequest, code: str) -> HttpResponse:
    """Ask for the new days and place of a meeting with the reason, and move it."""
    meeting = Meeting.objects.filter(process=request.process, code=code).first()
    if meeting is None:
        raise Http404
    begun = {
        "starts_on": meeting.starts_on,
        "ends_on": meeting.ends_on,
        "sequence": meeting.sequence,
        **{name: str(getattr(meeting, name)) for name in PLACE},
    }
    form = MeetingForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            if not _was_pressed_twice(meeting, form):
                _move(request, meeting, form)
        except DomainError as refusal:
            form = _refused(request, meeting, refusal)
        else:
            words = _("The meeting is changed. Calendars that hold it follow.")
            messages.success(cast("HttpRequest", request), words)
            return redirect("processes_desk:meetings", request.process.code)
    context = {**_frame(request), "form": form, "shown": show_meeting(meeting, clock.now())}
    status = 422 if form.errors else 200
    return render(request, "processes/desk/meeting.html", context, status=status)


def _changes(meeting: Meeting, form: MeetingForm) -> dict[str, Any]:
    """Return what was typed and differs from the meeting."""
    typed = form.cleaned_data
    changes = {name: typed[name] for name in DAYS if typed[name] != getattr(meeting, name)}
    changes |= {
        name: _named(typed[name]) for name in PLACE if typed[name] != str(getattr(meeting, name))
    }
    return changes


def _was_pressed_twice(meeting: Meeting, form: MeetingForm) -> bool:
    """Say whether the meeting became since the page was shown what was typed on it."""
    return form.cleaned_data["sequence"] < meeting.sequence and not _changes(meeting, form)


def _move(request: ProcessRequest, meeting: Meeting, form: MeetingForm) -> None:
    change_meeting(
        process=request.process,
        code=meeting.code,
        seen_sequence=form.cleaned_data["sequence"],
        changes=_changes(meeting, form),
        reason=form.cleaned_data["reason"],
        by=request.actor,
        at=clock.now(),
    )


def _named(typed: str) -> LazyI18nString:
    """Return a name of a place in the page's language alone: the others name the earlier place."""
    return LazyI18nString({get_language() or settings.LANGUAGE_CODE: typed} if typed else "")


def _refused(request: ProcessRequest, meeting: Meeting, refusal: DomainError) -> MeetingForm:
    """Return the form with what was typed, counting for the meeting as the page shows it."""
    form = MeetingForm({**request.POST.dict(), "sequence": str(meeting.sequence)})
    form.full_clean()
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return form


def _frame(request: ProcessRequest) -> dict[str, object]:
    return {
        "process": request.process,
        "messages": messages.get_messages(cast("HttpRequest", request)),
    }
