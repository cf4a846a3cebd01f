"""The second step: asked of people with a role, set up, used, kept secret."""

from __future__ import annotations

import re
import time

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from antechamber import clock
from antechamber.mail.models import OutboxMessage
from antechamber.people import encryption, sign_in
from antechamber.people.models import Account
from antechamber.people.tests.factories import AT, browser_of, make_account, make_holder
from antechamber.people.tests.test_sign_in import CODE, ask_for_code, code_sent_to

pytestmark = pytest.mark.django_db

DESK = "/en/account/roles"


@pytest.fixture(autouse=True)
def _limits_start_anew():
    cache.clear()


def code_of_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client: Client) -> str:
    page = client.get("/en/account/second-step/app")
    secret = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', page.text)[1]
    answered = client.post("/en/account/second-step/app", {"code": code_of_app(secret)})
    assert answered["Location"] == "/en/account/second-step/codes"
    return secret


@pytest.fixture
def officer() -> Account:
    return make_holder("secretariat", email="officer@example.org")


def test_role_without_a_second_step_is_led_to_set_it_up_and_then_let_in(officer):
    client = browser_of(officer, second_factor=False)
    why = client.get(client.get(DESK)["Location"])
    assert "A second step is needed" in why.text
    assert 'href="/en/account/second-step/app"' in why.text

    set_up_app(client)

    codes = client.get("/en/account/second-step/codes")
    assert codes.text.count("<li><code>") == 10
    assert f'<a class="button" href="{DESK}">' in codes.text
    assert client.get(DESK).status_code == 200


def test_next_time_the_second_step_is_asked_while_signing_in(officer):
    secret = set_up_app(browser_of(officer, second_factor=False))
    cache.clear()
    client = Client()
    with clock.frozen_at(AT):
        ask_for_code(client, "officer@example.org", next=DESK)
        answered = client.post(CODE, {"code": code_sent_to("officer@example.org")})

    assert answered["Location"] == "/en/account/second-step/check"
    assert "_auth_user_id" not in client.session
    assert client.get(DESK).status_code == 302
    wrong = client.post("/en/account/second-step/check", {"code": "000000"})
    assert "This code is not right, or it was used already. Wait for the next." in wrong.text

    answered = client.post("/en/account/second-step/check", {"code": code_of_app(secret)})

    assert answered["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_code_of_the_app_works_once(officer):
    secret = set_up_app(browser_of(officer, second_factor=False))
    code = code_of_app(secret)
    reached = []
    for _ in range(2):
        client = Client()
        with clock.frozen_at(AT):
            ask_for_code(client, "officer@example.org")
            client.post(CODE, {"code": code_sent_to("officer@example.org")})
        reached.append(client.post("/en/account/second-step/check", {"code": code}).status_code)

    assert reached == [302, 200]


def test_recovery_code_stands_for_the_app_once(officer):
    browser = browser_of(officer, second_factor=False)
    set_up_app(browser)
    text = browser.get("/en/account/second-step/codes/text").content.decode()
    recovery = text.split()[0]
    client = Client()
    with clock.frozen_at(AT):
        ask_for_code(client, "officer@example.org")
        client.post(CODE, {"code": code_sent_to("officer@example.org")})

    client.post("/en/account/second-step/check", {"code": recovery})

    assert client.get(DESK).status_code == 200
    assert len(text.split()) == 10


def test_database_holds_no_secret_in_clear(officer):
    secret = set_up_app(browser_of(officer, second_factor=False))

    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        rows = " ".join(str(row) for row in cursor.fetchall())
    assert secret not in rows
    held = Authenticator.objects.get(type="totp").data["secret"]
    assert encryption.decrypt(held) == secret


def test_change_is_told_by_mail_without_details(officer, django_capture_on_commit_callbacks):
    Account.objects.update(language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(browser_of(officer, second_factor=False))

    notice = OutboxMessage.objects.get()
    assert (notice.template, notice.recipient, notice.language) == (
        "account.second_factor_changed",
        "officer@example.org",
        "fr",
    )
    assert "/fr/account/" in notice.body


def test_wrong_app_codes_are_limited(officer):
    secret = set_up_app(browser_of(officer, second_factor=False))
    cache.clear()
    client = Client()
    with clock.frozen_at(AT):
        ask_for_code(client, "officer@example.org")
        client.post(CODE, {"code": code_sent_to("officer@example.org")})
    for _ in range(5):
        client.post("/en/account/second-step/check", {"code": "000000"})

    answered = client.post("/en/account/second-step/check", {"code": code_of_app(secret)})

    assert answered.status_code == 200
    assert "_auth_user_id" not in client.session


def test_session_without_the_step_leads_to_taking_it(officer):
    secret = set_up_app(browser_of(officer, second_factor=False))
    cache.clear()
    client = browser_of(officer, second_factor=False)
    why = client.get(client.get(DESK)["Location"])
    assert "/en/account/second-step/again?next=%2Fen%2Faccount%2Froles" in why.text

    answered = client.post(
        f"/en/account/second-step/again?next={DESK}", {"code": code_of_app(secret)}
    )

    assert answered["Location"] == DESK
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("is_staff_role", [False, True])
def test_second_step_is_asked_of_staff_roles_only(is_staff_role, officer):
    role = officer.grants.get().role
    role.is_staff_role = is_staff_role
    role.save()

    status = browser_of(officer, second_factor=False).get(DESK).status_code

    assert status == (302 if is_staff_role else 200)


def test_applicant_needs_no_second_step():
    client = browser_of(make_account(), second_factor=False)

    assert client.get("/en/account/").status_code == 200


def test_one_click_of_the_demonstration_counts_only_there(officer, rf, settings):
    client = Client()
    client.force_login(officer)
    request = rf.get("/")
    request.session = client.session
    request.user = officer
    with request_context(request):
        response = sign_in.sign_in_without_code(request, officer, next_page=DESK)
    request.session.save()
    assert response["Location"] == DESK
    client.cookies["sessionid"] = request.session.session_key

    assert client.get(DESK).status_code == 200
    settings.DEMO = False
    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize(
    "page",
    [
        "second-step",
        "second-step/means",
        "second-step/app",
        "second-step/passkey",
        "second-step/codes",
        "second-step/codes/new",
        "second-step/app/remove",
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_opens_once_it_is_set_up(officer, page, language):
    client = browser_of(officer, second_factor=False)
    if page not in {"second-step/app", "second-step"}:
        set_up_app(client)

    answered = client.get(f"/{language}/account/{page}", follow=True)

    assert answered.status_code == 200


def test_app_can_be_removed_and_the_door_closes_next_time(officer):
    client = browser_of(officer, second_factor=False)
    set_up_app(client)

    client.post("/en/account/second-step/app/remove")

    assert Authenticator.objects.count() == 0
    assert browser_of(officer, second_factor=False).get(DESK).status_code == 302


@pytest.mark.parametrize(
    "nonsense", ['{"id": "x"}', "[]", "1", '{"id": "x", "rawId": "x", "response": {}}', "x", ""]
)
def test_passkey_page_offers_options_and_refuses_nonsense(officer, nonsense):
    client = browser_of(officer, second_factor=False)

    page = client.get("/en/account/second-step/passkey")
    answered = client.post("/en/account/second-step/passkey", {"credential": nonsense})

    assert '"creation_options"' in page.text
    assert 'src="/static/people/passkeys.js"' in page.text
    assert answered.status_code == 200
    assert Authenticator.objects.count() == 0
