"""Nothing of the demonstration exists in production, and no clock can be moved there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import antechamber
from antechamber import clock

PRODUCTION = """
import json
import django
django.setup()
from django.conf import settings
from django.test import Client
from antechamber import clock, preparing
preparing.collect_static_files()
try:
    clock.install(clock.machine_now, demo=settings.DEMO)
    refusal = ""
except RuntimeError as error:
    refusal = str(error)
paths = ["/en/demo/mail", "/demo/mail", "/en/demo/clock", "/en/demo/be"]
print(json.dumps({
    "apps": [app for app in settings.INSTALLED_APPS if "demo" in app],
    "middleware": [name for name in settings.MIDDLEWARE if "demo" in name.lower()],
    "statements": [name for name in settings.MIDDLEWARE if "statements" in name],
    "processors": [
        name for name in settings.TEMPLATES[0]["OPTIONS"]["context_processors"] if "demo" in name
    ],
    "clock": clock._installed == [clock.machine_now],
    "refusal": refusal,
    "answers": sorted({Client().post(path, secure=True).status_code for path in paths}),
}))
"""


def test_settings_without_the_demonstration_have_nothing_of_it(tmp_path):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ANTECHAMBER_")}
    environment = inherited | {
        "PYTHONPATH": str(Path(antechamber.__file__).parent.parent),
        "DJANGO_SETTINGS_MODULE": "antechamber.settings",
        "ANTECHAMBER_SECRET_KEY": "x" * 60,
        "ANTECHAMBER_ENCRYPTION_KEYS": "y" * 60,
        "ANTECHAMBER_HOSTS": "testserver",
        "ANTECHAMBER_DATA_DIR": str(tmp_path),
    }

    ended = subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ended.stdout) == {
        "apps": [],
        "middleware": [],
        "statements": [],
        "processors": [],
        "clock": True,
        "refusal": "The clock can be moved in the demonstration only.",
        "answers": [404],
    }


def test_clock_of_production_cannot_be_moved():
    before = clock.now()

    with pytest.raises(RuntimeError, match="in the demonstration only"):
        clock.install(lambda: before, demo=False)

    assert clock.now() > before
