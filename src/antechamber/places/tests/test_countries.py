from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from antechamber.places.countries import (
    COUNTRIES,
    GROUPS,
    LANGUAGES,
    UnknownCountry,
    country,
    country_choices,
    group_name,
    member_states,
    name,
    sort_key,
    validate_country,
)


def test_member_states_are_193():
    assert len(member_states()) == 193


def test_each_member_state_is_counted_in_one_regional_group():
    groups = Counter(state.regional_group for state in COUNTRIES.values())

    assert groups == {
        "africa": 54,
        "asia-pacific": 54,
        "eastern-europe": 23,
        "grulac": 33,
        "weog": 29,
        None: 56,
    }


def test_turkiye_is_counted_where_it_stands_for_election():
    assert country("TR").regional_group == "weog"
    assert country("TR") not in member_states("asia-pacific")


def test_observer_states_are_no_members():
    observers = {code for code, state in COUNTRIES.items() if state.is_observer_state}

    assert observers == {"PS", "VA"}
    assert [country(code).is_member_state for code in sorted(observers)] == [False, False]
    assert [country(code).regional_group for code in sorted(observers)] == [None, None]
    assert [name("PS", "en"), name("VA", "en")] == ["State of Palestine", "Holy See"]


def test_territories_have_names_and_no_group():
    greenland = country("GL")

    assert greenland.regional_group is None
    assert greenland.name("fr") == "Groenland"
    assert greenland.formal_name("fr") == "Groenland"


def test_groups_of_states_have_their_published_sizes():
    members = member_states()

    assert sum(state.is_ldc for state in members) == 45
    assert sum(state.is_lldc for state in members) == 32
    assert sum(state.is_sids for state in members) == 37
    assert {code for code, state in COUNTRIES.items() if state.is_ldc or state.is_lldc} <= {
        state.code for state in members
    }


def test_a_country_has_its_facts():
    nepal = country("NP")

    assert (nepal.code, nepal.iso3, nepal.m49) == ("NP", "NPL", "524")
    assert (nepal.is_ldc, nepal.is_lldc, nepal.is_sids) == (True, True, False)
    assert [nepal.name(language) for language in LANGUAGES] == [
        "نيبال",
        "Nepal",
        "Nepal",
        "Népal",
        "Непал",
        "尼泊尔",
    ]
    assert [nepal.formal_name("en"), nepal.formal_name("fr")] == ["Nepal", "le Népal"]


def test_codes_are_unique_and_well_formed():
    codes = list(COUNTRIES)

    assert len(codes) == 249
    assert len({state.iso3 for state in COUNTRIES.values()}) == 249
    assert len({state.m49 for state in COUNTRIES.values()}) == 249
    assert all(len(state.m49) == 3 and state.m49.isdecimal() for state in COUNTRIES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_whole_in_every_language(language):
    names = [state.name(language) for state in COUNTRIES.values()]

    assert [text for text in names if text != text.strip() or not text or "*" in text] == []
    assert len(set(names)) == 249


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_state_has_a_formal_name(language):
    nameless = [state.code for state in member_states() if not state.formal_names[language]]

    assert nameless == []


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh-hans", "埃及"),
        ("ZH", "埃及"),
        ("fr-ca", "Égypte"),
        ("de", "Egypt"),
        ("", "Egypt"),
    ],
)
def test_language_tags_are_read_and_english_stands_in(tag, expected):
    assert name("EG", tag) == expected


@pytest.mark.parametrize("code", ["", "XX", "fr", "FRA", "Ｆ", "\x00"])
def test_unknown_codes_are_refused(code):
    with pytest.raises(UnknownCountry):
        country(code)
    with pytest.raises(ValidationError) as refusal:
        validate_country(code)

    assert refusal.value.code == "unknown_country"


def test_known_codes_are_valid():
    assert [validate_country(code) for code in ("FR", "PS", "TW")] == [None, None, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_hold_every_country_once(language):
    assert sorted(code for code, _ in country_choices(language)) == sorted(COUNTRIES)


def test_choices_follow_the_alphabet_of_the_language():
    def first(language, count):
        return [text for _, text in country_choices(language)][:count]

    assert first("en", 3) == ["Afghanistan", "Åland Islands", "Albania"]
    assert first("fr", 4) == ["Afghanistan", "Afrique du Sud", "Albanie", "Algérie"]
    assert first("ru", 2) == ["Австралия", "Австрия"]
    assert first("zh", 3) == ["阿尔巴尼亚", "阿尔及利亚", "阿富汗"]
    assert first("ar", 2) == ["إثيوبيا", "أذربيجان"]


def test_sorting_keeps_the_letters_that_are_letters():
    assert sorted(["ñu", "nz", "na"], key=lambda text: sort_key(text, "es")) == ["na", "nz", "ñu"]
    assert sorted(["ñu", "nz", "na"], key=lambda text: sort_key(text, "fr")) == ["na", "ñu", "nz"]
    assert sorted(["йод", "ия"], key=lambda text: sort_key(text, "ru")) == ["ия", "йод"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_a_sort_key(text, language):
    assert sort_key(text, language)[1] == text


def test_groups_have_names_in_six_languages():
    assert [sorted(names) for names in GROUPS.values()] == [list(LANGUAGES)] * 5
    assert group_name("weog", "en") == "Western European and Others Group"
    assert group_name("africa", "zh-hans") == "非洲国家组"
