"""Files that lie, are empty, too large or dangerous, at every question that takes one, by pages."""

from __future__ import annotations

import tomllib
import zipfile
from importlib import resources

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.models import Application
from antechamber.accreditation.tests.factories import NOW, Applied, a_draft, a_process, an_account
from antechamber.people.actors import actor_of
from antechamber.people.tests.factories import browser_of
from antechamber.questionnaires.models import StoredFile
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import FILE_KINDS, Question, Section
from antechamber.questionnaires.tests import made_files as made
from antechamber.record.models import Entry
from tests.visitors import Visitor, a_certificate

pytestmark = pytest.mark.django_db

FORM = parse(
    tomllib.loads(
        (resources.files("antechamber.accreditation") / "data" / "gcm_application.toml").read_text(
            "utf-8"
        )
    )
)
ASKED = [
    (section, question)
    for section in FORM.sections
    for question in section.questions
    if question.kind in FILE_KINDS
]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = made.pdf(b"<< /Type /Catalog >>")
BOMB = made.docx(word__document_dot_xml="0" * 200_000_000)  # 200 KB that unpack to 200 MB

REFUSED = {
    "empty": ("paper.pdf", b""),
    "too large": ("paper.pdf", PDF + b"\n" * 5_242_880),
    "a page that says it is a PDF": ("paper.pdf", b"<!doctype html><script>alert(1)</script>"),
    "a drawing with a script": ("drawing.svg", SVG),
    "a drawing that says it is a picture": ("drawing.png", SVG),
    "a program": ("paper.pdf", b"MZ\x90\x00" + b"\x00" * 60),
    "a PDF that says it is a program": ("paper.exe", PDF),
    "a PDF with a script": ("paper.pdf", made.pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")),
    "a PDF cut in half": ("paper.pdf", PDF[: len(PDF) // 2]),
    "a picture too large to draw": ("paper.png", made.png(50_000, 50_000)),
    "an archive that unpacks to 200 MB": ("paper.docx", BOMB),
    "a document with macros": ("paper.docx", made.docx(word__vbaProject_dot_bin=b"macro")),
    "an archive in an archive": ("paper.docx", made.docx(word__inner_dot_zip=made.docx())),
    "an archive of anything": ("paper.zip", made.archive({"a.txt": "text"})),
}


@pytest.fixture
def draft() -> Applied:
    return a_draft(a_process(), by=actor_of(an_account("Amina"), NOW), registration_document=None)


@pytest.fixture
def applicant(draft: Applied) -> Visitor:
    client = browser_of(draft.application.started_by)
    client.handler.enforce_csrf_checks = True
    with clock.frozen_at(NOW):
        yield Visitor(client)


def open_page(applicant: Visitor, draft: Applied, section: Section) -> None:
    key = draft.application.key
    applicant.open(reverse("accreditation:section", args=["gcm", key, section.key]))


def answers() -> dict[str, object]:
    return Application.objects.get().answers


@pytest.mark.parametrize("bad", REFUSED)
@pytest.mark.parametrize(("section", "question"), ASKED, ids=[q.key for _s, q in ASKED])
def test_bad_file_is_refused_beside_its_question_and_the_good_one_stays(
    applicant: Visitor, draft: Applied, section: Section, question: Question, bad: str
):
    name, content = REFUSED[bad]
    open_page(applicant, draft, section)
    applicant.send({question.key: a_certificate("good.pdf")})
    kept = answers()[question.key]
    open_page(applicant, draft, section)

    page = applicant.send({question.key: SimpleUploadedFile(name, content, "application/pdf")})

    error = page.by_id[f"id_{question.key}-error"].removeprefix("Error: ")
    assert applicant.status == 422
    assert error
    assert error in page.by_id["errors"]
    assert "good.pdf" in page.text
    assert answers()[question.key] == kept
    assert StoredFile.objects.count() == 1


def test_the_bomb_is_small_until_it_is_opened(tmp_path):
    path = tmp_path / "bomb.docx"
    path.write_bytes(BOMB)

    with zipfile.ZipFile(path) as opened:
        unpacked = sum(each.file_size for each in opened.infolist())

    assert path.stat().st_size < 1_000_000
    assert unpacked > 100_000_000


def test_a_good_file_is_kept_beside_the_error_of_another_question(
    applicant: Visitor, draft: Applied
):
    """A browser does not send a file twice by itself: what came whole must not be asked again."""
    section = FORM.section("documents")
    assert section is not None
    open_page(applicant, draft, section)

    page = applicant.send(
        {"letter": a_certificate("letter.pdf"), "reports": SimpleUploadedFile("r.pdf", b"")}
    )

    assert applicant.status == 422
    assert "letter.pdf" in page.text
    assert len(answers()["letter"]) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fakepath\\statute.pdf", "statute.pdf"),
        ("=cmd|'/c calc'!A1.pdf", "calc'!A1.pdf"),
        ('"><script>alert(1)</script>.pdf', "script>.pdf"),
        ("نظام.pdf", "نظام.pdf"),
        ("gnp\u202efdp.pdf", "gnpfdp.pdf"),
    ],
)
def test_a_files_name_is_only_words(applicant: Visitor, draft: Applied, name: str, shown: str):
    section = FORM.section("documents")
    assert section is not None
    open_page(applicant, draft, section)
    applicant.send({"letter": a_certificate(name)})
    open_page(applicant, draft, section)

    stored = StoredFile.objects.get()
    answer = applicant.client.get(applicant.page.link(shown))

    assert "<script>alert" not in applicant.page.html
    assert stored.original_name.endswith(shown)
    assert stored.original_name not in stored.key
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_text_where_a_file_is_asked_and_a_file_where_text_is_asked_are_no_answers(
    applicant: Visitor, draft: Applied
):
    documents, identity = FORM.section("documents"), FORM.section("identity")
    assert documents is not None
    assert identity is not None
    before = answers()
    open_page(applicant, draft, documents)
    applicant.send({"letter": "not a file"})
    first = applicant.status
    open_page(applicant, draft, identity)
    applicant.send({"established": a_certificate()})

    assert (first, applicant.status) == (200, 422)
    assert answers()["established"] == before["established"]
    assert StoredFile.objects.count() == 0
    assert not Entry.objects.filter(verb__startswith="file.").exists()
