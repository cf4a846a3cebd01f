from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from antechamber.places.zones import ZONE_NAMES, validate_zone, zone_choices, zone_name


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/New_York", "New York time"),
        ("Europe/Zurich", "Geneva time"),
        ("Europe/Vienna", "Vienna time"),
        ("Africa/Nairobi", "Nairobi time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "Coordinated Universal Time (UTC)"),
    ],
)
def test_zones_are_named_as_people_name_them(zone, expected):
    assert zone_name(zone) == expected


@pytest.mark.parametrize("zone", list(ZONE_NAMES))
def test_every_named_zone_exists(zone):
    assert ZoneInfo(zone).key == zone
    assert validate_zone(zone) is None


@pytest.mark.parametrize(
    "zone", ["", "Vienna", "Europe/Wien", "../etc/passwd", "/etc/passwd", "a\x00b"]
)
def test_what_is_no_zone_is_refused(zone):
    with pytest.raises(ValidationError) as refusal:
        validate_zone(zone)

    assert refusal.value.code == "unknown_zone"


def test_choices_begin_with_the_great_seats():
    assert zone_choices()[:4] == [
        ("America/New_York", "New York time"),
        ("Europe/Zurich", "Geneva time"),
        ("Europe/Vienna", "Vienna time"),
        ("Africa/Nairobi", "Nairobi time"),
    ]
