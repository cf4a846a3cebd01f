"""The checks of an installation: silent in a proper set-up, in words otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from antechamber.people.checks import check_installation

PROPER = {
    "SECRET_KEY": "s" * 50,
    "ENCRYPTION_KEYS": ("a key of its own",),
    "DEMO": False,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["accreditation.example.org"],
    "BASE_URL": "https://accreditation.example.org",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
}


def ids(settings, **changes) -> list[str]:
    for name, value in (PROPER | changes).items():
        setattr(settings, name, value)
    return [message.id for message in check_installation(None)]


def test_proper_set_up_has_nothing_to_say(settings):
    assert ids(settings) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"SECRET_KEY": ""}, ["antechamber.E001"]),
        ({"SECRET_KEY": "s" * 49}, ["antechamber.E001"]),
        ({"ENCRYPTION_KEYS": ()}, ["antechamber.E002"]),
        ({"ENCRYPTION_KEYS": ("s" * 50,)}, ["antechamber.W003"]),
        ({"DEMO": True}, ["antechamber.E004"]),
        ({"DEBUG": True}, ["antechamber.E005"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["antechamber.E006"]),
        ({"BASE_URL": "http://accreditation.example.org"}, ["antechamber.E007"]),
        ({"ALLOWED_HOSTS": ["other.example.org"]}, ["antechamber.E008"]),
        ({"ALLOWED_HOSTS": [".example.org"]}, []),
        (
            {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}},
            ["antechamber.I009"],
        ),
        (
            {
                "DEMO": True,
                "DEBUG": True,
                "BASE_URL": "http://localhost:8000",
                "ALLOWED_HOSTS": ["localhost"],
            },
            [],
        ),
    ],
)
def test_each_fault_is_found_alone(settings, changes, found):
    assert ids(settings, **changes) == found


def test_every_message_says_what_to_do(settings):
    faults = {
        "SECRET_KEY": "",
        "ENCRYPTION_KEYS": (),
        "DEMO": True,
        "DEBUG": True,
        "ALLOWED_HOSTS": ["*"],
        "BASE_URL": "http://example.org",
    }
    for name, value in faults.items():
        setattr(settings, name, value)

    assert all("ANTECHAMBER_" in message.hint for message in check_installation(None))


def test_deploy_check_is_clean_in_a_proper_set_up(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ANTECHAMBER_")
    } | {
        "DJANGO_SETTINGS_MODULE": "antechamber.settings",
        "ANTECHAMBER_SECRET_KEY": "Zr8-made up for this test only-qW3v7KpXt2NfHs5LdYb9",
        "ANTECHAMBER_ENCRYPTION_KEYS": "made up for this test only",
        "ANTECHAMBER_SEALING_KEY": "bWFkZSB1cCBmb3IgdGhpcyB0ZXN0IG9ubHksIDMyIGI=",
        "ANTECHAMBER_HOSTS": "accreditation.example.org",
        "ANTECHAMBER_BASE_URL": "https://accreditation.example.org",
        "ANTECHAMBER_DATA_DIR": str(tmp_path),
        "ANTECHAMBER_CACHE_URL": "redis://localhost:6379/0",
        "ANTECHAMBER_TRUSTED_PROXIES": "1",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]

    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    assert done.stdout.startswith("System check identified no issues"), done.stderr
    assert done.returncode == 0
