"""Two addresses for the machine's keeper: living, and able to work."""

from __future__ import annotations

import pytest
from django.test import Client

DEAD_REDIS = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


def asked(path: str) -> tuple[int, str]:
    response = Client().get(path)
    return response.status_code, response.content.decode()


def test_living_process_says_so_and_touches_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert asked("/healthz") == (200, "ok\n")


def test_ready_process_says_so(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert asked("/readyz") == (200, "ready\n")


def test_dead_cache_is_named(db, settings):
    settings.CACHES = DEAD_REDIS

    assert asked("/readyz") == (503, "cache does not answer\n")


def test_unreachable_database_is_named():
    # Without the `db` fixture, every statement of a test is refused: an unreachable database.
    assert asked("/readyz") == (503, "database does not answer\n")


def test_all_that_does_not_answer_is_named(settings):
    settings.CACHES = DEAD_REDIS

    assert asked("/readyz") == (503, "database does not answer\ncache does not answer\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_sets_no_cookie_and_asks_for_no_language(path, db):
    response = Client().get(path)

    assert response.cookies == {}
    assert response["Content-Type"] == "text/plain"
