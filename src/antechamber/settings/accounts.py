"""Signing in: django-allauth's settings, all in one place."""

from __future__ import annotations

from antechamber.settings.environment import Environment


def account_settings(environment: Environment) -> dict[str, object]:
    """Return allauth's settings. There are no passwords: a code by e-mail, and a second step.

    The pages and the code by e-mail are ours (`people/sign_in.py`); allauth keeps the session's
    proofs, the second step and the limits on how often something is asked.
    """
    return {
        "LOGIN_URL": "people:sign_in",
        "LOGIN_REDIRECT_URL": "people:account",
        "ACCOUNT_ADAPTER": "antechamber.mail.account_messages.OutboxAccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # the code that signs in is the verification
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_RATE_LIMITS": {
            # Many people may sit behind one address of an office or a university.
            "request_login_code": "60/m/ip,3/m/key,10/h/key",
            "login_failed": "120/m/ip,5/15m/key",
            "reauthenticate": "10/m/user",
        },
        "ALLAUTH_TRUSTED_PROXY_COUNT": environment.trusted_proxies,
        "MFA_ADAPTER": "antechamber.people.second_factor.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_TOTP_TOLERANCE": 1,  # periods of 30 seconds by which a telephone's clock may be off
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": environment.demo or environment.debug,
    }
