import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.http import Http404

from antechamber.people.actors import PUBLIC, SYSTEM, Actor, Held
from antechamber.questionnaires import storage
from antechamber.questionnaires.actions import publish_questionnaire, remove_file, store_file
from antechamber.questionnaires.models import Questionnaire, StoredFile
from antechamber.questionnaires.serving import serve
from antechamber.questionnaires.tables import UnusableQuestionnaire
from antechamber.questionnaires.tests import made_files as made
from antechamber.questionnaires.tests.documents import SMALL
from antechamber.questionnaires.uploads import FileVerdict, examine
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

AT = datetime(2017, 4, 9, 12, tzinfo=UTC)
EDITOR = Actor(key="p_editor", account_id=1, held=frozenset({Held("process.edit", "gcm")}))
CONTENT = made.pdf(b"<< /Type /Catalog >>")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


def publish(**changes):
    return publish_questionnaire(
        process_code="gcm", document={**SMALL, **changes}, by=EDITOR, at=AT
    )


def store(content=CONTENT, name="النظام.pdf"):
    file = io.BytesIO(content)
    verdict = examine(file, name=name, allowed=("pdf",), max_bytes=10_000)
    return store_file(
        file=file, verdict=verdict, process_code="gcm", owner_key="a_1", by=SYSTEM, at=AT
    )


def test_publishing_keeps_the_document_and_says_so_in_the_record(django_assert_num_queries):
    with django_assert_num_queries(5):  # of which 2 are the savepoint of the test's transaction
        published = publish()

    assert Questionnaire.objects.values().get() == {
        "id": published.id,
        "process_code": "gcm",
        "code": "accreditation",
        "version": 1,
        "definition": SMALL,
        "digest": published.digest,
        "published_at": AT,
    }
    assert Entry.objects.values("verb", "subject", "actor_key", "facts").get() == {
        "verb": "questionnaire.published",
        "subject": "questionnaire/accreditation",
        "actor_key": "p_editor",
        "facts": {"code": "accreditation", "version": 1, "digest": published.digest},
    }


@pytest.mark.parametrize(("version", "is_taken"), [(1, False), (2, False), (3, True)])
def test_a_version_follows_all_that_are_published(version, is_taken):
    publish(version=2)

    if is_taken:
        assert publish(version=version).version == version
        return
    with pytest.raises(DomainError) as refusal:
        publish(version=version)
    assert refusal.value.code == "version_published"


@pytest.mark.parametrize("actor", [PUBLIC, Actor("p_1", 1, frozenset({Held("process.edit", "x")}))])
def test_only_who_may_edit_the_process_publishes(actor):
    with pytest.raises(DomainError):
        publish_questionnaire(process_code="gcm", document=SMALL, by=actor, at=AT)

    assert not Questionnaire.objects.exists()


def test_a_wrong_document_is_not_published():
    with pytest.raises(UnusableQuestionnaire):
        publish(code="")


def test_a_file_is_kept_under_a_random_name(django_assert_num_queries):
    with django_assert_num_queries(4):  # of which 2 are the savepoint of the test's transaction
        stored = store()

    assert StoredFile.objects.values("original_name", "media_type", "size", "owner_key").get() == {
        "original_name": "النظام.pdf",
        "media_type": "application/pdf",
        "size": len(CONTENT),
        "owner_key": "a_1",
    }
    assert storage.opened(stored.key).read() == CONTENT
    assert "النظام" not in str(default_storage.listdir(storage.FOLDER))
    assert Entry.objects.values("verb", "subject", "facts").get() == {
        "verb": "file.stored",
        "subject": stored.key,
        "facts": {
            "sha256": stored.sha256,
            "size": len(CONTENT),
            "media_type": "application/pdf",
        },
    }


def test_a_refused_file_is_not_kept():
    with pytest.raises(DomainError) as refusal:
        store_file(
            file=io.BytesIO(b""),
            verdict=FileVerdict("a.pdf", 0, code="file_empty"),
            process_code="gcm",
            owner_key="a_1",
            by=SYSTEM,
            at=AT,
        )

    assert refusal.value.code == "file_empty"
    assert not StoredFile.objects.exists()


def test_a_removed_file_is_forgotten(django_capture_on_commit_callbacks):
    stored = store()
    key = stored.key

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(stored=stored, process_code="gcm", by=SYSTEM, at=AT)

    assert not StoredFile.objects.exists()
    assert Entry.objects.filter(verb="file.removed", subject=key).count() == 1
    with pytest.raises(FileNotFoundError):
        storage.opened(key)


def test_a_file_is_handed_out_as_an_attachment_in_a_sandbox():
    response = serve(store())

    assert b"".join(response.streaming_content) == CONTENT
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Cache-Control",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''"
        "%D8%A7%D9%84%D9%86%D8%B8%D8%A7%D9%85.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }


def test_a_lost_content_is_not_found():
    stored = store()
    storage.forget(stored.key)

    with pytest.raises(Http404):
        serve(stored)


def test_contents_without_a_row_are_forgotten_after_a_day(django_assert_num_queries):
    kept, lost = store().key, "f_" + "0" * 32
    storage.keep(lost, io.BytesIO(b"left by a transaction that was undone"))
    made_at = default_storage.get_created_time(storage._path(lost))

    assert storage.forget_lost_files(at=made_at + timedelta(hours=23)) == 0
    with django_assert_num_queries(1):
        assert storage.forget_lost_files(at=made_at + timedelta(hours=25)) == 1
    assert storage.opened(kept).read() == CONTENT
    with pytest.raises(FileNotFoundError):
        storage.opened(lost)


def test_nothing_is_lost_where_nothing_was_stored():
    assert storage.forget_lost_files(at=AT) == 0


def test_the_command_says_how_many_were_lost(capsys):
    call_command("forget_lost_files")

    assert capsys.readouterr().out == "0 lost files removed.\n"
