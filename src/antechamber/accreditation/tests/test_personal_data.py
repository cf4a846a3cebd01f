"""What is held about persons is shown to them, and dies at their wish or on its date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from antechamber.accreditation.actions import following_up
from antechamber.accreditation.models import Application, InformationRequest
from antechamber.accreditation.personal_data import PERSONS_KEPT, erase_old_persons
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import (
    NOW,
    a_draft,
    a_process,
    in_state,
    submitted,
)
from antechamber.organizations.models import FocalPoint
from antechamber.people.actions import forget_account
from antechamber.people.models import Account
from antechamber.people.personal_data import export_of
from antechamber.record.audit import audit
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db
PERSON = "Wanjiru"
ADDRESS = "amina@amity.example.org"


def raw_rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM accreditation_application")
        rows = cursor.fetchall()
        cursor.execute("SELECT answers FROM accreditation_version")
        return str(rows + cursor.fetchall())


def test_database_holds_no_answer_in_clear():
    applied = submitted(a_process())

    assert applied.application.answers["head_name"] == PERSON
    assert PERSON not in raw_rows()
    assert ADDRESS not in raw_rows()


def test_export_holds_the_applications_one_acts_for():
    applied = submitted(a_process())
    account = Account.objects.get(pk=applied.by.account_id)

    exported = export_of(account)

    assert [each["number"] for each in exported["applications"]] == [applied.reference]
    assert [each["organization"] for each in exported["acts_for"]] == [
        applied.application.organization.display_name
    ]


def test_last_one_to_act_for_an_open_application_is_told_what_to_do_first():
    applied = submitted(a_process())
    account = Account.objects.get(pk=applied.by.account_id)

    with pytest.raises(DomainError) as refusal:
        forget_account(account=account, by=applied.by, at=NOW)

    assert refusal.value.code == "application_depends_on_you"


def test_forgotten_person_acts_for_nobody():
    draft = a_draft(a_process())
    account = Account.objects.get(pk=draft.by.account_id)

    forget_account(account=account, by=draft.by, at=NOW + timedelta(hours=1))

    assert list(FocalPoint.objects.values_list("until", flat=True)) == [NOW + timedelta(hours=1)]


@pytest.mark.parametrize(("age", "erased"), [(PERSONS_KEPT, 0), (PERSONS_KEPT * 2, 1)])
def test_persons_die_on_their_date_and_the_decision_stays(age, erased):
    applied = submitted(a_process())
    digest = applied.application.present_version.digest

    assert erase_old_persons(NOW + age) == erased

    application = Application.objects.select_related("present_version").get()
    persons = {"head_name", "contact_name", "contact_email"}
    assert bool(persons & set(application.answers)) is not bool(erased)
    assert bool(persons & set(application.present_version.answers)) is not bool(erased)
    assert application.present_version.digest == digest
    assert application.answers["purpose"] == applied.application.answers["purpose"]


def test_what_the_organization_wrote_in_its_own_words_dies_and_the_officers_reasons_stay():
    process = a_process()
    asked = in_state(process, State.INFORMATION_REQUESTED)
    ref = {"process": process, "key": asked.application.key, "by": asked.by}
    following_up.answer_request(**ref, answer="Ask Wanjiru, our treasurer.", at=NOW)
    following_up.withdraw_application(**ref, reason="Wanjiru has left us.", at=NOW)
    before = {line.verb: line.words for line in history("gcm", asked.reference)}

    erase_old_persons(NOW + PERSONS_KEPT * 2)

    after = {line.verb: line.words for line in history("gcm", asked.reference)}
    assert before["application.withdrawn"] == "Wanjiru has left us."
    assert after["application.withdrawn"] is None
    assert after["application.asked"] == before["application.asked"] != ""
    assert [each.answer for each in InformationRequest.objects.all()] == [""]
    assert audit("gcm").holds


def test_erasing_is_on_record_once():
    applied = submitted(a_process())

    erase_old_persons(NOW + PERSONS_KEPT * 2)
    again = erase_old_persons(NOW + PERSONS_KEPT * 3)

    verbs = [line.verb for line in history("gcm", applied.reference)]
    assert again == 0
    assert verbs.count("application.persons_erased") == 1
