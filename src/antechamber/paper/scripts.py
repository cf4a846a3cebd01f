"""Scripts, and what to say where a machine has no font for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Unicode has no names of scripts in Python's tables; the names of characters begin with them.
SCRIPTS: Final[Mapping[str, str]] = {
    "CJK": "chinese",
    "IDEOGRAPHIC": "chinese",
    "FULLWIDTH": "chinese",
    "HALFWIDTH": "japanese",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "HANGUL": "korean",
    "ARABIC": "arabic",
    "CYRILLIC": "cyrillic",
    "GREEK": "greek",
    "HEBREW": "hebrew",
    "DEVANAGARI": "devanagari",
    "BENGALI": "bengali",
    "TAMIL": "tamil",
    "THAI": "thai",
    "ETHIOPIC": "ethiopic",
    "ARMENIAN": "armenian",
    "GEORGIAN": "georgian",
    "KHMER": "khmer",
    "MYANMAR": "burmese",
}
SCRIPT_WORDS: Final[Mapping[str, Promise]] = {
    "chinese": _("Chinese"),
    "japanese": _("Japanese"),
    "korean": _("Korean"),
    "arabic": _("Arabic"),
    "cyrillic": _("Cyrillic"),
    "greek": _("Greek"),
    "hebrew": _("Hebrew"),
    "devanagari": _("Devanagari"),
    "bengali": _("Bengali"),
    "tamil": _("Tamil"),
    "thai": _("Thai"),
    "ethiopic": _("Ethiopic"),
    "armenian": _("Armenian"),
    "georgian": _("Georgian"),
    "khmer": _("Khmer"),
    "burmese": _("Burmese"),
}


class MissingFont(Exception):
    """A text cannot be printed: this machine has no font for `scripts`."""

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = frozenset(signs)
        self.scripts = frozenset(map(script_of, self.signs))
        super().__init__(", ".join(sorted(self.scripts)))

    @property
    def words(self) -> str:
        """Return what to tell the reader, in the language in force."""
        scripts = ", ".join(sorted(script_name(script) for script in self.scripts))
        return _(
            "This paper cannot be printed here: no font on this machine has these letters: "
            "%(scripts)s. The page shows the same facts."
        ) % {"scripts": scripts}


def is_script(sign: str) -> bool:
    """Say whether a sign belongs to a script, rather than being a symbol or joining others."""
    category = unicodedata.category(sign)
    is_letter = category[0] == "L" or category == "Nd" or unicodedata.combining(sign) != 0
    return is_letter or script_of(sign) in SCRIPT_WORDS


def script_of(sign: str) -> str:
    """Return the script of a sign: a key of `SCRIPT_WORDS`, else the first word of its name."""
    first = unicodedata.name(sign, "").partition(" ")[0]
    return SCRIPTS.get(first.partition("-")[0], first.lower())


def script_name(script: str) -> str:
    """Return the name of a script in the language in force, its Unicode name where it has none."""
    return str(SCRIPT_WORDS.get(script, script.title()))
