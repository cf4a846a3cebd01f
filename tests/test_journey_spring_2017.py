"""Spring 2017 again, page by page: from the call under a draft to recommendations and appeals.

Everybody does what they do through pages; only what a machine does by the clock is called.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from antechamber.accreditation.counts import counts_of
from antechamber.accreditation.models import Arrival
from antechamber.accreditation.notices import close_unanswered, send_due_notices
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import an_organization, with_status
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.actions import make_findable
from antechamber.people.actors import SYSTEM
from antechamber.record.audit import audit
from antechamber.record.models import Entry
from tests.pages import Page
from tests.spring import Applicant, Spring, do, on, set_the_stage
from tests.visitors import ANSWERS, Visitor, begin, fill, sign_in

pytestmark = pytest.mark.django_db

PEOPLE = {
    "amity": ("Amity Bridge Initiative", "KE", "ngo"),
    "again": ("Amity Bridge Initiative Nairobi", "KE", "ngo"),
    "weavers": ("Cordillera Weavers League", "PH", "migrant"),
    "forum": ("Delta Harbour Forum", "BD", "civil-society"),
    "orchard": ("Ember Orchard Trust", "FJ", "diaspora"),
    "guild": ("Fjordland Translators Guild", "NO", "civil-society"),
    "lantern": ("Granite Lantern Remittances", "GB", "private-sector"),
    "radio": ("Hinterland Radio Project", "MX", "ngo"),
    "institute": ("Istermond Institute for Mobility Studies", "SE", "ngo"),
}
PILOTS = "Worldwide Union of Harbour Pilots"


def test_spring_of_2017():
    spring = set_the_stage()

    the_call_is_out_under_a_draft(spring)  # 5 April
    who_is_in_status_need_not_apply(spring)
    the_first_apply(spring)
    the_modalities_are_adopted(spring)  # 6 April
    one_changes_one_withdraws_and_comes_back(spring)  # 7 April
    the_last_second_counts_and_the_next_does_not(spring)  # 9 April, midnight
    the_deadline_is_extended(spring)  # 10 April
    late_comers_submit_until_the_new_last_second(spring)  # 17 April
    officers_ask_and_applicants_answer(spring)  # 18 April
    applications_move_and_merge(spring)  # 19 April
    officers_recommend(spring)  # 20 April
    one_is_refused_and_asks_again(spring)  # 21 April
    silence_closes_without_prejudice(spring)  # 26 April

    everyone_was_written_to(spring)
    the_record_tells_it_in_order(spring)
    the_numbers_agree(spring)


# ------------------------------------------------------------------------------------ who applies


def comes(spring: Spring, who: str) -> Applicant:
    name, country, category = PEOPLE[who]
    applicant = Applicant(name, f"{who}@example.org", country, category)
    spring.applicants[who] = applicant
    begin(applicant.visitor, email=applicant.email, name=name, country=country, category=category)
    return applicant


def writes(applicant: Applicant) -> None:
    site = applicant.email.partition("@")[0]
    fill(
        applicant.visitor,
        {
            **ANSWERS,
            "home_page": f"https://{site}.example.org/",
            "contact_email": applicant.email,
        },
    )


def submits(applicant: Applicant) -> Page:
    applicant.open("check_answers")
    return applicant.visitor.send(form="/submit")


def applies(spring: Spring, who: str) -> Applicant:
    applicant = comes(spring, who)
    writes(applicant)
    page = submits(applicant)
    assert (page.heading, applicant.visitor.status) == ("Your application has arrived", 200)
    assert applicant.reference in page.text
    return applicant


# --------------------------------------------------------------------------------------- the acts


def the_call_is_out_under_a_draft(spring: Spring) -> None:
    public = Visitor()
    with on(4, 5):
        home = public.open("/en/gcm/")

    assert "23:59 New York time (UTC−4)" in home.text
    assert "9 April 2017" in home.text
    assert "pending formal adoption" in home.text


def who_is_in_status_need_not_apply(spring: Spring) -> None:
    pilots = with_status(an_organization(PILOTS, country="PA"))
    make_findable(pilots)
    someone = Visitor()
    with on(4, 5, 10) as now:
        someone.open(reverse("accreditation:start", args=["gcm"]))
        told = someone.send({"name": PILOTS, "country": "PA"}, form="/check")
        someone.follow("Keep a proof that we came today")
        sign_in(someone, "pilots@example.org")
        someone.send(form="")

    assert "It need not apply:" in told.text
    assert list(Arrival.objects.values_list("organization__display_name", "outcome", "at")) == [
        (PILOTS, "in_status", now)
    ]


def the_first_apply(spring: Spring) -> None:
    with on(4, 5, 11):
        for who in ("amity", "weavers", "institute"):
            applies(spring, who)
        spring.deliver()
        spring.deliver()

    assert spring.got("We have received your application") == [
        f"{who}@example.org" for who in ("amity", "weavers", "institute")
    ]
    assert modalities_of(spring) == {"amity": 1, "weavers": 1, "institute": 1}


def the_modalities_are_adopted(spring: Spring) -> None:
    public = Visitor()
    with on(4, 6, 11):
        home = public.open("/en/gcm/")
        applies(spring, "lantern")

    assert "pending formal adoption" not in home.text
    assert modalities_of(spring)["lantern"] == 2


def modalities_of(spring: Spring) -> dict[str, int]:
    return {
        who: version.modalities.version
        for who, applicant in spring.applicants.items()
        if (version := applicant.application.present_version)
    }


def one_changes_one_withdraws_and_comes_back(spring: Spring) -> None:
    with on(4, 7):
        weavers = spring.applicants["weavers"]
        weavers.visitor.open(
            reverse("accreditation:section", args=["gcm", weavers.application.key, "work"])
        )
        weavers.visitor.send({"purpose": "We weave, teach weaving and sell what was woven."})
        submits(weavers)
        guild = applies(spring, "guild")
        number = guild.reference
        guild.open("withdraw")
        gone = guild.visitor.send({"text": "Our board must meet first."})
    with on(4, 7, 15):
        guild.visitor.send(form="/reopen")
        submits(guild)

    assert "Withdrawn" in gone.text
    assert guild.reference == number
    assert [each.number for each in weavers.application.versions.all()] == [1, 2]
    assert [each.number for each in guild.application.versions.all()] == [1, 2]


def the_last_second_counts_and_the_next_does_not(spring: Spring) -> None:
    with on(4, 9, 20):
        for who in ("forum", "orchard", "radio"):
            writes(comes(spring, who))
    with on(4, 9, 23, 59, 59):
        in_time = submits(spring.applicants["forum"])
    with on(4, 10, 0, 0, 0) as midnight:
        orchard = spring.applicants["orchard"]
        too_late = submits(orchard)
        status = orchard.visitor.status
        home = Visitor().open("/en/gcm/")

    assert in_time.heading == "Your application has arrived"
    assert (status, "What you wrote is kept." in too_late.text) == (422, True)
    assert ANSWERS["contribution"] in too_late.text
    assert (orchard.application.state, orchard.application.came_late_at) == (State.DRAFT, midnight)
    assert "Applications closed" in home.text


def the_deadline_is_extended(spring: Spring) -> None:
    secretariat = spring.officers["secretariat"]
    with on(4, 10) as now:
        secretariat.open(reverse("processes_desk:extend", args=["gcm", "accreditation"]))
        typed = {
            "falls_on_day": "17",
            "falls_on_month": "4",
            "falls_on_year": "2017",
            "reason": "Many learned of the call late.",
        }
        asked = secretariat.send(typed)
        secretariat.send(button="confirmed")
        told, twice = send_due_notices(now), send_due_notices(now)
        spring.deliver()
        home = Visitor().open("/en/gcm/")

    assert "Is this the new deadline?" in asked.heading
    assert "17 April 2017" in home.text
    assert (told, twice) == (2, 0)
    assert sorted(spring.got("The deadline was extended")) == [
        "orchard@example.org",
        "radio@example.org",
    ]


def late_comers_submit_until_the_new_last_second(spring: Spring) -> None:
    with on(4, 11):
        late = submits(spring.applicants["orchard"])
    with on(4, 12):
        applies(spring, "again")
    with on(4, 17, 23, 59, 59):
        last = submits(spring.applicants["radio"])
    with on(4, 18, 0, 0, 0):
        someone = Applicant("Nettlesea Late Society", "late@example.org", "IE", "ngo")
        begin(someone.visitor, email=someone.email, name=someone.name, country="IE", category="ngo")
        writes(someone)
        refused = submits(someone)

    assert [late.heading, last.heading] == ["Your application has arrived"] * 2
    assert "It was not submitted" in refused.text
    assert someone.application.state == State.DRAFT


def officers_ask_and_applicants_answer(spring: Spring) -> None:
    ngls, amity = spring.officers["ngls"], spring.applicants["amity"]
    with on(4, 18, 9):
        ngls.open(reverse("desk:queue", args=["gcm"]))
        waiting = ngls.page.text
        do(ngls, "take", amity)
        for applicant in (amity, spring.applicants["forum"]):
            do(
                ngls,
                "ask",
                applicant,
                question="Which authority registered you?",
                answer_on_day="25",
                answer_on_month="4",
                answer_on_year="2017",
            )
        spring.deliver()
    with on(4, 18, 14):
        amity.open()
        asked = amity.visitor.follow("Send the answer")
        amity.visitor.send({"text": "The NGO Coordination Board, in 1998."})
        spring.deliver()
    with on(4, 18, 15):
        ngls.open(reverse("desk:application", args=["gcm", amity.reference]))

    assert "Granite Lantern" not in waiting
    assert "Amity Bridge Initiative" in waiting
    assert "Which authority registered you?" in asked.text
    assert "The NGO Coordination Board, in 1998." in ngls.page.text


def applications_move_and_merge(spring: Spring) -> None:
    ngls, unu = spring.officers["ngls"], spring.officers["unu"]
    institute, again = spring.applicants["institute"], spring.applicants["again"]
    with on(4, 19):
        unu.open(reverse("desk:application", args=["gcm", institute.reference]))
        before = unu.status
        do(ngls, "transfer", institute, category="academic", reason="It is a university.")
        ngls.open(reverse("desk:application", args=["gcm", institute.reference]))
        unu.open(reverse("desk:application", args=["gcm", institute.reference]))
        do(
            ngls,
            "merge",
            again,
            into="another",
            number=spring.applicants["amity"].reference,
            reason="Both are the same organization.",
        )
        spring.deliver()
        merged = again.open()

    assert (before, ngls.status, unu.status) == (404, 200, 200)
    assert institute.application.facilitator.code == "unu"
    assert institute.application.door == "ngls"
    assert again.application.state == State.MERGED
    assert spring.applicants["amity"].reference in merged.text


def officers_recommend(spring: Spring) -> None:
    offices = {
        "amity": "ngls",
        "orchard": "ngls",
        "guild": "ngls",
        "radio": "ngls",
        "institute": "unu",
        "lantern": "global-compact",
    }
    with on(4, 20):
        for who, office in offices.items():
            applicant = spring.applicants[who]
            do(spring.officers[office], "recommend", applicant, reason="Relevant work.")
        spring.deliver()
        desa = spring.officers["desa"].open(reverse("desk:queue", args=["gcm"]))

    assert sorted(spring.got("is recommended")) == sorted(f"{who}@example.org" for who in offices)
    assert "Nothing here" in desa.text  # UN DESA looked after those who need not apply


def one_is_refused_and_asks_again(spring: Spring) -> None:
    ngls, weavers = spring.officers["ngls"], spring.applicants["weavers"]
    with on(4, 21):
        do(
            ngls,
            "propose-not-eligible",
            weavers,
            reason_code="not_relevant",
            reason="Weaving is not migration.",
        )
        do(spring.officers["second"], "confirm-not-eligible", weavers)
        spring.deliver()
    with on(4, 22):
        refused = weavers.open()
        weavers.visitor.follow("Ask for another look")
        weavers.visitor.send({"text": "Our weavers are migrant workers in nine countries."})
        spring.deliver()
    with on(4, 24):
        desk = ngls.open(reverse("desk:application", args=["gcm", weavers.reference]))
        do(ngls, "recommend", weavers, reason="Its members are migrant workers.")
        spring.deliver()

    assert "It does not show work relevant to the process." in refused.text
    assert "Weaving is not migration." in refused.text
    assert "Our weavers are migrant workers in nine countries." in desk.text
    assert weavers.application.state == State.RECOMMENDED


def silence_closes_without_prejudice(spring: Spring) -> None:
    with on(4, 25, 23, 59, 59) as last_second:
        early = close_unanswered(last_second)
    with on(4, 26) as now:
        closed = close_unanswered(now)
        spring.deliver()

    assert (early, closed) == (0, 1)
    assert spring.applicants["forum"].application.state == State.LAPSED


# ---------------------------------------------------------------------------------- what remains

SUBMITTED = ["application.received"]
TOLD = {
    "amity": [*SUBMITTED, "application.asked", "application.answered", "application.recommended"],
    "again": [*SUBMITTED, "application.merged"],
    "weavers": [
        *SUBMITTED,
        "application.changed",
        "application.ineligible",
        "application.appealed",
        "application.recommended",
    ],
    "forum": [*SUBMITTED, "application.asked", "application.lapsed"],
    "orchard": ["call.extended", *SUBMITTED, "application.recommended"],
    "guild": [*SUBMITTED, "application.withdrawn", *SUBMITTED, "application.recommended"],
    "lantern": [*SUBMITTED, "application.recommended"],
    "radio": ["call.extended", *SUBMITTED, "application.recommended"],
    "institute": [*SUBMITTED, "application.transferred", "application.recommended"],
}


def everyone_was_written_to(spring: Spring) -> None:
    assert {who: each.told() for who, each in spring.applicants.items()} == TOLD
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}
    assert len(mail.outbox) == OutboxMessage.objects.count()


HAPPENED = {
    "amity": ["submitted", "taken", "asked", "answered", "recommended"],
    "again": ["submitted", "merged"],
    "weavers": [
        "submitted",
        "changed",
        "refusal_proposed",
        "ineligible",
        "appealed",
        "recommended",
    ],
    "forum": ["submitted", "asked", "lapsed"],
    "orchard": ["came_late", "submitted", "recommended"],
    "guild": ["submitted", "withdrawn", "reopened", "submitted", "recommended"],
    "lantern": ["submitted", "recommended"],
    "radio": ["submitted", "recommended"],
    "institute": ["submitted", "transferred", "recommended"],
}


def the_record_tells_it_in_order(spring: Spring) -> None:
    for who, applicant in spring.applicants.items():
        lines = applicant.history()
        verbs = [line.verb for line in lines if line.verb.startswith("application.")]
        assert verbs == [f"application.{each}" for each in ["started", *HAPPENED[who]]], who
        assert [line.at for line in lines] == sorted(line.at for line in lines), who

    lapsed = spring.applicants["forum"].history()[-1]
    assert (lapsed.verb, lapsed.actor_key) == ("application.lapsed", SYSTEM.key)
    assert Entry.objects.filter(verb="call.deadline_extended").count() == 1
    assert audit("gcm").holds


def the_numbers_agree(spring: Spring) -> None:
    with on(4, 27):
        counts = counts_of(spring.process)
        public = Visitor()
        home = public.open("/en/gcm/").text
        statistics = public.open("/en/gcm/statistics").text
        desk = spring.officers["secretariat"].open(reverse("desk:queue", args=["gcm"])).text

    assert counted(counts.by_state) == {State.RECOMMENDED: 7, State.LAPSED: 1}
    assert counted(counts.by_category) == {
        "Non-governmental organization": 2,
        "Civil society organization": 2,
        "Diaspora organization": 1,
        "Migrant organization": 1,
        "Academic institution": 1,
        "Private sector entity": 1,
    }
    assert counts.by_day == {
        date(2017, 4, 5): 3,
        date(2017, 4, 6): 1,
        date(2017, 4, 7): 1,
        date(2017, 4, 9): 1,
        date(2017, 4, 11): 1,
        date(2017, 4, 17): 1,
    }
    assert "All 8 " in home
    assert "organizations have applied 8 " in statistics
    assert "Recommended 7" in desk


def counted(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
