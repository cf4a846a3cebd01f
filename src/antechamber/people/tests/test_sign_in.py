"""Journeys through signing in, as a browser makes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from antechamber import clock
from antechamber.mail.actions import deliver_due
from antechamber.mail.models import OutboxMessage
from antechamber.people import sign_in
from antechamber.people.models import Account
from antechamber.record.models import Entry

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
SIGN_IN = "/en/account/sign-in"
CODE = "/en/account/sign-in/code"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits_start_anew():
    cache.clear()


@pytest.fixture(autouse=True)
def _clock():
    with clock.frozen_at(AT):
        yield


def ask_for_code(client: Client, email: str = "amina@example.org", **more: str):
    return client.post(SIGN_IN, {"email": email, "next": "", **more})


def code_sent_to(email: str) -> str:
    mail.outbox.clear()
    deliver_due(at=clock.now())
    letter = next(each for each in reversed(mail.outbox) if each.to == [email])
    return re.search(r"^ {4}(\d{4} \d{4})$", letter.body, re.MULTILINE)[1]


def wrong(code: str) -> str:
    return code.translate(str.maketrans("0123456789", "1234567890"))


def signed_in_as(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Account.objects.get(pk=key).email if key else None


def test_first_code_opens_an_account_in_the_readers_language(client):
    asked = client.post("/fr/account/sign-in", {"email": " Amina@Example.org ", "next": ""})
    assert (asked.status_code, asked["Location"]) == (302, "/fr/account/sign-in/code")
    assert Account.objects.count() == 0

    answered = client.post("/fr/account/sign-in/code", {"code": code_sent_to("amina@example.org")})

    assert (answered.status_code, answered["Location"]) == (302, "/fr/account/")
    account = Account.objects.get()
    assert (account.email, account.language, account.has_usable_password()) == (
        "amina@example.org",
        "fr",
        False,
    )
    assert signed_in_as(client) == "amina@example.org"
    entry = Entry.objects.get()
    assert (entry.process_code, entry.verb, entry.subject, entry.actor_key, entry.facts) == (
        "installation",
        "account.opened",
        account.key,
        account.key,
        {},
    )


def test_known_address_signs_in_to_the_same_account(client):
    known = Account.objects.create_user("amina@example.org", name="Amina")
    ask_for_code(client)

    client.post(CODE, {"code": code_sent_to("amina@example.org")})

    assert signed_in_as(client) == "amina@example.org"
    assert list(Account.objects.all()) == [known]
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    ["{0}{1}", " {0} {1} ", "{0}-{1}", "{0}\u00a0{1}"],
)
def test_code_may_be_typed_in_any_grouping(client, typed):
    ask_for_code(client)
    first, second = code_sent_to("amina@example.org").split()

    client.post(CODE, {"code": typed.format(first, second)})

    assert signed_in_as(client) == "amina@example.org"


def test_code_may_be_typed_in_arabic_digits(client):
    ask_for_code(client)
    arabic = code_sent_to("amina@example.org").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    client.post(CODE, {"code": arabic})

    assert signed_in_as(client) == "amina@example.org"


def test_wrong_code_says_so_and_the_right_one_still_works(client):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")

    answered = client.post(CODE, {"code": wrong(code)})

    assert answered.status_code == 422
    assert "This is not the code in the message. Check it and try again." in answered.text
    assert signed_in_as(client) is None
    client.post(CODE, {"code": code})
    assert signed_in_as(client) == "amina@example.org"


def test_five_wrong_codes_use_it_up(client):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")
    for _ in range(5):
        client.post(CODE, {"code": wrong(code)})

    answered = client.post(CODE, {"code": code})

    assert "The code was wrong too often. Ask for a new one." in answered.text
    assert signed_in_as(client) is None


def test_tries_are_counted_where_the_session_is_read_by_all_at_once(client):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")
    session = client.session
    before = session["people.sign_in"]
    for _ in range(5):
        client.post(CODE, {"code": wrong(code)})
        session["people.sign_in"] = before
        session.save()

    client.post(CODE, {"code": code})

    assert signed_in_as(client) is None


@pytest.mark.parametrize(("seconds", "who"), [(-1, "amina@example.org"), (0, None), (1, None)])
def test_code_lives_fifteen_minutes(client, seconds, who):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")

    with clock.frozen_at(AT + timedelta(minutes=15, seconds=seconds)):
        answered = client.post(CODE, {"code": code})

    assert signed_in_as(client) == who
    assert ("This code is too old. Ask for a new one." in answered.text) is (who is None)


def test_code_works_once(client):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")
    client.post(CODE, {"code": code})
    client.post("/en/account/sign-out")

    answered = client.post(CODE, {"code": code})

    assert answered["Location"] == SIGN_IN
    assert signed_in_as(client) is None


def test_code_of_another_browser_or_address_does_not_fit(client):
    other = Client()
    ask_for_code(client)
    code = code_sent_to("amina@example.org")
    ask_for_code(other, "bo@example.org")

    other.post(CODE, {"code": code})

    assert signed_in_as(other) is None


def test_new_code_makes_the_earlier_one_void(client):
    ask_for_code(client)
    first = code_sent_to("amina@example.org")

    again = client.post("/en/account/sign-in/code/again")

    assert (again.status_code, again["Location"]) == (302, CODE)
    second = code_sent_to("amina@example.org")
    client.post(CODE, {"code": first})
    assert signed_in_as(client) is None
    client.post(CODE, {"code": second})
    assert signed_in_as(client) == "amina@example.org"


def test_code_page_opens_again_and_leads_to_another_address_with_the_way_back(client):
    ask_for_code(client, next="/en/gcm/apply")

    page = client.get(CODE)

    assert page.status_code == 200
    assert "amina@example.org" in page.text
    assert 'href="/en/account/sign-in?next=%2Fen%2Fgcm%2Fapply"' in page.text


def test_code_page_without_a_code_leads_to_the_beginning(client):
    assert client.get(CODE)["Location"] == SIGN_IN


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/en/gcm/apply/task-list?x=1", "/en/gcm/apply/task-list?x=1"),
        ("", "/en/account/"),
        ("https://evil.example/", "/en/account/"),
        ("//evil.example/", "/en/account/"),
        ("/\\evil.example/", "/en/account/"),
        ("http:evil.example", "/en/account/"),
        ("javascript:alert(1)", "/en/account/"),
        ("https://testserver/en/", "/en/account/"),
        ("\n//evil.example", "/en/account/"),
    ],
)
def test_next_is_a_page_of_this_site_or_nothing(client, asked, reached):
    ask_for_code(client, next=asked)

    answered = client.post(CODE, {"code": code_sent_to("amina@example.org")})

    assert answered["Location"] == reached


def test_next_of_the_address_is_kept_through_the_form(client):
    page = client.get(SIGN_IN, {"next": "/en/gcm/apply"})
    assert 'value="/en/gcm/apply"' in page.text

    page = client.get(SIGN_IN, {"next": '//evil.example"><script>'})
    assert "evil.example" not in page.text.replace("next=%2F%2Fevil.example", "")


def test_known_and_unknown_addresses_cannot_be_told_apart(client, django_assert_num_queries):
    Account.objects.create_user("known@example.org")
    # The message and the new session, each within a savepoint, and whether the session's key is
    # free: nothing asks about accounts.
    with django_assert_num_queries(7) as known:
        first = ask_for_code(Client(), "known@example.org")
    with django_assert_num_queries(7) as unknown:
        second = ask_for_code(Client(), "unknown@example.org")

    def shape(statements):
        return [query["sql"].partition(" ")[0] for query in statements]

    assert shape(known) == shape(unknown)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert OutboxMessage.objects.count() == 2
    assert not any("people_account" in query["sql"] for query in unknown)


@pytest.mark.parametrize("email", ["", "amina", "a@b\nBcc: c@d.org", "x" * 260 + "@example.org"])
def test_unusable_address_is_told_and_kept(client, email):
    answered = ask_for_code(client, email)

    assert answered.status_code == 422
    assert OutboxMessage.objects.count() == 0


def test_codes_are_limited_per_address(client):
    for _ in range(3):
        ask_for_code(Client())

    answered = ask_for_code(client)

    assert answered.status_code == 422
    assert "Codes were sent to this address a moment ago." in answered.text
    assert OutboxMessage.objects.count() == 3
    assert ask_for_code(Client(), "bo@example.org").status_code == 302


def test_signed_in_people_are_not_asked_again(client):
    client.force_login(Account.objects.create_user("amina@example.org"))

    assert client.get(SIGN_IN, {"next": "/en/gcm/"})["Location"] == "/en/gcm/"


def test_closed_account_is_told(client):
    Account.objects.create_user("amina@example.org", is_active=False)
    ask_for_code(client)

    answered = client.post(CODE, {"code": code_sent_to("amina@example.org")})

    assert "This account is closed." in answered.text
    assert signed_in_as(client) is None


def test_signing_out_takes_a_click(client):
    client.force_login(Account.objects.create_user("amina@example.org"))

    assert client.get("/en/account/sign-out").status_code == 200
    assert signed_in_as(client) == "amina@example.org"
    assert client.post("/en/account/sign-out").status_code == 302
    assert signed_in_as(client) is None


def test_session_changes_its_key_when_somebody_signs_in(client):
    ask_for_code(client)
    before = client.session.session_key

    client.post(CODE, {"code": code_sent_to("amina@example.org")})

    assert client.session.session_key != before


def test_session_holds_no_code(client):
    ask_for_code(client)
    code = code_sent_to("amina@example.org")

    held = str(dict(client.session))

    assert code not in held
    assert code.replace(" ", "") not in held


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_pages_open_in_every_language(client, language):
    page = client.get(f"/{language}/account/sign-in")
    client.post(f"/{language}/account/sign-in", {"email": "a@example.org", "next": ""})

    assert page.status_code == 200
    assert client.get(f"/{language}/account/sign-in/code").status_code == 200
    assert OutboxMessage.objects.get().language == language


def test_signing_in_without_a_code_is_for_the_demonstration(settings):
    request = RequestFactory().get("/")
    request.session = {}
    account = Account.objects.create_user("officer@example.org")
    settings.DEMO = False

    with pytest.raises(RuntimeError, match="in the demonstration only"):
        sign_in.sign_in_without_code(request, account)

    assert request.session == {}


def test_address_of_the_page_is_the_one_allauth_knows():
    assert reverse("account_login") == reverse("people:sign_in")
