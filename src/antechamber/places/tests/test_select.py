import pytest

from antechamber.places.countries import LANGUAGES
from antechamber.places.select import country_options_html


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_hold_every_country_once(language):
    options = country_options_html(language)

    assert options.count("<option ") == 249
    assert options.count(" selected") == 0


def test_options_are_in_the_order_of_the_language():
    assert country_options_html("en").startswith(
        '<option value="AF">Afghanistan</option><option value="AX">Åland Islands</option>'
    )


def test_one_option_is_selected():
    options = country_options_html("fr", "CI")

    assert '<option value="CI" selected>Côte d’Ivoire</option>' in options
    assert options.count(" selected") == 1
    assert " selected" not in country_options_html("fr")


@pytest.mark.parametrize("selected", ["", "XX", 'FR">', "AF\x00", "fr"])
def test_an_unknown_code_selects_nothing(selected):
    assert country_options_html("en", selected) == country_options_html("en")


def test_names_are_escaped():
    assert "&lt;" not in country_options_html("en")
    assert "Lao People’s Democratic Republic" in country_options_html("en")
