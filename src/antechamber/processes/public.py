"""Public pages of a process: calendar, news, documents, rules, about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from antechamber.processes import ics, modalities, queries
from antechamber.processes.blocks import (
    days_in_words,
    deadline_block,
    local_day,
    next_day_begins,
    place_of,
)
from antechamber.processes.models import Meeting, Modalities, Publication, Rule, Standing
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page
from antechamber.processes.queries import CallWindow
from antechamber.processes.rules import is_draft
from antechamber.web.languages import base_url
from antechamber.workflow import DomainError

NEWS_ON_A_PAGE = 20


def shown(request: PublicRequest, template: str, **values: object) -> HttpResponse:
    """Draw a public page of the process in the address."""
    return render(request, template, {"process": request.frame.process, **values})


def until_tomorrow(request: PublicRequest) -> datetime:
    """Return when a page with coming and past days says something else by itself."""
    midnight = next_day_begins(request.at, request.frame.process.zone)
    return min(midnight, request.frame.changes_at or midnight)


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """A meeting as the calendar shows it."""

    meeting: Meeting
    days: str
    place: str
    is_past: bool

    @property
    def is_unconfirmed(self) -> bool:
        """Say whether its day is known from memory only."""
        return self.meeting.standing == Standing.UNCONFIRMED


def show_meeting(meeting: Meeting, at: datetime) -> ShownMeeting:
    """Return a meeting as a page shows it at an instant."""
    return ShownMeeting(
        meeting,
        days_in_words(*meeting.days) if meeting.days else "",
        place_of(meeting),
        is_past=bool(meeting.ends_on and meeting.ends_on < local_day(at, meeting.zone)),
    )


@public_page()
def calendar(request: PublicRequest) -> Fresh:
    """Show deadlines and meetings, the coming ones first (2 statements)."""
    meetings = [show_meeting(each, request.at) for each in queries.calendar(request.frame.process)]
    page = shown(
        request,
        "processes/calendar.html",
        deadlines=_deadlines(request),
        coming=[each for each in meetings if not each.is_past],
        past=[each for each in meetings if each.is_past],
    )
    return Fresh(page, until_tomorrow(request))


def _deadlines(request: PublicRequest) -> list[tuple[CallWindow, object]]:
    blocks = [
        (each, deadline_block(each.call, each.window, request.at)) for each in request.frame.calls
    ]
    return [(call, block) for call, block in blocks if block is not None]


@public_page()
def calendar_file(request: PublicRequest) -> Fresh:
    """Give all meetings and deadlines as one calendar file (2 statements)."""
    process = request.frame.process
    writer = _writer(request)
    events = [event for call in request.frame.calls for event in writer.deadline(call)]
    for meeting in queries.calendar(process):
        events += writer.meeting(meeting)
    body = ics.calendar_file(process, str(process.short_name), events)
    return Fresh(_file(body, process.code), until_tomorrow(request))


@public_page()
def meeting_file(request: PublicRequest, code: str) -> Fresh:
    """Give one meeting as a calendar file (2 statements)."""
    process = request.frame.process
    meeting = Meeting.objects.filter(process=process, code=code).first()
    if meeting is None:
        raise Http404
    events = _writer(request).meeting(meeting)
    body = ics.calendar_file(process, str(meeting.title), events)
    return Fresh(_file(body, f"{process.code}-{code}"), until_tomorrow(request))


@public_page()
def deadline_file(request: PublicRequest, code: str) -> Fresh:
    """Give the deadline of a call as a calendar file (1 statement)."""
    process = request.frame.process
    call = next((each for each in request.frame.calls if each.call.code == code), None)
    events = _writer(request).deadline(call) if call else []
    if call is None or not events:
        raise Http404
    body = ics.calendar_file(process, str(call.call.title), events)
    return Fresh(_file(body, f"{process.code}-{code}-deadline"), until_tomorrow(request))


def _writer(request: PublicRequest) -> ics.EventWriter:
    process = request.frame.process
    url = base_url() + reverse("processes:calendar", args=[process.code])
    return ics.EventWriter(process, request.at, url)


def _file(body: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.ics"'
    return HttpResponse(
        body, content_type=ics.CONTENT_TYPE, headers={"Content-Disposition": disposition}
    )


@public_page(parameters=["page"])
def news(request: PublicRequest) -> Fresh:
    """List the news, the latest first (3 statements)."""
    found = queries.publications(request.frame.process, Publication.Kind.NEWS, request.at)
    page = Paginator(found, NEWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return Fresh(shown(request, "processes/news.html", page=page), request.frame.changes_at)


@public_page()
def news_item(request: PublicRequest, slug: str) -> Fresh:
    """Show one news item (2 statements)."""
    item = queries.publication(request.frame.process, Publication.Kind.NEWS, slug, request.at)
    if item is None:
        raise Http404
    return Fresh(shown(request, "processes/news_item.html", item=item), request.frame.changes_at)


@public_page()
def documents(request: PublicRequest) -> Fresh:
    """List the documents, the latest first (2 statements)."""
    process = request.frame.process
    found = list(queries.publications(process, Publication.Kind.DOCUMENT, request.at))
    page = shown(request, "processes/documents.html", documents=found)
    return Fresh(page, request.frame.changes_at)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule in words, with the paragraph and the source it comes from."""

    rule: Rule

    @property
    def label(self) -> str:
        """Return what the rule is about."""
        return str(modalities.RULE_KINDS[self.rule.kind].label)

    @property
    def sentence(self) -> str:
        """Say the rule."""
        return modalities.sentence(self.rule.kind, self.rule.value)

    @property
    def standing(self) -> str:
        """Say how far it can be relied on; empty where a source states it."""
        if self.rule.standing == Standing.STATED:
            return ""
        return str(Standing(self.rule.standing).label)


@public_page()
def rules(request: PublicRequest) -> Fresh:
    """Say the rules in force, each with its paragraph and source (3 statements)."""
    process = request.frame.process
    try:
        version = queries.present_modalities(process, request.at)
    except DomainError:
        raise Http404 from None
    page = shown(request, "processes/rules.html", **rules_of(version, request.at))
    return Fresh(page, request.frame.changes_at)


def rules_of(version: Modalities, at: datetime) -> dict[str, object]:
    """Return a version with its rules as pages show them (1 statement)."""
    return {
        "modalities": version,
        "is_draft": is_draft(version.adopted_at, at),
        "rules": [ShownRule(rule) for rule in queries.rules_of(version)],
    }


@public_page()
def about(request: PublicRequest) -> Fresh:
    """Say what the process is and whom to ask (3 statements)."""
    process = request.frame.process
    page = shown(
        request,
        "processes/about.html",
        page=queries.publication(process, Publication.Kind.PAGE, "about", request.at),
        categories=list(queries.categories(process)),
    )
    return Fresh(page, request.frame.changes_at)
