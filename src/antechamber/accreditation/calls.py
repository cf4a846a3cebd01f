"""The accreditation call of a process, as the pages of this room ask about it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404

from antechamber.accreditation.completeness import form_of
from antechamber.processes import blocks
from antechamber.processes.models import Call, Modalities, Process
from antechamber.processes.queries import present_modalities, window_of
from antechamber.processes.rules import Window
from antechamber.questionnaires.models import Questionnaire as PublishedQuestionnaire
from antechamber.questionnaires.schema import Questionnaire
from antechamber.web.components import Deadline

ACCREDITATION = "accreditation"  # the kind of the call, and the code of its questionnaire


def accreditation_call(process: Process) -> Call:
    """Return the process's call for accreditation, the latest if there are several (1 statement).

    Raises `Http404` where it has none: then there is nothing to apply for.
    """
    call = (
        Call.objects.filter(process=process, kind=ACCREDITATION)
        .select_related("process")
        .order_by("-opens_at")
        .first()
    )
    if call is None:
        raise Http404
    return call


def window(call: Call) -> Window:
    """Return the call's opening and deadlines (1 statement)."""
    return window_of(call)


def deadline_block(call: Call, at: datetime) -> Deadline | None:
    """Return the deadline in force at an instant as its block on a page (1 statement)."""
    return blocks.deadline_block(call, window_of(call), at)


def modalities(process: Process, at: datetime) -> Modalities:
    """Return the modalities in force at an instant (1 statement)."""
    return present_modalities(process, at)


def present_questionnaire(process: Process, at: datetime) -> PublishedQuestionnaire:
    """Return the newest version of the process's application form by then (1 statement)."""
    published = (
        PublishedQuestionnaire.objects.filter(
            process_code=process.code, code=ACCREDITATION, published_at__lte=at
        )
        .order_by("-version")
        .first()
    )
    if published is None:
        raise Http404
    return published


def present_form(process: Process, at: datetime) -> Questionnaire:
    """Return the application form in force at an instant, parsed (1 statement)."""
    return form_of(present_questionnaire(process, at))


def carried_over(process: Process, at: datetime) -> frozenset[str]:
    """Return the processes whose accreditations count here, by the modalities (2 statements)."""
    rule = present_modalities(process, at).rules.filter(kind="carry_over_from").first()
    return frozenset(rule.value) if rule is not None else frozenset()


def day_of(process: Process, at: datetime) -> date:
    """Return the day an instant falls on in the process's own zone."""
    return at.astimezone(ZoneInfo(process.zone)).date()
