"""Make `data/countries.json` from the published tables; see `data/README.md` for their origin.

Run as `python -m antechamber.places.make_data FOLDER OUTPUT`. It is not used at run time.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

# our language code -> (UNTERM's name of it, suffix of the M49 column)
LANGUAGES = {
    "ar": ("Arabic", "ar"),
    "en": ("English", "en"),
    "es": ("Spanish", "es"),
    "fr": ("French", "fr"),
    "ru": ("Russian", "ru"),
    "zh": ("Chinese", "cn"),
}
GROUP_CODES = {
    "African Group": "africa",
    "Asia-Pacific Group": "asia-pacific",
    "Eastern European Group": "eastern-europe",
    "GRULAC": "grulac",
    "WEOG": "weog",
}
OBSERVER_STATES = {"PS", "VA"}  # A/RES/3237 (XXIX) with A/RES/67/19; A/RES/58/314
ARTICLE = re.compile(r"\s*\((?:the|l['’]|le|la|les|el|las|los)\)$")
FOOTNOTE_MARK = re.compile(r"\s*\*+$")

# Blank, cut or wrongly inflected in the source, or unlike the documents of the United Nations.
SHORT_NAME_CORRECTIONS: dict[str, dict[str, str]] = {
    "AQ": {"ru": "Антарктика"},
    "AX": {"ru": "Аландские острова"},
    "CC": {"ru": "Кокосовые (Килинг) острова"},
    "CI": {"en": "Côte d’Ivoire"},
    "FK": {"en": "Falkland Islands (Malvinas)"},
    "IO": {"ar": "إقليم المحيط الهندي البريطاني"},
    "KY": {"ru": "Каймановы острова"},
    "SJ": {"ar": "جزيرتا سفالبارد وجان ماين"},
    "TF": {"ar": "الأراضي الفرنسية الجنوبية"},
    "TW": {
        "ar": "مقاطعة تايوان الصينية",
        "en": "Taiwan Province of China",
        "es": "Provincia china de Taiwán",
        "fr": "Province chinoise de Taïwan",
        "ru": "Китайская провинция Тайвань",
        "zh": "中国台湾省",
    },
    "UM": {"ar": "الجزر النائية التابعة للولايات المتحدة"},
}
FORMAL_NAME_CORRECTIONS: dict[str, dict[str, str]] = {
    "CI": {
        "ar": "جمهورية كوت ديفوار",
        "en": "the Republic of Côte d’Ivoire",
        "es": "la República de Côte d’Ivoire",
        "fr": "la République de Côte d’Ivoire",
        "ru": "Республика Кот-д'Ивуар",
        "zh": "科特迪瓦共和国",
    },
    "TR": {
        "ar": "جمهورية تركيا",
        "en": "the Republic of Türkiye",
        "es": "la República de Türkiye",
        "fr": "la République de Türkiye",
        "ru": "Турецкая Республика",
        "zh": "土耳其共和国",
    },
}


def make_countries(folder: Path) -> list[dict[str, object]]:
    """Return one record for each country or area, sorted by its two-letter code."""
    groups = {
        row["Code"]: GROUP_CODES[row["Region"]] for row in _rows(folder / "un-regional-groups.csv")
    }
    records = [_record(row, groups) for row in _rows(folder / "country-codes.csv")]
    return sorted(records, key=lambda record: str(record["code"]))


def _record(row: dict[str, str], groups: dict[str, str]) -> dict[str, object]:
    code, iso3 = row["ISO3166-1-Alpha-2"], row["ISO3166-1-Alpha-3"]
    return {
        "code": code,
        "iso3": iso3,
        "m49": row["ISO3166-1-numeric"].zfill(3),
        "names": {language: _short_name(row, language) for language in LANGUAGES},
        "formal_names": {language: _formal_name(row, language) for language in LANGUAGES},
        "regional_group": groups.get(iso3),
        "is_member_state": iso3 in groups,
        "is_observer_state": code in OBSERVER_STATES,
        "is_ldc": bool(row["Least Developed Countries (LDC)"].strip()),
        "is_lldc": bool(row["Land Locked Developing Countries (LLDC)"].strip()),
        "is_sids": bool(row["Small Island Developing States (SIDS)"].strip()),
    }


def _short_name(row: dict[str, str], language: str) -> str:
    unterm, m49 = LANGUAGES[language]
    corrected = SHORT_NAME_CORRECTIONS.get(row["ISO3166-1-Alpha-2"], {}).get(language)
    found = FOOTNOTE_MARK.sub("", row[f"UNTERM {unterm} Short"].strip())
    return _apostrophes(corrected or ARTICLE.sub("", found) or row[f"official_name_{m49}"].strip())


def _formal_name(row: dict[str, str], language: str) -> str:
    corrected = FORMAL_NAME_CORRECTIONS.get(row["ISO3166-1-Alpha-2"], {}).get(language)
    found = row[f"UNTERM {LANGUAGES[language][0]} Formal"].strip()
    return _apostrophes(corrected or FOOTNOTE_MARK.sub("", found))


def _apostrophes(name: str) -> str:
    # The sources mix both signs; one list in one typography.
    return name.replace("'", "’")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: list[str]) -> None:
    """Write the records of the folder named first into the file named second."""
    folder, output = Path(arguments[0]), Path(arguments[1])
    text = json.dumps(make_countries(folder), ensure_ascii=False, indent=1)
    output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
