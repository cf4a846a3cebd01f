from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from antechamber.web import times
from antechamber.web.components import Deadline, Instant

DEADLINE = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("ar", "الأحد 9 إبريل 2017", "9 إبريل 2017"),
        ("en", "Sunday 9 April 2017", "9 April 2017"),
        ("es", "domingo 9 de abril de 2017", "9 de abril de 2017"),
        ("fr", "dimanche 9 avril 2017", "9 avril 2017"),
        ("ru", "Воскресенье, 9 апреля 2017 г.", "9 апреля 2017 г."),
        ("zh-hans", "2017年4月9日 星期日", "2017年4月9日"),
    ],
)
def test_day_is_written_as_its_language_does(language: str, long: str, short: str):
    with translation.override(language):
        assert times.long_day(date(2017, 4, 9)) == long
        assert times.short_day(date(2017, 4, 9)) == short


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (DEADLINE, "Sunday 9 April 2017, 23:59 New York time (UTC−4)"),
        (
            datetime(2018, 2, 8, 4, 59, 59, tzinfo=UTC),
            "Wednesday 7 February 2018, 23:59 New York time (UTC−5)",
        ),
    ],
)
def test_instant_in_words_names_day_hour_zone_and_distance(instant: datetime, words: str):
    with translation.override("en"):
        assert times.in_words(instant, ZONE, "New York time") == words


def test_the_first_of_a_month_is_an_ordinal_in_french_alone():
    with translation.override("fr"):
        assert times.long_day(date(2017, 5, 1)) == "lundi 1er mai 2017"
        assert times.short_day(date(2017, 5, 11)) == "11 mai 2017"
    with translation.override("es"):
        assert times.short_day(date(2017, 5, 1)) == "1 de mayo de 2017"


def test_day_is_written_without_a_language():
    with translation.override(None):
        assert times.short_day(date(2017, 4, 9)) == "9 April 2017"


def test_instant_is_written_in_every_clock():
    instant = Instant(DEADLINE, ZONE, "New York time")

    assert (
        instant.day,
        instant.time,
        instant.zone_words,
        instant.zone_full,
        instant.utc_words,
        instant.machine,
    ) == (
        "Sunday 9 April 2017",
        "23:59",
        "New York time (UTC−4)",
        "9 April 2017, 23:59 New York time (UTC−4)",
        "10 April 2017, 03:59 UTC",
        "2017-04-10T03:59:59Z",
    )


def test_zone_without_a_name_is_called_after_its_city():
    assert Instant(DEADLINE, ZONE).zone_words == "New York (UTC−4)"


def test_deadline_tells_what_it_was_before():
    later = datetime(2017, 4, 18, 3, 59, 59, tzinfo=UTC)

    deadline = Deadline(later, ZONE, "New York time", former=[DEADLINE])

    assert deadline.former_words == ["Before: 9 April 2017, 23:59 New York time (UTC−4)"]
