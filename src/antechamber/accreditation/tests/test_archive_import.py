"""The history of an earlier process in another installation: who was accredited, and nothing else.

The archive is that of a GCM in which one name fell to an objection; the next process is one whose
modalities let the GCM's accreditations count, as the International Migration Review Forum did.
"""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antechamber.accreditation import calls
from antechamber.accreditation.models import Application, ListEntry, Objection
from antechamber.accreditation.standing import Outcome, standings
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.archives import ROR, copy_of, forge, rows
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import a_procedure
from antechamber.organizations.actions import make_findable
from antechamber.organizations.models import Identifier, Name, Organization, Status
from antechamber.people.actors import OPERATOR
from antechamber.processes.history import import_archive
from antechamber.record.archive import UntrueArchive, csv_head, csv_row
from antechamber.record.canonical import canonical_json
from antechamber.record.models import Entry
from antechamber.record.seals import public_key
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db


def imported(path, **given):
    return import_archive(path, **{"by": OPERATOR, "at": NOW, **given})


def the_next():
    return a_procedure(0, "imrf-2022", carry_over_from=["gcm"])


def standing_of(organization, process):
    found = standings(
        [organization],
        calls.accreditation_call(process),
        calls.carried_over(process, NOW_2022),
        calls.day_of(process, NOW_2022),
    )
    return found[organization.pk].outcome


NOW_2022 = NOW.replace(year=2022)


def known(name, **facts):
    organization = factories.an_organization(name, **facts)
    make_findable(organization)
    return organization


def run(command, path, **options):
    out = StringIO()
    call_command(command, str(path), stdout=out, **options)
    return out.getvalue()


def counts():
    return {model.__name__: model.objects.count() for model in (Organization, Name, Status)}


def test_accredited_organization_is_told_that_it_need_not_apply(archive):
    nxt = the_next().process

    imported(archive.path)

    for name in archive.accredited:
        assert standing_of(Organization.objects.get(display_name=name), nxt) == Outcome.CARRIED_OVER


def test_who_was_objected_to_is_free_to_apply_and_bears_no_trace(archive):
    done = the_next()

    imported(archive.path)

    assert not Organization.objects.filter(display_name=archive.refused).exists()
    applied = factories.in_state(
        done.process, State.RECOMMENDED, organization=factories.an_organization(archive.refused)
    )
    done.applied = [applied]
    assert standing_of(applied.application.organization, done.process) == Outcome.APPLIED
    done.compose().add().freeze().sign_off().circulate()
    (entry,) = ListEntry.objects.all()
    assert (entry.name, entry.outcome, Objection.objects.count()) == (archive.refused, "", 0)
    assert done.state_of(0) == State.LISTED
    done.close().issue()
    assert done.state_of(0) == State.ACCREDITED


def test_nothing_of_refusals_and_objections_comes_in(archive):
    refused = {
        row["number"]
        for row in rows(archive.path, "accreditation/applications")
        if row["state"] != "accredited"
    }
    objected = {row["objection"] for row in rows(archive.path, "lists/objections")}

    imported(archive.path)

    told = json.dumps(
        [
            list(model.objects.values())
            for model in apps.get_models()
            if model._meta.app_label in {"organizations", "accreditation", "record", "processes"}
        ],
        default=str,
    )
    traces = [archive.refused, *refused, *objected, "GCM-L-01", "not_accredited", "objection."]
    assert [trace for trace in traces if trace in told] == []
    assert Application.objects.count() == 0


def test_import_is_in_the_record_with_what_it_did(archive):
    done = imported(archive.path)

    (entry,) = Entry.objects.filter(verb="history.imported")
    assert (entry.process_code, entry.subject, entry.actor_key) == (
        "installation",
        "gcm",
        "operator",
    )
    assert entry.facts["manifest"] == archive.made.digest
    assert (done.known, done.added, done.accreditations, done.near) == (0, 2, 2, ())
    assert {status.source for status in Status.objects.all()} == {
        f"gcm, archive {archive.made.digest[:12]}"
    }


def test_command_says_what_came_and_whose_key_is_to_be_compared(archive, tmp_path, settings):
    key = public_key(settings.SEALING_KEY)
    unsigned = copy_of(archive.path, tmp_path)
    (unsigned / "signature.json").unlink()

    said = [run("import", archive.path), run("import", archive.path, key=[key])]
    said.append(run("import", unsigned))

    counted = [line.splitlines()[0] for line in said]
    assert counted == [
        "gcm: 0 organizations were known, 2 were added, 2 accreditations were written.",
        *["gcm: 2 organizations were known, 0 were added, 0 accreditations were written."] * 2,
    ]
    assert [line.splitlines()[-1] for line in said] == [
        f"Compare the key that signed it with the one that is published: {key}",
        "They count in a process whose modalities name gcm in carry_over_from.",
        "Nobody signed the archive: anybody can have made it.",
    ]


def test_the_same_archive_twice_changes_nothing_the_second_time(archive):
    imported(archive.path)
    before = counts()

    again = imported(archive.path)

    assert (again.known, again.added, again.accreditations) == (2, 0, 0)
    assert counts() == before


def csv_of(copy, name):
    columns = json.loads((copy / "manifest.json").read_text())["tables"][name]["columns"]
    made = [csv_row([row[column] for column in columns]) for row in rows(copy, name)]
    return b"".join([csv_head(columns), *made])


def varied(row, time):
    """Make a row be about another organization."""
    keys = {key: f"o_{time:06d}{row[key][-6:]}" for key in {"key", "organization"} & set(row)}
    texts = {key: f"{row[key]} {time}" for key in {"name", "value"} & set(row)}
    return {**row, **keys, **texts}


def grown(copy, times):
    """Give an archive many more accredited organizations."""
    for name in ("organizations", "names", "identifiers", "accreditations"):
        table = f"organizations/{name}"
        made = [varied(row, time) for time in range(times) for row in rows(copy, table)]
        lines = b",\n".join(canonical_json(row) for row in made)
        forge(copy, f"{table}.json", lambda _content, lines=lines: b"[\n" + lines + b"\n]\n")
        forge(copy, f"{table}.csv", lambda _content, table=table: csv_of(copy, table))
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["tables"][table]["rows"] = len(made)
        (copy / "manifest.json").write_text(json.dumps(manifest))
    return copy


def test_import_takes_the_same_statements_for_every_length(archive, tmp_path):
    known("Somebody Else Entirely")
    with CaptureQueriesContext(connection) as few:
        imported(archive.path)
    with CaptureQueriesContext(connection) as many:
        done = imported(grown(copy_of(archive.path, tmp_path), 30))

    assert done.added == 60
    assert (len(few), len(many)) == (24, 24)


# --- Who is who -----------------------------------------------------------------------------------


def test_organization_of_the_same_name_is_known_again(archive):
    here = known(archive.accredited[0].upper())

    done = imported(archive.path)

    assert (done.known, done.added, done.near) == (1, 1, ())
    assert Status.objects.filter(organization=here, process_code="gcm").count() == 1


def test_organization_of_the_same_number_is_known_under_another_name(archive):
    here = known("Quite Another Name")
    Identifier.objects.create(organization=here, scheme=ROR[0], value=ROR[1])

    done = imported(archive.path)

    assert (done.known, done.added) == (1, 1)
    assert Status.objects.filter(organization=here, process_code="gcm").count() == 1


def test_organization_of_the_same_name_in_another_country_is_another(archive):
    here = known(archive.accredited[0], country="GH")

    done = imported(archive.path)

    assert (done.known, done.added) == (0, 2)
    assert [[match.organization for match in each.near] for each in done.near] == [[here.key]]
    assert not Status.objects.filter(organization=here).exists()


def test_draft_of_the_same_name_is_not_handed_the_accreditation(archive):
    here = factories.an_organization(archive.accredited[0])

    done = imported(archive.path)

    assert (done.known, done.added) == (0, 2)
    assert not Status.objects.filter(organization=here).exists()


def test_near_name_is_added_and_told_to_an_officer(archive):
    here = known(archive.accredited[0] + " International")
    out = StringIO()

    call_command("import", str(archive.path), stdout=out)

    assert "1 that was added may be one that was known. Let an officer look:" in out.getvalue()
    assert re.search(
        rf"  {archive.accredited[0]} \(o_\w+\): near {here.display_name} \({here.key}\)",
        out.getvalue(),
    )


def test_key_that_another_organization_has_here_is_given_anew(archive):
    taken = rows(archive.path, "organizations/organizations")[0]
    here = known("Somebody Else Entirely")
    Organization.objects.filter(pk=here.pk).update(key=taken["key"])

    imported(archive.path)

    added = Organization.objects.get(display_name=taken["name"])
    assert added.key != taken["key"]
    assert Status.objects.filter(organization=added).count() == 1
    assert not Status.objects.filter(organization=here).exists()


def test_later_archive_tells_of_an_end(archive, tmp_path):
    imported(archive.path)
    later = copy_of(archive.path, tmp_path)
    for form, old, new in (
        ("json", b'"until":null', b'"until":"2018-07-01"'),
        ("csv", b"2017-04-15,,", b"2017-04-15,2018-07-01,"),
    ):
        forge(
            later,
            f"organizations/accreditations.{form}",
            lambda content, old=old, new=new: content.replace(old, new, 1),
        )

    done = imported(later)

    assert (done.known, done.accreditations) == (2, 1)
    assert sorted(str(status.until) for status in Status.objects.all()) == ["2018-07-01", "None"]


# --- What is refused ------------------------------------------------------------------------------


def test_process_of_this_installation_is_not_overruled(archive):
    a_procedure(0)

    with pytest.raises(DomainError) as refusal:
        imported(archive.path)

    assert refusal.value.code == "process_lives_here"
    assert Status.objects.count() == 0


def test_import_needs_the_right_to_import_for_everyone(archive):
    with pytest.raises(DomainError) as refusal:
        imported(archive.path, by=factories.an_actor("secretariat", "imrf-2022"))

    assert refusal.value.code == "capability_missing"


@pytest.mark.parametrize("name", ["lists/01/final.json", "organizations/accreditations.csv"])
def test_tampered_archive_brings_nothing(archive, tmp_path, name):
    copy = copy_of(archive.path, tmp_path)
    (copy / name).write_bytes((copy / name).read_bytes() + b" ")

    with pytest.raises(CommandError) as refusal:
        call_command("import", str(copy))

    assert f"the first false file is {name}: This file was changed" in str(refusal.value)
    assert "Nothing was changed." in str(refusal.value)
    assert (Status.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("organizations", '"o_', '"p_'),
        ("organizations", '"name":"', '"name":"' + "x" * 600),
        ("accreditations", '"since":"2017-04-15"', '"since":"yesterday"'),
        ("accreditations", '"since":"2017-04-15"', '"since":20170415'),
        ("accreditations", '"until":null', '"until":"2016-01-01"'),
        ("names", '"kind":"official"', '"kind":"royal"'),
        ("identifiers", '"value":"', '"value":"' + "9" * 200),
    ],
)
def test_row_that_cannot_be_used_is_named(archive, tmp_path, table, old, new):
    copy = copy_of(archive.path, tmp_path)
    name = f"organizations/{table}"
    forge(copy, f"{name}.json", lambda content: content.replace(old.encode(), new.encode(), 1))
    forge(copy, f"{name}.csv", lambda _content: csv_of(copy, name))

    with pytest.raises(UntrueArchive) as fault:
        imported(copy)

    assert str(fault.value) == f"{name}.json: Row 1 cannot be used."
    assert Status.objects.count() == 0
