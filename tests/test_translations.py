"""What people read in six languages: every string has a translation, and what is served is it."""

from __future__ import annotations

import ast
import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

LOCALES = Path(str(settings.LOCALE_PATHS[0]))
LANGUAGES = sorted(each.name for each in LOCALES.iterdir() if each.is_dir())
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]")
KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$')


@dataclass
class Message:
    """One entry of a catalogue as its file has it."""

    context: str = ""
    english: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def messages_of(language: str) -> list[Message]:
    """Read a catalogue without gettext's own tools, which a bare machine has not."""
    text = (LOCALES / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        values: dict[str, str] = {}
        keyword = ""
        for line in lines:
            if match := KEYWORD.match(line):
                keyword = match.group(1)
                values[keyword] = ast.literal_eval(match.group(2))
            elif line.startswith('"') and keyword:
                values[keyword] += ast.literal_eval(line)
        if values.get("msgid"):
            found.append(
                Message(
                    context=values.get("msgctxt", ""),
                    english=values["msgid"],
                    plural=values.get("msgid_plural", ""),
                    translations=[v for k, v in values.items() if k.startswith("msgstr")],
                    is_fuzzy=any(each.startswith("#,") and "fuzzy" in each for each in lines),
                )
            )
    return found


def test_there_are_five_beside_english():
    assert LANGUAGES == ["ar", "es", "fr", "ru", "zh_Hans"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language: str):
    unsaid = [
        each.english
        for each in messages_of(language)
        if each.is_fuzzy or not all(text.strip() for text in each.translations)
    ]

    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_in_what_the_english_fills_in(language: str):
    wrong = []
    for each in messages_of(language):
        known = set(PLACEHOLDER.findall(each.english + each.plural))
        for text in each.translations:
            said = set(PLACEHOLDER.findall(text))
            if not said <= known or (not each.plural and said != known):
                wrong.append((each.english, text))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_served_is_what_the_catalogue_says(language: str):
    folder = LOCALES / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        served = gettext.GNUTranslations(compiled)
    stale = []
    for each in messages_of(language):
        if each.plural:
            known = served.ngettext(each.english, each.plural, 2) in each.translations
        elif each.context:
            known = served.pgettext(each.context, each.english) == each.translations[0]
        else:
            known = served.gettext(each.english) == each.translations[0]
        if not known:
            stale.append(each.english)

    assert stale == [], "Compile them: make messages"
