"""The benchmark measures what it says: its counts, its shape, and not how long anything took."""

from __future__ import annotations

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

from antechamber import clock
from antechamber.accreditation.lists.states import Outcome
from antechamber.accreditation.models import Application, ListEntry
from antechamber.accreditation.states import State
from bench import growth, list_course, list_stage, pages, readme, submissions
from bench.costs import cost_of
from bench.made_up import add_applications
from bench.stage import AT, Stage, set_stage
from bench.tables import Table, held
from bench.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("bench.addresses")]


@pytest.fixture
def stage(settings):
    settings.WHITENOISE_USE_FINDERS = True  # style sheets are not collected in tests
    # As Django's own test client does: the test's transaction lives in this connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with clock.frozen_at(AT):
        yield set_stage()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def page(stage: Stage, name: str) -> pages.Page:
    return next(each for each in pages.pages_of(stage) if each.name == name)


def test_a_cost_counts_statements_and_rows():
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_test (text text)")
            cursor.execute("INSERT INTO bench_test (text) VALUES ('a')")
            cursor.execute("UPDATE bench_test SET text = 'b'")
            cursor.execute("DROP TABLE bench_test")

    cost = cost_of([act, act, act])

    assert (cost.statements, cost.rows) == (4, 2)
    assert cost.cpu_ms > 0


def test_a_kept_page_costs_its_statements_once(stage):
    figures = pages.figures_of(page(stage, "Home"), rounds=1)

    assert (figures.cold.statements, figures.warm.statements) == (4, 0)
    assert figures.bare.statements == 0
    assert figures.html_bytes < pages.HOME_KB * pages.KILOBYTE
    assert figures.asset_bytes > 0


def test_every_page_answers_those_who_may_see_it(stage):
    asked = pages.pages_of(stage)

    answers = [each.visitor.get(each.path) for each in asked]

    assert {answer.status for answer in answers} == {200}
    assert all(len(figures) == len(pages.COLUMNS) for figures in _rows(asked[-1:]))


def _rows(asked: list[pages.Page]) -> list[list[str]]:
    return [pages.figures_of(each, rounds=1).row() for each in asked]


def test_a_visitor_says_what_was_answered_instead(stage):
    stranger = Visitor(stage.anybody.application)

    with pytest.raises(RuntimeError, match=r"GET /en/gcm/desk/ was answered 302"):
        stranger.get(stage.address("desk/"))


@pytest.mark.django_db(transaction=True)  # within a test's transaction, each would be a savepoint
def test_a_submission_takes_what_the_design_allows(stage):
    action = submissions.submitting_cost(stage, 2)
    request = submissions.posting_cost(stage, 2)
    bare = submissions.bare_inserts_cost(action.rows, 2)

    assert action.statements <= submissions.SUBMIT_STATEMENTS
    assert (request.rows, bare.rows, bare.statements) == (action.rows,) * 3
    assert Application.objects.filter(state=State.SUBMITTED).count() == 1 + 2 * 3


def test_acts_and_forms_become_tables(stage):
    acts = submissions.acts_table(stage, rounds=1)
    form = submissions.form_table(stage, rounds=1)

    assert [row[0] for row in acts.rows][:2] == ["Submit: the action", "Submit: the request"]
    assert {len(row) for row in acts.rows} == {len(acts.columns)}
    assert [row[1] for row in form.rows] == ["3", "3", "3", "2", "2", "4", "2", "3", ""]


def test_made_up_applications_are_whole(stage):
    add_applications(stage.process, 30, at=AT)

    found = Application.objects.exclude(reference=None).select_related("present_version")
    assert found.count() == 30 + 1
    assert {each.present_version.application_id == each.pk for each in found} == {True}
    assert {each.versions.count() for each in found} == {1}


def test_statements_do_not_grow_with_the_applications(stage):
    few = statements_with(60, stage)
    many = statements_with(180, stage)

    assert many == few


def statements_with(applications: int, stage: Stage) -> dict[str, int]:
    growth.grow_to(stage, applications)
    return {name: cost.statements for name, cost in growth.costs_now(stage).items()}


def test_a_table_is_the_same_text_everywhere():
    table = Table("Weights", ("page", "KB"), [["Home", held(17.96, 18)], ["Rules", "31.0"]], "A.")

    assert table.markdown() == (
        "### Weights\n"
        "\n"
        "| page  |   KB |\n"
        "| ----- | ---: |\n"
        "| Home  | 18.0 |\n"
        "| Rules | 31.0 |\n"
        "\n"
        "A.\n"
    )


@pytest.mark.parametrize(
    ("value", "limit", "written"),
    [
        (17.96, 18.0, "18.0"),
        (18.1, 18.0, "**18.1** > 18"),
        (1234.5, None, "1,234.5"),
        (1234.5, 10.0, "**1,234.5** > 10"),
    ],
)
def test_a_figure_over_its_limit_says_so(value, limit, written):
    assert held(value, limit) == written


def test_figures_take_their_place_in_the_readme(tmp_path):
    copy = tmp_path / "README.md"
    name = connection.vendor
    marks = f"<!-- figures of {name}: begin -->", f"<!-- figures of {name}: end -->"
    copy.write_text(f"Before\n{marks[0]}\nold\n{marks[1]}\nAfter\n", encoding="utf-8")

    readme.write("new\n", copy)

    assert copy.read_text() == f"Before\n{marks[0]}\n\nnew\n\n{marks[1]}\nAfter\n"


def test_the_readme_has_a_place_for_both_databases():
    text = readme.README.read_text(encoding="utf-8")

    for database in ("sqlite", "postgresql"):
        for edge in ("begin", "end"):
            assert text.count(f"<!-- figures of {database}: {edge} -->") == 1


@pytest.mark.django_db(transaction=True)
def test_a_list_is_measured_from_its_first_name_to_its_paper(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    table = list_course.course_table(list_stage.set_list_stage(8))

    assert [row[0] for row in table.rows][-3:] == [
        "Write the files",
        "Recompute from the files alone",
        "Print the list as PDF",
    ]
    assert table.title == "A list of 8 entries, 1 of them objected to"
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert ListEntry.objects.filter(outcome=Outcome.CLEARED).count() == 8
