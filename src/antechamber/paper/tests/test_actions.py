from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from antechamber.paper import actions
from antechamber.paper.actions import issue_paper, revoke_paper, stated_digest
from antechamber.paper.codes import code_of
from antechamber.paper.models import IssuedPaper
from antechamber.paper.queries import paper_by_code
from antechamber.people.actors import SYSTEM
from antechamber.record.models import Entry, Words
from antechamber.workflow import DomainError

AT = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
LATER = datetime(2017, 5, 5, tzinfo=UTC)
FACTS = {"name": "Made-up Association", "version": 1}

pytestmark = pytest.mark.django_db


def issue(subject="GCM-A-0412", kind="receipt"):
    return issue_paper(kind=kind, process_code="gcm", subject=subject, facts=FACTS, at=AT)


def test_issuing_keeps_what_the_paper_states(django_assert_num_queries):
    with django_assert_num_queries(1):
        paper = issue()

    digest = stated_digest("receipt", "gcm", "GCM-A-0412", FACTS, AT)
    assert IssuedPaper.objects.values().get() == {
        "id": paper.id,
        "code": paper.code,
        "kind": "receipt",
        "process_code": "gcm",
        "subject": "GCM-A-0412",
        "digest": digest,
        "facts": FACTS,
        "issued_at": AT,
        "revoked_at": None,
    }


def test_the_digest_covers_all_that_is_stated():
    stated = ("receipt", "gcm", "GCM-A-0412", FACTS, AT)
    changes = ("letter", "imrf", "GCM-A-0413", {**FACTS, "version": 2}, LATER)
    others = {
        stated_digest(*stated[:place], change, *stated[place + 1 :])
        for place, change in enumerate(changes)
    }

    assert len(others | {stated_digest(*stated)}) == 6


def test_two_papers_never_get_one_code(monkeypatch):
    monkeypatch.setattr(actions.secrets, "randbelow", lambda most: 7)
    issue()

    with pytest.raises(IntegrityError), transaction.atomic():
        issue()
    assert IssuedPaper.objects.get().code == code_of(7)


def test_other_kinds_of_paper_are_an_error_of_the_program():
    with pytest.raises(ValueError, match="'poster' is no kind of paper"):
        issue(kind="poster")


def test_a_paper_is_found_by_its_code_however_typed(django_assert_num_queries):
    paper = issue()

    with django_assert_num_queries(1):
        assert paper_by_code(f" {paper.code.lower()} ") == paper


@pytest.mark.parametrize(("typed", "statements"), [("", 0), ("7KQ4-M2XP-9", 0), (code_of(7), 1)])
def test_other_codes_find_nothing(django_assert_num_queries, typed, statements):
    with django_assert_num_queries(statements):
        assert paper_by_code(typed) is None


def test_a_revoked_paper_says_since_when(django_assert_num_queries):
    code = issue().code

    with django_assert_num_queries(6):  # of which 2 are the savepoint of the test's transaction
        revoke_paper(code=code, words="Withdrawn by the applicant.", at=LATER, by=SYSTEM)

    assert paper_by_code(code).revoked_at == LATER
    assert Entry.objects.values("subject", "facts").get(verb="paper.revoked") == {
        "subject": "GCM-A-0412",
        "facts": {"kind": "receipt", "code": code},
    }
    assert Words.objects.get().text == "Withdrawn by the applicant."


def test_a_paper_is_revoked_once():
    code = issue().code
    revoke_paper(code=code, words="", at=LATER, by=SYSTEM)

    for typed in (code, code_of(7)):
        with pytest.raises(DomainError) as refusal:
            revoke_paper(code=typed, words="", at=LATER, by=SYSTEM)
        assert refusal.value.code == "paper_not_in_force"


def test_the_database_refuses_a_revocation_before_the_issue():
    paper = issue()

    with pytest.raises(IntegrityError):
        IssuedPaper.objects.filter(pk=paper.pk).update(revoked_at=datetime(2017, 1, 1, tzinfo=UTC))
