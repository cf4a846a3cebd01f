"""The file of a process: what it says of 2017, and how a wrong one is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.urls import get_resolver
from i18nfield.strings import LazyI18nString

from antechamber.processes.process_file import RESERVED_CODES, ProcessFile, read_process_file
from antechamber.processes.reading import UnusableFile
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    EXTENDED_AT,
    FIRST_DEADLINE,
    LAST_DEADLINE,
    OPENS_AT,
    gcm_file,
    gcm_text,
)

# The titles of two documents: no source at hand gives them in other languages, and a title of our
# own making could be taken for theirs. The pages mark them as English.
ENGLISH_ONLY = {"modalities 1: title", "modalities 2: title"}
SCRIPTS = {"ar": r"[\u0621-\u064a]", "ru": r"[\u0430-\u044f]", "zh-hans": r"[\u4e00-\u9fff]"}


def test_the_calls_deadlines_are_instants_in_new_york() -> None:
    read = gcm_file()

    assert [(row["code"], row["opens_at"], row["grace_seconds"]) for row in read.calls] == [
        ("accreditation", OPENS_AT, 0)
    ]
    assert [(row["falls_at"], row["announced_at"], row["standing"]) for row in read.deadlines] == [
        (FIRST_DEADLINE, OPENS_AT, "inferred"),
        (LAST_DEADLINE, EXTENDED_AT, "inferred"),
    ]


def test_the_modalities_are_a_draft_before_they_are_adopted() -> None:
    assert [
        (row["version"], row["symbol"], row["adopted_at"], row["superseded_at"])
        for row in gcm_file().modalities
    ] == [(1, "A/71/L.58", None, ADOPTED_AT), (2, "A/RES/71/280", ADOPTED_AT, None)]


def test_four_entities_look_after_six_categories() -> None:
    read = gcm_file()

    assert [row["code"] for row in read.facilitators] == ["ngls", "unu", "global-compact", "desa"]
    assert [(row["code"], row["facilitator"], row["standing"]) for row in read.categories] == [
        ("ngo", "ngls", "inferred"),
        ("civil-society", "ngls", "inferred"),
        ("diaspora", "ngls", "inferred"),
        ("migrant", "ngls", "inferred"),
        ("academic", "unu", "stated"),
        ("private-sector", "global-compact", "inferred"),
    ]


def test_sessions_and_hearings_stand_on_their_days() -> None:
    meetings = {row["code"]: row for row in gcm_file().meetings}
    days = {
        code: (row["starts_on"], row["ends_on"])
        for code, row in meetings.items()
        if row["kind"] in {"thematic_session", "hearing"}
    }

    assert days == {
        "ts1": (date(2017, 5, 8), date(2017, 5, 9)),
        "ts2": (date(2017, 5, 22), date(2017, 5, 23)),
        "ts3": (date(2017, 6, 19), date(2017, 6, 20)),
        "ts4": (date(2017, 7, 24), date(2017, 7, 25)),
        "h1": (date(2017, 7, 26), date(2017, 7, 26)),
        "ts5": (date(2017, 9, 4), date(2017, 9, 5)),
        "h2": (date(2017, 10, 11), date(2017, 10, 11)),
        "ts6": (date(2017, 10, 12), date(2017, 10, 13)),
        "h3": (date(2017, 12, 5), date(2017, 12, 5)),
        "h4": (date(2018, 2, 21), date(2018, 2, 21)),
        "h5": (date(2018, 5, 21), date(2018, 5, 21)),
    }
    assert [code for code, row in meetings.items() if row["standing"] == "unconfirmed"] == ["h3"]
    assert {code: row["apply_by"] for code, row in meetings.items() if row["apply_by"]} == {
        "ts2": datetime(2017, 5, 16, 3, 59, 59, tzinfo=UTC),
        "ts3": datetime(2017, 5, 31, 3, 59, 59, tzinfo=UTC),
        "h4": datetime(2018, 2, 8, 4, 59, 59, tzinfo=UTC),
    }


def test_every_rule_that_is_stated_or_assumed_says_why() -> None:
    for row in gcm_file().rules:
        assert row["note"], row["kind"]
        assert row["source_url"] or row["standing"] != "stated", row["kind"]


def texts(read: ProcessFile) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a file by its languages, with its place."""
    places = {
        "process": [read.process],
        "facilitators": read.facilitators,
        "categories": read.categories,
        "calls": read.calls,
        "deadlines": read.deadlines,
        "modalities": read.modalities,
        "rules": read.rules,
        "meetings": read.meetings,
        "publications": read.publications,
    }
    for place, rows in places.items():
        for number, row in enumerate(rows, start=1):
            for name, value in row.items():
                if isinstance(value, LazyI18nString) and value.data:
                    yield f"{place} {number}: {name}", value.data


def test_every_text_stands_in_six_languages() -> None:
    found = dict(texts(gcm_file()))
    languages = {code for code, _name in settings.LANGUAGES}

    assert {place for place, words in found.items() if set(words) != languages} == ENGLISH_ONLY
    assert {place for place in ENGLISH_ONLY if set(found[place]) != {"en"}} == set()


def test_a_translation_is_in_the_script_of_its_language() -> None:
    assert [
        (place, language)
        for place, words in texts(gcm_file())
        for language, script in SCRIPTS.items()
        if language in words and not re.search(script, words[language])
    ] == []


def changed(old: str, new: str) -> str:
    text = gcm_text()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "gcm"', 'code = "gcm', "file: is not TOML: Illegal character '\\n' (at line 12"),
        ('code = "gcm"', "code = 7", "process.code: is 7; write a text in quotes"),
        ('code = "gcm"', 'code = "GCM!"', "process.code: is 'GCM!'; write at most 40 of a-z"),
        ('code = "gcm"', 'code = "account"', "process.code: is 'account', which addresses need"),
        ('code = "gcm"', 'kode = "gcm"', "process.code: is missing; write a text in quotes"),
        ('"GCM"', '"G"', "process.reference_prefix: has 2 to 12 characters"),
        ("answer_days = 21", "answer_days = 0", "process.answer_days: is 0; write a whole number"),
        ("answer_days = 21", "answer_days = true", "process.answer_days: is True; write a whole"),
        (
            "answer_days = 21",
            "answer_days = 21\nansver_days = 2",
            "process.ansver_days: is not known; known are: answer_days,",
        ),
        (
            'zone = "America/New_York"',
            'zone = "EST5"',
            "process.zone: is 'EST5'; write a zone such as",
        ),
        (
            "accreditation@gcm.example.org",
            "accreditation at gcm",
            "process.contact_email: is 'accreditation at gcm'; write an e-mail address",
        ),
        ('name.en = "Prep', 'name.de = "Prep', "process.name.de: is no language of this site"),
        (
            'short_name.en = "Global Compact for Migration"\n',
            "",
            "process.short_name.en: is missing",
        ),
        (
            'short_name.en = "Global Compact for Migration"',
            'short_name.en = " "',
            "process.short_name: has an empty text",
        ),
        (
            'facilitator = "unu"',
            'facilitator = "who"',
            "categories[5].facilitator: is 'who'; write",
        ),
        ('[[facilitators]]\ncode = "unu"', '[[facilitators]]\ncode = "ngls"', "write one of"),
        (
            "opens_on = 2017-03-14",
            'opens_on = "14 March"',
            "calls[1].opens_on: is '14 March'; write a",
        ),
        (
            "opens_on = 2017-03-14",
            "opens_on = 2017-03-14T09:00:00Z",
            "calls[1].opens_on: is 2017-03-14 09:00:00+00:00; write the day alone",
        ),
        (
            "announced_at = 2017-04-09T18:00:00-04:00",
            "announced_at = 2017-04-09T18:00:00",
            "calls[1].deadlines[2].announced_at: is 2017-04-09 18:00:00; add the distance from UTC",
        ),
        (
            "announced_at = 2017-04-09T18:00:00-04:00",
            "announced_at = 2017-03-14T00:00:00-04:00",
            "calls.deadlines: have two entries for accreditation, 2017-03-14",
        ),
        ("version = 2", "version = 1", "have two entries for 1"),
        ("value = 7\n", "value = 0\n", "rules[3].value: is 0: expected a whole number from 1"),
        ('kind = "silence_days"', 'kind = "silence"', "rules[3].kind: is 'silence'; write one of"),
        (
            'kind = "silence_days"\n',
            'kind = "silence_days"\nversions = [1]\n',
            "rules: of version 2 cannot be used: the rules silence_days are missing",
        ),
        (
            'kind = "silence_days"\n',
            'kind = "silence_days"\nversions = [3]\n',
            "rules[3].versions: is [3]; write some of [1, 2]",
        ),
        ('city = "vienna"', 'city = "wien"', "meetings[6].city: is 'wien'; write one of: geneva"),
        (
            "ends_on = 2017-05-09",
            "ends_on = 2017-05-07",
            "meetings[1].ends_on: is 2017-05-07, before",
        ),
        ("ends_on = 2017-05-09\n", "", "meetings[1].ends_on: and starts_on go together"),
        ('standing = "unconfirmed" #', 'standing = "maybe" #', "meetings[10].standing: is 'maybe'"),
        ('kind = "news"', 'kind = "rumour"', "publications[1].kind: is 'rumour'; write one of"),
        (
            'url = "https://undocs.org/A/RES/71/280"',
            'url = "javascript:alert(1)"',
            "publications[7].url: is 'javascript:alert(1)'; write an address",
        ),
        ("[process]", "[proces]", "process: is missing; write a table [process]"),
        ("[cities.vienna]", "[towns.vienna]\n[cities.vienna]", "towns: is not known"),
        ("[[calls]]", "[[kalls]]", "write at least one table [[calls]]"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_what_to_do(
    old: str, new: str, told: str
) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_process_file(changed(old, new))

    assert told in str(refusal.value)


def test_the_least_that_a_process_says() -> None:
    text = gcm_text()
    text = text[: text.index("[cities.new-york]")].replace("grace_seconds = 0 #", "#")

    read = read_process_file(text)

    assert (read.meetings, read.publications, read.calls[0]["grace_seconds"]) == ([], [], 0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[rules]]", "rules = []\n[[rule]]", "rules"),
        (
            'kind = "silence_days"\n',
            'kind = "silence_days"\nversions = [[1]]\n',
            "versions: is [[1]]",
        ),
        ('kind = "silence_days"\n', 'kind = "silence_days"\nversions = 1\n', "versions: is 1;"),
    ],
)
def test_lists_of_the_wrong_shape_are_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(UnusableFile) as refusal:
        read_process_file(changed(old, new))

    assert told in str(refusal.value)


def test_a_list_that_is_empty_is_told_so() -> None:
    text = gcm_text()
    start, end = text.index("[[calls]]"), text.index("[[modalities]]")

    with pytest.raises(UnusableFile, match="calls: is empty; write at least one table"):
        read_process_file("calls = []\n" + text[:start] + text[end:])


def test_reserved_codes_hold_every_first_part_of_an_address() -> None:
    parts = set()
    for resolver in get_resolver().url_patterns:
        for pattern in [resolver, *getattr(resolver, "url_patterns", [])]:
            route = str(pattern.pattern)
            if "<" not in route.split("/", maxsplit=1)[0]:
                parts.add(route.split("/", maxsplit=1)[0])
    words = {part for part in parts if part.isalpha() and len(part) > 2}

    assert words - {"healthz", "readyz", "style"} <= RESERVED_CODES
