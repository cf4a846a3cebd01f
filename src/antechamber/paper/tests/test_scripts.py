import pytest

from antechamber.paper.scripts import MissingFont, is_script, script_name, script_of


@pytest.mark.parametrize(
    ("sign", "script"),
    [
        ("组", "chinese"),
        ("，", "chinese"),
        ("か", "japanese"),
        ("한", "korean"),
        ("ع", "arabic"),
        ("Ж", "cyrillic"),
        ("ꠀ", "syloti"),
    ],
)
def test_signs_belong_to_scripts(sign, script):
    assert (script_of(sign), is_script(sign)) == (script, True)


@pytest.mark.parametrize("sign", ["🎉", "\ufe0f", "\u200d", "①", "‽", "\u0378"])
def test_symbols_and_joiners_belong_to_none(sign):
    assert not is_script(sign)


def test_scripts_are_named_for_the_reader():
    assert [script_name("chinese"), script_name("syloti")] == ["Chinese", "Syloti"]
    assert MissingFont("组한").words == (
        "This paper cannot be printed here: no font on this machine has these letters: "
        "Chinese, Korean. The page shows the same facts."
    )
