"""Who may do what: every role against every capability, given, ended, and at the doors."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory

from antechamber import clock
from antechamber.people.actors import OPERATOR, SYSTEM, Actor, Held, actor_of
from antechamber.people.capabilities import CAPABILITIES, ROLES
from antechamber.people.decorators import capability
from antechamber.people.middleware import ActorMiddleware
from antechamber.people.models import Account, Grant, Role
from antechamber.people.roles import end_role, give_role, install_roles
from antechamber.people.tests.factories import AT, browser_of, make_account, make_holder
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

# What each role is given, said a second time: whoever changes a role changes it here too.
HOLDS = {
    "officer": {
        "application.screen",
        "application.recommend",
        "application.transfer",
        "application.merge",
        "list.compose",
        "accreditation.follow",
    },
    "president_office": {
        "list.sign_off",
        "list.consult",
        "accreditation.follow",
        "accreditation.suspend",
        "modalities.adopt",
        "record.read",
    },
    "mission": {"list.object"},
    "secretariat": {
        "application.screen",
        "application.transfer",
        "application.merge",
        "accreditation.follow",
        "roster.import",
        "process.edit",
        "modalities.propose",
        "account.manage",
        "mail.read",
        "mail.retry",
        "export.persons",
    },
    "auditor": {"record.read"},
    "administrator": {"account.manage", "mail.read", "mail.retry"},
}


@pytest.mark.parametrize("name", sorted(CAPABILITIES))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_role_holds_its_capabilities_and_no_other(role, name):
    actor = actor_of(make_holder(role), AT)

    assert bool(actor.may(name, "gcm")) is (name in HOLDS[role])
    assert not actor.may(name, "other")
    assert not actor_of(Account.objects.get(), AT, second_factor=False).may(name, "gcm")


def test_roles_are_installed_once():
    assert install_roles(at=AT) == list(ROLES)
    assert install_roles(at=AT) == []
    Role.objects.filter(code="auditor").update(capabilities=[])
    assert install_roles(at=AT) == ["auditor"]

    assert [entry.facts for entry in Entry.objects.order_by("id")] == [
        {"roles": list(ROLES)},
        {"roles": ["auditor"]},
    ]
    assert Role.objects.get(code="auditor").capabilities == ["record.read"]


def test_role_is_given_to_an_address_and_recorded_without_it():
    install_roles(at=AT)

    grant = give_role(
        email=" Ngo@Example.org", role_code="officer", scope="gcm/ngls", by=OPERATOR, at=AT
    )

    assert (grant.account.email, grant.role.code, grant.scope) == (
        "ngo@example.org",
        "officer",
        "gcm/ngls",
    )
    opened, given = Entry.objects.exclude(verb="roles.installed").order_by("id")
    assert (opened.verb, opened.actor_key) == ("account.opened", "operator")
    assert (given.process_code, given.verb, given.subject, given.facts) == (
        "gcm",
        "role.given",
        grant.account.key,
        {"role": "officer", "scope": "gcm/ngls"},
    )


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"role_code": "king"}, "role_unknown", "role"),
        ({"email": "nobody"}, "address_unusable", "email"),
        ({"by": SYSTEM}, "sign_in_needed", None),
        ({"by": Actor(key="p_1", account_id=1)}, "capability_missing", None),
        (
            {"by": Actor(key="p_1", account_id=1, held=frozenset({Held("account.manage", "x")}))},
            "capability_missing",
            None,
        ),
    ],
)
def test_role_is_refused(given, code, field):
    install_roles(at=AT)
    facts = {"email": "a@example.org", "role_code": "auditor", "scope": "gcm", "by": OPERATOR}

    with pytest.raises(DomainError) as refusal:
        give_role(**facts | given, at=AT)

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert Grant.objects.count() == 0
    assert Account.objects.count() == 0


def test_nobody_gives_a_role_to_themselves():
    manager = make_holder("secretariat")

    with pytest.raises(DomainError) as refusal:
        give_role(
            email=manager.email,
            role_code="president_office",
            scope="gcm",
            by=actor_of(manager, AT),
            at=AT,
        )

    assert refusal.value.code == "own_role"


def test_role_given_twice_is_held_once():
    first = make_holder("auditor")

    again = give_role(email=first.email, role_code="auditor", scope="gcm", by=OPERATOR, at=AT)

    assert list(Grant.objects.all()) == [again]


def test_ended_role_reaches_nothing_from_that_instant():
    account = make_holder("auditor")
    later = AT + timedelta(days=1)

    end_role(grant_id=account.grants.get().pk, by=OPERATOR, at=later)

    assert actor_of(account, later - timedelta(seconds=1)).may("record.read", "gcm")
    assert not actor_of(account, later).may("record.read", "gcm")
    with pytest.raises(DomainError) as refusal:
        end_role(grant_id=account.grants.get().pk, by=OPERATOR, at=later)
    assert refusal.value.code == "role_ended"


def test_role_can_be_ended_in_the_instant_it_was_given():
    account = make_holder("auditor")

    end_role(grant_id=account.grants.get().pk, by=OPERATOR, at=AT)

    assert account.grants.get().until == AT + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("held", "asked", "opens"),
    [
        ("gcm/ngls", "gcm", True),
        ("gcm", "gcm/ngls", True),
        ("", "gcm", True),
        ("gcm2", "gcm", False),
        ("other/gcm", "gcm", False),
        ("gcm/ngls", "", True),
    ],
)
def test_a_part_of_a_process_opens_its_pages(held, asked, opens):
    actor = Actor(key="p", account_id=1, held=frozenset({Held("list.compose", held)}))

    assert bool(actor.may_within("list.compose", asked)) is opens
    assert bool(actor.works_in(asked)) is opens
    assert not actor.may_within("list.object", asked)


def test_view_says_why_or_leads_on():
    manager = make_holder("secretariat")

    assert browser_of(make_account()).get("/en/account/roles").status_code == 403
    closed = browser_of(make_holder("auditor")).get("/en/account/roles")
    assert "Your role does not include this: Give and end roles." in closed.text
    first = browser_of(manager, second_factor=False).get("/en/account/roles?page=2")
    assert first["Location"] == "/en/account/second-step?next=%2Fen%2Faccount%2Froles%3Fpage%3D2"
    assert browser_of(manager).get("/en/account/roles").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_is_led_to_sign_in_and_back(client, method):
    answered = getattr(client, method)("/en/account/roles?page=2")

    back = "%3Fpage%3D2" if method == "get" else ""
    assert answered["Location"] == f"/en/account/sign-in?next=%2Fen%2Faccount%2Froles{back}"


def test_htmx_is_led_away_as_a_whole_page(client):
    answered = client.get("/en/account/roles", headers={"HX-Request": "true"})

    assert (answered.status_code, answered["HX-Redirect"]) == (
        200,
        "/en/account/sign-in?next=%2Fen%2Faccount%2Froles",
    )


def test_page_that_reads_no_actor_touches_neither_session_nor_database(
    client, django_assert_num_queries
):
    client.cookies["sessionid"] = "some-old-session"
    with django_assert_num_queries(0):
        answered = client.get("/healthz")

    assert "Cookie" not in answered.get("Vary", "")
    assert answered.cookies == {}


def test_actor_without_a_session_costs_nothing(django_assert_num_queries):
    request = RequestFactory().get("/")
    found = []

    def view(request):
        found.append(request.actor.key)
        return HttpResponse()

    with django_assert_num_queries(0):
        ActorMiddleware(view)(request)

    assert found == ["public"]


def test_guarded_pages_are_kept_by_no_cache(client):
    page = browser_of(make_holder("secretariat")).get("/en/account/roles")

    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]
    assert "no-store" in client.get("/en/account/roles")["Cache-Control"]


def test_unknown_capability_is_an_error_of_the_program():
    request = RequestFactory().get("/")
    request.actor = OPERATOR

    with pytest.raises(ValueError, match="fly is not a capability"):
        capability("fly")(lambda request: HttpResponse())(request)


@pytest.mark.parametrize("rows", [1, 3])
def test_roles_are_listed_in_a_constant_number_of_statements(rows, django_assert_num_queries):
    client = browser_of(make_holder("secretariat"))
    for _ in range(rows):
        make_holder("officer", "gcm/ngls")
    elsewhere = make_holder("officer", "other")

    # Session, account, own roles; the roles to give; the page's count, the page.
    with clock.frozen_at(AT), django_assert_num_queries(6):
        page = client.get("/en/account/roles")

    assert page.text.count("<td>Officer of a facilitating entity</td>") == rows
    assert elsewhere.email not in page.text


def test_roles_are_given_and_ended_at_the_desk():
    client = browser_of(make_holder("secretariat"))

    with clock.frozen_at(AT + timedelta(hours=1)):
        given = client.post(
            "/en/account/roles",
            {"email": "new@example.org", "role": "mission", "scope": "/gcm/mission/FRA/"},
        )
        grant = Grant.objects.get(role__code="mission")
        ended = client.post(f"/en/account/roles/{grant.pk}/end")
        again = client.post(f"/en/account/roles/{grant.pk}/end")

    assert (given.status_code, ended.status_code, again.status_code) == (302, 302, 409)
    assert grant.scope == "gcm/mission/FRA"
    assert "This role has ended already." in again.text


def test_refusal_at_the_desk_is_said_and_what_was_typed_is_kept():
    client = browser_of(make_holder("secretariat"))

    with clock.frozen_at(AT):
        answered = client.post(
            "/en/account/roles",
            {"email": "new@example.org", "role": "mission", "scope": "other"},
        )

    assert "Your role does not include this: Give and end roles." in answered.text
    assert 'value="new@example.org"' in answered.text


def test_command_gives_the_first_administrator_its_role():
    out = StringIO()

    call_command("give_role", "first@example.org", "administrator", stdout=out)

    assert out.getvalue() == (
        "first@example.org holds the role administrator in the whole installation. "
        "The person signs in with a code by e-mail and sets up a second step then.\n"
    )
    account = Account.objects.get(email="first@example.org")
    assert actor_of(account, clock.now()).scopes_of("account.manage") == {""}


def test_command_refuses_in_words():
    with pytest.raises(CommandError, match=r"^There is no such role\.$"):
        call_command("give_role", "first@example.org", "king")


def test_command_installs_the_roles():
    out = StringIO()
    call_command("install_roles", stdout=out)
    call_command("install_roles", stdout=out)

    assert out.getvalue().splitlines() == [
        f"Installed or changed: {', '.join(ROLES)}.",
        "The roles are as they should be.",
    ]
