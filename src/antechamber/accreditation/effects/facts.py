"""What the effects of changed rules are computed from, read from the tables. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from antechamber.accreditation.calls import ACCREDITATION, day_of
from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.desk_models import Proposal
from antechamber.accreditation.effects.applying import (
    OPEN,
    Applicant,
    Arrived,
    Holder,
)
from antechamber.accreditation.effects.listing import Drawn, Due
from antechamber.accreditation.effects.objecting import Objected, Played, Waiting
from antechamber.accreditation.effects.texts import Text
from antechamber.accreditation.effects.values import Case
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.states import WITHOUT_EFFECT, ListState, Standing
from antechamber.accreditation.models import Application, CandidateList, Objection, Reply
from antechamber.accreditation.standing import HeldStatus
from antechamber.accreditation.states import WAITING_FOR_OFFICER, State
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import StatusKind
from antechamber.processes.modalities import LONGEST_GRACE
from antechamber.processes.models import Call, Process
from antechamber.processes.queries import next_meetings, windows_of
from antechamber.processes.rules import LAST_SECOND, Window
from antechamber.questionnaires.models import Questionnaire
from antechamber.questionnaires.schema import Kind
from antechamber.questionnaires.words import count_words

AT_ONCE = 500  # applications whose answers are held in memory together
# No grace is longer: what came later is late under every rule.
LONGEST_LATENESS = timedelta(seconds=LONGEST_GRACE) + LAST_SECOND
LEGAL_STATUS = "legal_status"  # the question that tells what kind of body applies


def known_codes(process: Process) -> set[str]:
    """Return the processes whose accreditations could count here (2 statements)."""
    others = Process.objects.exclude(pk=process.pk).values_list("code", flat=True)
    granted = Status.objects.filter(kind=StatusKind.ACCREDITED).exclude(process_code=process.code)
    return {*others, *granted.values_list("process_code", flat=True).distinct()} - {""}


def holders(process: Process, codes: Collection[str]) -> list[Holder]:
    """Return the organizations accredited to some processes, by name (3 statements)."""
    accredited = Organization.objects.filter(
        pk__in=Status.objects.filter(
            kind=StatusKind.ACCREDITED, process_code__in=sorted(codes)
        ).values("organization")
    )
    applications = {
        each.organization_id: each
        for each in _submitted(process).filter(organization__in=accredited)
        if each.state not in {State.WITHDRAWN, State.MERGED}
    }
    found = []
    for each in accredited.prefetch_related("statuses").order_by("display_name"):
        applied = applications.get(each.pk)
        held = tuple(
            HeldStatus(row.kind, row.process_code, row.year, row.since, row.until)
            for row in each.statuses.all()
        )
        found.append(
            Holder(
                each.display_name,
                held,
                str(applied) if applied else "",
                applied.state if applied else "",
            )
        )
    return found


def applicants(process: Process) -> list[Applicant]:
    """Return the open applications with their legal status, and those refused (2 statements)."""
    refused = _submitted(process).filter(state=State.INELIGIBLE)
    found = [Applicant(_case(each), each.state, each.reason_code) for each in refused]
    found += [
        Applicant(_case(each), each.state, legal_status=str(answers.get(LEGAL_STATUS, "")))
        for each, answers in _answered(process)
    ]
    return found


def arrived(process: Process) -> list[Arrived]:
    """Return what came within a day after a deadline, and what came too late (4 statements)."""
    windows = {each.call.pk: each.window for each in windows_of(process)}
    ends = {end.falls_at for window in windows.values() for end in window.announcements}
    near = Q(pk__in=[])
    for falls_at in ends:
        near |= Q(submitted_at__range=(falls_at, falls_at + LONGEST_LATENESS))
    found = [
        _arrival(each.submitted_at, windows[each.call_id], _case(each))
        for each in _submitted(process).filter(near)
        if each.submitted_at is not None
    ]
    late = Application.objects.filter(process=process, came_late_at__isnull=False)
    found += [
        _arrival(at, windows[call])
        for call, at in late.values_list("call_id", "came_late_at")
        if at is not None
    ]
    return [each for each in found if each is not None]


def _arrival(at: datetime, window: Window, case: Case | None = None) -> Arrived | None:
    falls_at = window.deadline_at(at)
    return Arrived(at, falls_at, case) if falls_at else None


def graces_of_calls(process: Process) -> set[int]:
    """Return the grace that each call for accreditation was opened with (1 statement)."""
    calls = Call.objects.filter(process=process, kind=ACCREDITATION)
    return set(calls.values_list("grace_seconds", flat=True))


def texts(process: Process) -> list[Text]:
    """Return the long texts of open applications and replies, counted (3 statements)."""
    forms = {
        each.pk: [
            question.key for question in form_of(each).questions if question.kind is Kind.LONG_TEXT
        ]
        for each in Questionnaire.objects.filter(process_code=process.code)
    }
    found = [
        Text("application_answer", count_words(str(answers[key])), _case(each))
        for each, answers in _answered(process)
        for key in forms.get(each.questionnaire_id, [])
        if answers.get(key)
    ]
    replies = Reply.objects.filter(entry__candidate_list__process=process)
    found += [
        Text("objection_reply", count_words(reply.text), _case(reply.entry.application))
        for reply in replies.select_related("entry__application__organization")
    ]
    return found


def accredited(process: Process) -> int:
    """Return how many organizations are accredited (1 statement)."""
    return Application.objects.filter(process=process, state=State.ACCREDITED).count()


def drawn(process: Process) -> list[Drawn]:
    """Return the lists that are not discarded (2 statements)."""
    lists = _lists(process).annotate(size=Count("entries")).prefetch_related("silence_ends")
    return [
        Drawn(
            str(each),
            vars(each)["size"],
            is_frozen=each.state != ListState.DRAFTING,
            closes_at=max((end.falls_at for end in each.silence_ends.all()), default=None),
        )
        for each in lists
    ]


def played(process: Process) -> list[Played]:
    """Return the frozen lists with their course (1 statement, and 4 for each list)."""
    return [_played(each) for each in _lists(process).exclude(state=ListState.DRAFTING)]


def _played(candidate_list: CandidateList) -> Played:
    entries = list(list_queries.lines_of(candidate_list))
    rules = list_queries.rules_for(candidate_list)
    return Played(
        str(candidate_list),
        list_queries.course_of(candidate_list, entries, rules),
        {str(each.application): each.name for each in entries},
    )


def objected(process: Process) -> list[Objected]:
    """Return the objections that stand, without any State's name (1 statement)."""
    found = Objection.objects.filter(entry__candidate_list__process=process)
    return [
        Objected(has_basis=bool(each.basis), is_confidential=each.is_confidential)
        for each in found.exclude(standing__in=sorted(WITHOUT_EFFECT))
    ]


def waiting(process: Process) -> Waiting:
    """Return what waits for a second person (2 statements)."""
    letters = Objection.objects.filter(
        entry__candidate_list__process=process, standing=Standing.RECEIVED
    )
    proposed = _submitted(process).filter(
        pk__in=Proposal.objects.filter(outcome="").values("application")
    )
    return Waiting(letters.count(), tuple(_case(each) for each in proposed.order_by("id")))


def due(process: Process, silence_days: int, at: datetime) -> Due:
    """Return what is still to come before a list (3 statements)."""
    today = day_of(process, at)
    meeting = next((each for each in next_meetings(process, today, 1) if each.starts_on), None)
    asked = _submitted(process).filter(state=State.INFORMATION_REQUESTED)
    return Due(
        waiting=_submitted(process).filter(state__in=sorted(WAITING_FOR_OFFICER)).count(),
        asked=[(_case(each), day_of(process, each.answer_by)) for each in asked if each.answer_by],
        silence_days=silence_days,
        next_meeting=_meeting(meeting.title, meeting.starts_on) if meeting else None,
        today=today,
    )


def _meeting(title: object, starts_on: date | None) -> tuple[str, date] | None:
    return (str(title), starts_on) if starts_on else None


def _lists(process: Process) -> QuerySet[CandidateList]:
    return list_queries.lists(process).exclude(state=ListState.DISCARDED)


def _submitted(process: Process) -> QuerySet[Application]:
    found = Application.objects.filter(~Q(reference=None), process=process)
    return found.exclude(state=State.DRAFT).select_related("organization").defer("answers")


def _answered(process: Process) -> Iterator[tuple[Application, dict[str, object]]]:
    """Yield the open applications with the answers that they handed in (1 statement)."""
    found = _submitted(process).filter(state__in=sorted(OPEN)).select_related("present_version")
    for each in found.order_by("id").iterator(chunk_size=AT_ONCE):
        if each.present_version is not None:
            yield each, each.present_version.answers


def _case(application: Application) -> Case:
    return Case(application.organization.display_name, str(application))
