"""Settings of the test suite: the product's own, in a folder of its own.

Nothing of the shell's configuration reaches the tests but the servers they are asked to use:
`ANTECHAMBER_TEST_DATABASE_URL`, empty for SQLite, and `ANTECHAMBER_TEST_CACHE_URL`, a Redis server
without a number, empty for memory. Each parallel worker has a database and a number of its own.
"""

from __future__ import annotations

import atexit
import os
import tempfile

for _name in [name for name in os.environ if name.startswith("ANTECHAMBER_")]:
    if not _name.startswith(("ANTECHAMBER_TEST_", "ANTECHAMBER_CI_", "ANTECHAMBER_REQUIRE_")):
        del os.environ[_name]

_FOLDER = tempfile.TemporaryDirectory(prefix="antechamber-tests-")
atexit.register(_FOLDER.cleanup)

_CACHE = os.environ.get("ANTECHAMBER_TEST_CACHE_URL", "")
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_FIRST_NUMBER = 8  # of the sixteen that a Redis server has: away from what a developer may use

os.environ |= {
    "ANTECHAMBER_DATA_DIR": _FOLDER.name,
    "ANTECHAMBER_DATABASE_URL": os.environ.get("ANTECHAMBER_TEST_DATABASE_URL", ""),
    "ANTECHAMBER_CACHE_URL": f"{_CACHE}/{_FIRST_NUMBER + _WORKER}" if _CACHE else "",
    "ANTECHAMBER_DEMO": "1",
    "ANTECHAMBER_SECRET_KEY": "tests only, never anywhere else, " + "x" * 40,
    "ANTECHAMBER_ENCRYPTION_KEYS": "tests only, never anywhere else",
}

from antechamber.settings import *  # noqa: E402, F403
from antechamber.settings import DATA_DIR, DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MOVABLE_CLOCK = False  # tests hold the clock themselves; the demonstration's tests switch it on

# A pool keeps connections open, and PostgreSQL does not drop a database that has one.
DATABASES["default"]["OPTIONS"].pop("pool", None)
if not os.environ["ANTECHAMBER_DATABASE_URL"]:
    # A file, as in production: SQLite in memory knows no WAL and locks whole tables.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
