"""What an applicant's acts cost: submitting, saving a page, drawing the form, the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from django.db import connection, transaction

from antechamber.accreditation.actions import submitting
from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.models import Application
from antechamber.people.actors import actor_of
from bench.costs import Act, Cost, cost_of
from bench.made_up import add_drafts
from bench.stage import AT, Stage
from bench.tables import Table, held, number
from bench.visitor import Visitor, cookies_of

SUBMIT_STATEMENTS: Final = 12
SUBMIT_MS: Final = 10.0
ROW_BYTES: Final = 500  # of text in a bare row: about what a row of a submission holds
QUESTIONS: Final = "work"  # a page of two long texts and the list of all countries

COLUMNS: Final = ("act", "CPU, ms", "clock, ms", "SQL", "rows", "a second", "× bare inserts")
NOTE: Final = (
    "A second: how many one process does, one after another. Bare inserts: as many rows of "
    f"{ROW_BYTES} bytes as a submission writes, in one transaction, without Django's models."
)


def acts_table(stage: Stage, *, rounds: int) -> Table:
    """Measure every act `rounds` times, each on an application of its own where it changes one."""
    submitting = submitting_cost(stage, rounds)
    bare = bare_inserts_cost(submitting.rows, rounds)
    table = Table("Acts", COLUMNS, note=NOTE)
    limits: dict[str, tuple[Cost, float | None, int | None]] = {
        "Submit: the action": (submitting, SUBMIT_MS, SUBMIT_STATEMENTS),
        "Submit: the request": (posting_cost(stage, rounds), None, None),
        f"{submitting.rows} bare inserts": (bare, None, None),
        "Save a page of the form: the request": (saving_cost(stage, rounds), None, None),
        "Receipt as PDF: the request": (paper_cost(stage, max(1, rounds // 10)), None, None),
    }
    for name, (cost, most_ms, most_statements) in limits.items():
        table.rows.append(
            [
                name,
                held(cost.cpu_ms, most_ms, 2),
                number(cost.ms, 2),
                held(cost.statements, most_statements, 0),
                str(cost.rows),
                number(1000 / cost.ms, 0),
                number(cost.times(bare)),
            ]
        )
    return table


def form_table(stage: Stage, *, rounds: int) -> Table:
    """Measure the drawing of every page of the form, as the applicant asks for it."""
    table = Table("Drawing the form", ("page", "questions", "CPU, ms", "SQL"))
    total = 0.0
    for section in form_of(stage.draft.questionnaire).sections:
        path = stage.address(f"apply/{stage.draft.key}/tasks/{section.key}")
        ask = partial(stage.applicant.get, path)
        ask()
        cost = cost_of([ask] * rounds)
        total += cost.cpu_ms
        cells = [number(cost.cpu_ms, 2), str(cost.statements)]
        table.rows.append([section.title.words("en"), str(len(section.questions)), *cells])
    table.rows.append(["All pages", "", number(total, 2), ""])
    return table


def submitting_cost(stage: Stage, rounds: int) -> Cost:
    """Measure the submission by its action, for an actor who is known already."""
    return cost_of([_submission(stage, draft) for draft in _drafts(stage, rounds)])


def _submission(stage: Stage, draft: Application) -> Act:
    return partial(
        submitting.submit_application,
        process=stage.process,
        key=draft.key,
        by=actor_of(draft.started_by, AT),
        at=AT,
    )


def posting_cost(stage: Stage, rounds: int) -> Cost:
    """Measure the submission by its request: session, permission, action, redirect."""
    return cost_of([_posting(stage, draft) for draft in _drafts(stage, rounds)])


def _posting(stage: Stage, draft: Application) -> Act:
    visitor = Visitor(stage.anybody.application, cookies_of(draft.started_by))
    return partial(visitor.post, stage.address(f"apply/{draft.key}/submit"), {})


def _drafts(stage: Stage, rounds: int) -> list[Application]:
    """Return as many drafts and one before them, which warms what a process reads once."""
    first, *drafts = add_drafts(stage.process, rounds + 1, at=AT)
    _submission(stage, first)()
    return drafts


def saving_cost(stage: Stage, rounds: int) -> Cost:
    """Measure keeping a page of the form with the answers that it has."""
    answers = stage.draft.answers
    section = form_of(stage.draft.questionnaire).section(QUESTIONS)
    assert section is not None
    fields = {each.key: answers[each.key] for each in section.questions}
    path = stage.address(f"apply/{stage.draft.key}/tasks/{QUESTIONS}")
    return cost_of([partial(stage.applicant.post, path, fields)] * rounds)


def paper_cost(stage: Stage, rounds: int) -> Cost:
    """Measure the receipt as PDF, with the fonts read already."""
    ask = partial(stage.applicant.get, stage.address(f"apply/{stage.submitted.key}/receipt.pdf"))
    ask()
    return cost_of([ask] * rounds)


def bare_inserts_cost(rows: int, rounds: int) -> Cost:
    """Measure as many bare inserts in one transaction, into a table without indexes."""
    with bare_table() as insert:

        def insert_all() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                for _row in range(rows):
                    cursor.execute(insert, ["x" * ROW_BYTES])

        return cost_of([insert_all] * rounds)


@contextmanager
def bare_table() -> Iterator[str]:
    """Make a table without indexes, give the statement that fills it, and drop it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (text text NOT NULL)")
    yield "INSERT INTO bench_bare (text) VALUES (%s)"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
