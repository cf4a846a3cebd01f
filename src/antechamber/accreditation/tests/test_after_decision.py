"""What those who act for an accredited organization read after the decision."""

from __future__ import annotations

import pytest
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.actions.accrediting import carry_over
from antechamber.accreditation.standing import Outcome
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import LATER, Accredited, accredited
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.list_factories import a_procedure, circulated

pytestmark = pytest.mark.django_db


def status(done: Accredited, place: int = 0) -> str:
    """Return what the applicant reads on the page of the application."""
    applied = done.procedure.applied[place]
    url = reverse("accreditation:application", args=["gcm", applied.application.key])
    return words_of(browser(applied.by).get(url))


def test_status_page_tells_of_a_suspension_with_its_reason_and_of_its_end():
    done = accredited(1)
    assert "Accredited Your organization is accredited." in status(done)

    done.suspend()
    suspended = status(done)
    done.reinstate()

    assert (
        "Suspended The accreditation is suspended until it is reinstated. For reasons of security."
    ) in suspended
    assert "A grave matter." in suspended
    assert "Accredited Your organization is accredited." in status(done)


def test_status_page_tells_of_an_end():
    done = accredited(1)
    done.end()

    assert "Ended The accreditation has ended. The organization asked for it." in status(done)


def test_status_page_tells_where_the_accreditation_went():
    done, heir = accredited(2), factories.an_organization("Kites and Lanterns")
    for place in (0, 1):
        done.merge(place, heir)
        done.pass_on(place)

    assert "The accreditation passed to your successor, Kites and Lanterns." in status(done, 0)
    into = f"The accreditation went into that of your successor, {done.of(0).number}."
    assert into in status(done, 1)


def test_interim_accreditation_says_so_until_it_is_confirmed():
    procedure = circulated(1, objection_outcome="comments_to_organization")
    procedure.object(0)
    procedure.close().issue()
    done = Accredited(procedure, procedure.president)
    assert "Interim You take part until the body that decides has done so." in status(done)

    done.confirm()

    assert "Interim" not in status(done).partition("What happened so far")[0]


def test_who_acts_for_an_organization_finds_its_accreditation_without_an_application():
    done = accredited(1)
    nxt = a_procedure(0, "imrf", carry_over_from=["gcm"]).process
    given = carry_over(
        process=nxt,
        organization=done.organization(),
        by=factories.an_officer("imrf"),
        at=LATER,
    )
    person, stranger = browser(done.procedure.applied[0].by), browser(factories.an_actor())
    url = reverse("accreditation:mine", args=["imrf"])

    assert f"{given.name} {given.number} In force" in words_of(person.get(url))
    assert given.number not in words_of(stranger.get(url))


def test_who_comes_with_an_earlier_accreditation_reads_what_follows():
    done = accredited(1)
    nxt = a_procedure(0, "imrf", carry_over_from=["gcm"]).process
    url = reverse("accreditation:keep", args=["imrf", done.organization().key])

    with clock.frozen_at(LATER):
        page = words_of(browser(factories.an_actor()).post(url))

    assert "An officer looks at the earlier accreditation" in page
    assert nxt.calls.get().arrivals.get().outcome == Outcome.CARRIED_OVER
