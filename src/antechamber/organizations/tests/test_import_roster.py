"""Importing a roster at the machine itself."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from antechamber import clock
from antechamber.organizations.models import Organization
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_turns import LEASE
from antechamber.organizations.tests.rosters import names, sheet

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    """An output that somebody watches."""

    def isatty(self) -> bool:
        return True


def run(path, output: io.StringIO | None = None) -> str:
    output = output or io.StringIO()
    call_command("import_roster", str(path), "--source", "E/2017/32", stdout=output)
    return output.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(sheet(("Name", "Date"), ("Harbour", "2014-06-14"), ("", "2014-06-14")))
    return path


def test_the_command_imports_a_file_and_says_what_became_of_its_rows(file):
    assert run(file) == "Refused: 1\nNew: 1\nRows in all: 2.\n"
    assert Organization.objects.findable().get().statuses.get().source == "E/2017/32"


def test_the_command_shows_its_progress_where_somebody_watches(file):
    assert run(file, Terminal()).startswith("\r2 of 2 rows read\n")


def test_the_command_changes_nothing_the_second_time(file):
    run(file)

    assert run(file) == "Refused: 1\nNew: 1\nRows in all: 2.\n"
    assert RosterImport.objects.count() == Organization.objects.count() == 1


def test_the_command_leaves_a_roster_to_the_worker_that_is_at_it(file):
    run(file)
    RosterImport.objects.update(
        state=RosterImport.State.APPLYING, applied_at=None, lease_until=clock.now() + LEASE
    )

    assert run(file) == "Another worker is at this roster.\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "The file holds no rows."),
        (names(*(f"Harbour {n}" for n in range(30))) + b'"' + b"x" * 200_000, "is damaged"),
    ],
)
def test_the_command_refuses_what_is_no_roster(tmp_path, content, words):
    path = tmp_path / "roster.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        run(path)
