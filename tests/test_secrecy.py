"""What could leak stands in the database first; then everything that others see is searched for it.

Persons are known to officers, and to nobody else: not to the public, not to a Member State, not to
the record, the log, a table file or whoever reads the database's file.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.tests.factories import NOW, an_actor, an_organization
from antechamber.mail.actions import deliver_due
from antechamber.people.actors import OPERATOR
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of
from antechamber.processes.archiving import Asked, export_process
from antechamber.questionnaires.tests.made_files import pdf
from antechamber.record.models import Entry
from tests.addresses import every_address, rows
from tests.spring import Applicant, Spring, do, on, set_the_stage
from tests.visitors import ANSWERS, Visitor, begin, fill, sign_in

pytestmark = pytest.mark.django_db

NAME = "Lantern Row Initiative"
SITE = "https://lantern-row.example.org/"
# Each is found nowhere else, so that finding it is finding the person.
PERSON = {
    "head": "Zebulon Quartermaine",
    "contact": "Ottoline Vandersloot",
    "contact's address": "ottoline@private.example.net",
    "telephone": "+254 20 555 7391",
    "account's address": "zq-account@private.example.net",
    "account's name": "Zeb Quartermaine-Account",
    "second person": "joiner@private.example.net",
    "answer": "Our treasurer Peregrine Thistlewood signed it",
    "appeal": "Ask our lawyer Cosima Featherstone",
    "file": "passport-of-Quartermaine.pdf",
    "colleague's note": "Leopold Ashgrove rang about his passport",
    "why withdrawn": "because Euphemia Broadbent fell ill",
}
OFFICER = "Officer Marmaduke Snell"


@dataclass
class Told:
    """A story with persons in it, and what the log said while it happened."""

    spring: Spring
    applicant: Applicant
    log: str


@pytest.fixture
def told() -> Iterator[Told]:
    heard, written = _listening()
    spring = set_the_stage()
    applicant = Applicant(NAME, PERSON["account's address"], "KE", "ngo")
    with on(4, 5):
        _applies(applicant)
        _another_asks_to_join(applicant)
        _officer_asks(spring, applicant)
        applicant.open("answer")
        applicant.visitor.send({"text": PERSON["answer"]})
        refused = {"reason_code": "individual", "reason": "It names a person only."}
        do(spring.officers["ngls"], "propose-not-eligible", applicant, **refused)
        do(spring.officers["second"], "confirm-not-eligible", applicant)
        do(spring.officers["ngls"], "note", applicant, text=PERSON["colleague's note"])
        applicant.open("appeal")
        applicant.visitor.send({"text": PERSON["appeal"]})
        _withdraws_another(spring)
        deliver_due(at=clock.now())
    logging.getLogger().removeHandler(heard)
    with clock.frozen_at(NOW):
        yield Told(spring, applicant, written.getvalue())


def _listening() -> tuple[logging.Handler, io.StringIO]:
    """Hear what goes to the log's own door, in the words in which it leaves."""
    written = io.StringIO()
    heard = logging.StreamHandler(written)
    heard.setFormatter(logging.getLogger().handlers[0].formatter)
    logging.getLogger().addHandler(heard)
    return heard, written


def _applies(applicant: Applicant) -> None:
    begin(applicant.visitor, email=applicant.email, name=NAME, country="KE", category="ngo")
    fill(
        applicant.visitor,
        {
            **ANSWERS,
            "home_page": SITE,
            "head_name": PERSON["head"],
            "contact_name": PERSON["contact"],
            "contact_email": PERSON["contact's address"],
            "contact_phone": PERSON["telephone"],
            "letter": SimpleUploadedFile(PERSON["file"], pdf(b"<< /Type /Catalog >>")),
        },
    )
    applicant.visitor.send(form="/submit")
    applicant.visitor.open(reverse("people:profile"))
    applicant.visitor.send({"name": PERSON["account's name"]})


def _another_asks_to_join(applicant: Applicant) -> None:
    key = applicant.application.organization.key
    another = Visitor()
    another.open(reverse("accreditation:join", args=["gcm", key]))
    sign_in(another, PERSON["second person"])
    another.send(form="")


def _officer_asks(spring: Spring, applicant: Applicant) -> None:
    officer = spring.officers["ngls"]
    Account.objects.filter(email="officer@gcm.ngls.example.org").update(name=OFFICER)
    day = {"answer_on_day": "20", "answer_on_month": "4", "answer_on_year": "2017"}
    do(officer, "ask", applicant, question="Who signed the statute?", **day)


def _withdraws_another(spring: Spring) -> None:
    other = Applicant("Quiet Harbour Circle", "quiet@example.org", "KE", "ngo")
    begin(other.visitor, email=other.email, name=other.name, country="KE", category="ngo")
    fill(other.visitor)
    other.visitor.send(form="/submit")
    other.open("withdraw")
    other.visitor.send({"text": PERSON["why withdrawn"]})


# --------------------------------------------------------------------------------------- searching


def spellings(secret: str) -> Iterator[str]:
    """Yield the ways in which a text can stand somewhere."""
    yield secret
    yield quote(secret)
    yield secret.replace(" ", "+")
    yield secret.replace(" ", "")
    yield secret.encode().hex()


def found_in(text: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return which persons stand in a text, whatever its case."""
    lowered = text.lower()
    return [
        name
        for name, secret in {**PERSON, "officer": OFFICER}.items()
        if name not in without
        and any(spelling.lower() in lowered for spelling in spellings(secret))
    ]


def whole(response: HttpResponseBase) -> str:
    """Return all that is sent, headers and cookies too."""
    content: bytes | None = getattr(response, "content", None)
    body = content if content is not None else b"".join(response)  # type: ignore[call-overload]
    return f"{response.headers} {response.cookies} {body.decode('utf-8', 'replace')}"


def pages_for(told: Told, role: str) -> Iterator[str]:
    """Yield every address that the table opens to a role, and those that somebody would try."""
    application = told.applicant.application
    parts = {
        "process": "gcm",
        "key": application.key,
        "organization": application.organization.key,
        "number": 1,
        "section": "contact",
        "slug": "modalities-adopted",
        "code": "accreditation",
    }
    for name, held in every_address():
        row = None if name.startswith("demo:") else rows().get(name)
        if row and row.method == "GET" and row.answers[role] == "200" and set(held) <= set(parts):
            path = f"/{name}" if name in {"healthz", "readyz"} else None
            yield path or reverse(name, kwargs={part: parts[part] for part in held})
    receipt = application.versions.latest("number").receipt_code
    yield f"/en/verify?code={receipt}"
    for query in (NAME, PERSON["head"], PERSON["contact's address"], PERSON["telephone"]):
        yield f"/en/gcm/eligibility?name={quote(query)}"
        yield f"/en/gcm/apply/check?name={quote(query)}&country=KE"
        yield f"/en/gcm/organizations?q={quote(query)}"


def test_the_persons_are_there_and_an_officer_sees_them(told: Told):
    page = told.spring.officers["ngls"].open(
        reverse("desk:application", args=["gcm", told.applicant.reference])
    )

    seen = found_in(page.html)

    assert {"head", "contact", "contact's address", "telephone", "answer", "appeal", "file"} <= set(
        seen
    )


def test_no_page_of_the_role_tells_of_a_person(told: Told):
    for role in ("anonymous", "mission", "president", "auditor"):
        client = Client() if role == "anonymous" else _browser(role)
        leaks, opened = [], 0

        for address in pages_for(told, role):
            for path in (address, address.replace("/en/", "/ar/", 1)):
                response = client.get(path)
                text = whole(response)
                typed = [name for name, secret in PERSON.items() if quote(secret) in path]
                leaks += [(path, name) for name in found_in(text, without=tuple(typed))]
                opened += 1

        assert leaks == [], role
        assert opened > 60, role


def _browser(role: str) -> Client:
    of_role = {
        "mission": ("mission", "gcm/mission/FRA"),
        "president": ("president_office", "gcm"),
        "auditor": ("auditor", "gcm"),
    }
    return browser_of(Account.objects.get(pk=an_actor(*of_role[role]).account_id))


def test_searching_for_a_person_finds_nobody(told: Told):
    client = Client()

    answers = {
        name: client.get("/en/gcm/eligibility", {"name": PERSON[name]}).content.decode()
        for name in ("head", "contact", "account's name")
    }

    assert [name for name, page in answers.items() if NAME in page] == []


def test_another_applicant_and_another_office_see_nothing(told: Told):
    stranger = browser_of(Account.objects.get(pk=an_actor().account_id))
    unu = told.spring.officers["unu"].client
    application = told.applicant.application
    names = [name for name, held in every_address() if "key" in held and name in rows()]

    paths = [
        reverse(
            name,
            kwargs={
                part: {
                    "process": "gcm",
                    "key": application.key,
                    "number": 1,
                    "section": "contact",
                    "file": application.files.first().file.key,
                }[part]
                for part in dict(every_address())[name]
            },
        )
        for name in names
    ]
    paths += [reverse("desk:application", args=["gcm", told.applicant.reference])]
    paths += [reverse("desk:queue", args=["gcm"]) + "?group=all", reverse("desk:csv", args=["gcm"])]
    leaks = [
        (path, name)
        for path in paths
        for who in (stranger, unu)
        for name in found_in(whole(who.get(path)))
    ]

    assert leaks == []


def test_table_file_of_the_officer_holds_organizations_only(told: Told):
    officer = told.spring.officers["ngls"].client

    text = whole(officer.get(reverse("desk:csv", args=["gcm"]) + "?group=all"))

    assert NAME in text
    assert SITE in text
    assert found_in(text) == []


def test_record_names_nobody(told: Told):
    entries = [str(entry) for entry in Entry.objects.values()]

    assert len(entries) > 20
    assert [(entry, found_in(entry)) for entry in entries if found_in(entry)] == []


def test_open_archive_names_nobody(told: Told, tmp_path: Path):
    asked = Asked(told.spring.process, OPERATOR, NOW)
    export_process(asked, target=tmp_path / "archive")

    files = [file for file in (tmp_path / "archive").rglob("*") if file.is_file()]
    texts = {file.name: file.read_bytes().decode("utf-8", "replace") for file in files}

    assert len(texts) > 40
    assert [(name, found_in(text)) for name, text in texts.items() if found_in(text)] == []
    assert [name for name, text in texts.items() if NAME in text] == []  # not decided yet


def test_log_names_nobody(told: Told):
    lines = told.log.splitlines()

    assert len(lines) > 50
    assert [line for line in lines if found_in(line)] == []


# What stands in clear, and why. An account is found by its address; what an applicant gives as a
# reason is words of the record, which stand apart from it so that they can be forgotten.
IN_CLEAR = {
    "people_account": {"account's address", "second person"},
    "record_words": {"appeal", "why withdrawn"},
}


def test_database_holds_persons_in_no_other_table(told: Told):
    leaks = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = str(cursor.fetchall())
            leaks += [
                (table, name) for name in found_in(text) if name not in IN_CLEAR.get(table, set())
            ]

    assert leaks == []


def test_table_file_runs_nothing_in_a_spreadsheet(told: Told):
    for name in ("=1+1", "+SUM(1)", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"):
        organization = an_organization(name, home_page="")
        application = told.applicant.application
        application.pk, application.key = None, f"a_{organization.key}"
        application.organization, application.reference = organization, f"GCM-A-{organization.pk}"
        application.save(force_insert=True)
    officer = told.spring.officers["ngls"].client

    response = officer.get(reverse("desk:csv", args=["gcm"]) + "?group=all")
    cells = [cell.strip('"') for line in whole(response).splitlines() for cell in line.split(",")]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))] == []
    assert sum(cell.startswith("'") for cell in cells) == 6
