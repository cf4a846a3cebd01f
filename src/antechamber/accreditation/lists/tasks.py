"""The slow part of lists, in the background: printing one. Asked for twice, it is done once."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache
from django_tasks import task

from antechamber.accreditation.lists.papers import Which, path_of, print_paper
from antechamber.accreditation.lists.queries import list_of
from antechamber.accreditation.models import CandidateList
from antechamber.processes.queries import process_by_code

ASKED_SECONDS: Final = 120  # a paper that was asked for is not asked for again so soon


@task()
def print_list(process_code: str, number: int, which: str, language: str) -> None:
    """Print a frozen list in a language and keep it (4 statements)."""
    print_paper(list_of(process_by_code(process_code), number), Which(which), language)


def ask_for_paper(candidate_list: CandidateList, which: Which, language: str) -> None:
    """Have a paper printed in the background, once however many ask (1 statement)."""
    path = path_of(candidate_list, which, language)
    if cache.add(f"accreditation:paper:{path}", 1, ASKED_SECONDS):
        print_list.enqueue(candidate_list.process.code, candidate_list.number, which, language)
