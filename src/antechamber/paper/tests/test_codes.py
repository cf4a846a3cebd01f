import pytest
from hypothesis import given, strategies as st

from antechamber.paper.codes import ALPHABET, NUMBERS, code_of, normalised

NUMBER = st.integers(0, NUMBERS - 1)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0, "0000-0000-0"),
        (1, "0000-0001-2"),
        (NUMBERS - 1, "ZZZZ-ZZZZ-3"),
    ],
)
def test_a_number_has_one_code(number, code):
    assert code_of(number) == code


@pytest.mark.parametrize("number", [-1, NUMBERS])
def test_other_numbers_have_none(number):
    with pytest.raises(ValueError, match="A paper's number is from 0 to 1099511627775"):
        code_of(number)


@given(NUMBER)
def test_a_code_is_read_as_itself(number):
    assert normalised(code_of(number)) == code_of(number)


@given(NUMBER, NUMBER)
def test_two_numbers_never_share_a_code(one, other):
    assert (code_of(one) == code_of(other)) == (one == other)


@given(NUMBER, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_shows(number, place, sign):
    signs = list(code_of(number).replace("-", ""))
    is_changed = signs[place] != sign
    signs[place] = sign

    assert (normalised("".join(signs)) is None) == is_changed


@given(NUMBER, st.integers(0, 8), st.integers(0, 8))
def test_any_two_swapped_signs_show(number, one, other):
    signs = list(code_of(number).replace("-", ""))
    is_changed = signs[one] != signs[other]
    signs[one], signs[other] = signs[other], signs[one]

    assert (normalised("".join(signs)) is None) == is_changed


@given(NUMBER)
def test_a_code_is_read_however_it_is_typed(number):
    code = code_of(number)
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert normalised(f"  {typed}\n") == code
    assert normalised(code.replace("1", "I").replace("-", "\u2013")) == code
    assert normalised(code.replace("-", "")) == code


@given(st.text())
def test_other_texts_are_no_code(typed):
    found = normalised(typed)

    assert found is None or normalised(found) == found


@pytest.mark.parametrize("typed", ["", "7KQ4-M2XP", "7KQ4-M2XP-9-9", "UUUU-UUUU-U", "0" * 10**6])
def test_what_is_too_short_or_too_long_is_no_code(typed):
    assert normalised(typed) is None
