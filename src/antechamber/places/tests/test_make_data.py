import csv

from antechamber.places.make_data import make_countries

ROW = {
    "ISO3166-1-Alpha-2": "BS",
    "ISO3166-1-Alpha-3": "BHS",
    "ISO3166-1-numeric": "44",
    "Least Developed Countries (LDC)": "",
    "Land Locked Developing Countries (LLDC)": " ",
    "Small Island Developing States (SIDS)": "x",
}
NAMES = {
    "Arabic": ("جزر البهاما", "كمنولث جزر البهاما"),
    "English": ("Bahamas (the) *", "the Commonwealth of the Bahamas *"),
    "Spanish": ("Bahamas (las)", ""),
    "French": ("", "le Commonwealth des Bahamas"),
    "Russian": ("Багамские Острова", ""),
    "Chinese": ("巴哈马", ""),
}
OFFICIAL = {"ar": "", "cn": "", "en": "Bahamas", "es": "", "fr": "Bahamas d'été", "ru": ""}


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def test_records_are_made_of_the_published_tables(tmp_path):
    row = dict(ROW)
    for language, (short, formal) in NAMES.items():
        row |= {f"UNTERM {language} Short": short, f"UNTERM {language} Formal": formal}
    row |= {f"official_name_{language}": text for language, text in OFFICIAL.items()}
    write(tmp_path / "country-codes.csv", [row])
    write(tmp_path / "un-regional-groups.csv", [{"Code": "BHS", "Name": "", "Region": "GRULAC"}])

    assert make_countries(tmp_path) == [
        {
            "code": "BS",
            "iso3": "BHS",
            "m49": "044",
            "names": {
                "ar": "جزر البهاما",
                "en": "Bahamas",
                "es": "Bahamas",
                "fr": "Bahamas d’été",
                "ru": "Багамские Острова",
                "zh": "巴哈马",
            },
            "formal_names": {
                "ar": "كمنولث جزر البهاما",
                "en": "the Commonwealth of the Bahamas",
                "es": "",
                "fr": "le Commonwealth des Bahamas",
                "ru": "",
                "zh": "",
            },
            "regional_group": "grulac",
            "is_member_state": True,
            "is_observer_state": False,
            "is_ldc": False,
            "is_lldc": False,
            "is_sids": True,
        }
    ]
