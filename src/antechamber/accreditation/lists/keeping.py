"""Closing the lists whose time to object is over, without anybody having to be there."""

from __future__ import annotations

from datetime import datetime

from antechamber.accreditation.actions.circulating import close_ended_list
from antechamber.accreditation.lists.circulation import with_silence
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.models import CandidateList
from antechamber.processes.rules import Phase
from antechamber.workflow import DomainError


def close_ended_lists(at: datetime) -> int:
    """Close every list whose silence has ended by an instant; return how many were closed.

    Whether an objection is in time never depends on it. A list on which something was done later
    than `at` is left alone: a clock was set back. 2 statements where nothing is due.
    """
    silent = CandidateList.objects.filter(state=ListState.CIRCULATED, changed_at__lte=at)
    found = silent.select_related("process").prefetch_related("silence_ends").order_by("id")
    ended = [each for each in with_silence(found) if each.silence.phase_at(at) is Phase.CLOSED]
    return sum(_closed(each.list, at) for each in ended)


def _closed(candidate_list: CandidateList, at: datetime) -> bool:
    try:
        close_ended_list(process=candidate_list.process, number=candidate_list.number, at=at)
    except DomainError:  # the President's office closed or extended it in this very moment
        return False
    return True
