import unicodedata

import pytest
from hypothesis import given, strategies as st

from antechamber.questionnaires.words import MAX_CHARACTERS, TextTooLong, count_words

TEXTS = st.text(max_size=300)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("one", 1),
        ("one two  three\nfour", 4),
        ("well-known and/or 1,501 don't", 4),
        ("see https://example.org/a-b?c=d or write to a@b.org", 6),
        ("before—after, and 2016–2018", 5),
        ("a - b – c … !", 3),
        ("« Bonjour » dit-elle", 2),
        ("L’eau, l’air", 2),
        ("e\u0301te\u0301 na\u00efve", 2),
        ("_ __ *** ___", 0),
        ("snake_case #hashtag", 2),
        ("👩‍👩‍👧‍👦 🎉", 0),
        ("family 👩‍👩‍👧‍👦", 1),
        ("نحن منظمة غير حكومية", 4),
        ("الهجرة، والتنمية؛ ٢٠١٧", 3),
        ("می‌خواهم بروم", 2),
        ("国际移民组织", 6),
        ("国际移民，组织。", 6),
        ("2017年4月9日", 6),
        ("UN 移民 pact", 4),
        ("ひらがなとカタカナー", 10),
        ("か\u3099", 1),
        ("ｶﾞｷ", 2),
        ("국제 이주 기구", 3),
        ("ประเทศไทย", 1),
        ("ภาษา\u200bไทย", 2),
        ("हिन्दी भाषा", 2),
        ("Рабочая группа по миграции", 4),
        ("\x00 a\x00b", 1),
        ("№ 5 § 3", 2),
    ],
)
def test_words_are_counted_as_a_word_processor_does(text, expected):
    assert count_words(text) == expected


def test_one_word_over_the_limit_is_seen():
    assert count_words("word " * 1_501) == 1_501


@given(TEXTS, TEXTS)
def test_counts_add_up_over_a_space(first, second):
    assert count_words(f"{first} {second}") == count_words(first) + count_words(second)


@given(TEXTS)
def test_composition_of_letters_does_not_matter(text):
    composed = unicodedata.normalize("NFC", text)

    assert count_words(composed) == count_words(unicodedata.normalize("NFD", composed))


@given(TEXTS)
def test_space_around_the_text_does_not_matter(text):
    assert count_words(f"\n {text}\u00a0") == count_words(text)


@given(TEXTS)
def test_there_are_no_more_words_than_characters(text):
    assert 0 <= count_words(text) <= len(text)


@given(st.lists(st.from_regex(r"[a-zа-яء-ي]{1,9}", fullmatch=True), max_size=40))
def test_written_words_are_counted_once_each(words):
    assert count_words(" ".join(words)) == len(words)


@pytest.mark.parametrize("text", [".", "." * MAX_CHARACTERS, "-a" * (MAX_CHARACTERS // 2)])
def test_runs_of_signs_cost_no_more_than_their_length(text):
    assert count_words(text) in (0, 1)


def test_texts_beyond_measure_are_refused_before_any_work():
    with pytest.raises(TextTooLong):
        count_words("a " * 5_000_000)
