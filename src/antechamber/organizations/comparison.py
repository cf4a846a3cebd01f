"""Whether two names are the same name: a verdict and the reason for it.

Pure and symmetric: `compare(a, b)` and `compare(b, a)` give the same verdict and score. What must
never be taken for the same is a near name of another organization, so words decide, not letters: a
name is likely the same only if every word of it has its counterpart, and places, numbers and rare
words are never read as slips of one another. The words that explain a reason are made elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import chain
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from antechamber.organizations.name_words import STOP_WORDS
from antechamber.organizations.names import ParsedName, canonical
from antechamber.organizations.slips import LONG_WORD_LETTERS, is_sure_slip, pair_slips, skeleton
from antechamber.organizations.word_weights import is_place, weight


class Verdict(IntEnum):
    """How surely two names are one; a higher one includes the lower."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    EXACT = 3


class Reason(StrEnum):
    """Why a verdict is what it is."""

    SAME_NAME = "same_name"
    PUNCTUATION = "punctuation"
    LEGAL_FORM = "legal_form"
    ACRONYM = "acronym"
    SMALL_WORDS = "small_words"
    WORD_ORDER = "word_order"
    SPELLING = "spelling"
    TRANSLITERATION = "transliteration"
    FORMER_NAME = "former_name"
    PART_OF = "part_of"
    OTHER_PLACE = "other_place"
    OTHER_NUMBER = "other_number"
    OTHER_WORDS = "other_words"
    OTHER_ACRONYM = "other_acronym"
    OTHER_COUNTRY = "other_country"
    NOTHING_SHARED = "nothing_shared"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have to do with each other.

    `score` runs from 0 to 100. `only_first` and `only_second` are the words without a counterpart,
    or with a counterpart of another spelling, as the reason speaks of them.
    """

    verdict: Verdict
    score: int
    reason: Reason
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


NOTHING: Final = Comparison(Verdict.NONE, 0, Reason.NOTHING_SHARED)

LEAST_SHARE: Final = 0.7
"""Share of the weight of both names' words that must agree before the match is worth showing."""

LEAST_SHARE_OF_PART: Final = 0.55
"""The same where one name holds all the words of the other."""

LEAST_WEIGHT_OF_A_REORDERED_NAME: Final = 24.0
"""In nats. Below it stand "Institute of Sustainable Development" and "Sustainable Development
Institute", two organizations."""

WORTH_OF_A_SLIP: Final = 0.9
"""What a word is worth that agrees but for its spelling."""

LEAST_SKELETON_LETTERS: Final = 6
"""Consonants, and the gaps between words, that names in two scripts must share in order."""

PLENTY_OF_WEIGHT: Final = 20.0
"""In nats: where so much else agrees, a slip is one even in a word that nobody knows."""

LITTLE_WEIGHT: Final = 8.0
"""Where no more agrees, "Karim Foundation" and "Karima Foundation", only a long word can slip."""


def compare(first: ParsedName, second: ParsedName) -> Comparison:
    """Say whether two names are the same name, and why."""
    if not first.tokens or not second.tokens:
        return NOTHING
    if first.identity == second.identity:
        return _same_letters(first, second)
    if _is_acronym_of(first, second) or _is_acronym_of(second, first):
        return Comparison(Verdict.POSSIBLE, 70, Reason.ACRONYM)
    if first.tokens == second.tokens:
        return _same_words(first, second)
    if first.is_latin != second.is_latin and _have_one_skeleton(first, second):
        return Comparison(Verdict.LIKELY, 86, Reason.TRANSLITERATION)
    return _aligned(first, second)


def _same_letters(first: ParsedName, second: ParsedName) -> Comparison:
    if not (first.is_latin and second.is_latin) and not _same_script_text(first, second):
        return Comparison(Verdict.LIKELY, 90, Reason.TRANSLITERATION)
    if _acronyms_conflict(first, second):
        return _other_acronym(first, second)
    if first.display.casefold() == second.display.casefold():
        return Comparison(Verdict.EXACT, 100, Reason.SAME_NAME)
    if first.legal_forms != second.legal_forms:
        both = first.legal_forms and second.legal_forms
        verdict, score = (Verdict.LIKELY, 92) if both else (Verdict.EXACT, 98)
        return Comparison(
            verdict, score, Reason.LEGAL_FORM, *_apart(first.legal_forms, second.legal_forms)
        )
    if set(first.acronyms) != set(second.acronyms):
        return Comparison(
            Verdict.EXACT, 98, Reason.ACRONYM, *_apart(first.acronyms, second.acronyms)
        )
    return Comparison(Verdict.EXACT, 99, Reason.PUNCTUATION)


def _same_words(first: ParsedName, second: ParsedName) -> Comparison:
    """Judge names with one key: other order, small words, spelling or weak legal form."""
    if _acronyms_conflict(first, second):
        return _other_acronym(first, second)
    if not (first.is_latin and second.is_latin):
        return Comparison(Verdict.POSSIBLE, 80, Reason.WORD_ORDER)
    if first.weak_forms != second.weak_forms:
        both = first.weak_forms and second.weak_forms
        verdict, score = (Verdict.POSSIBLE, 80) if both else (Verdict.LIKELY, 90)
        return Comparison(
            verdict, score, Reason.LEGAL_FORM, *_apart(first.weak_forms, second.weak_forms)
        )
    if _content(first) != _content(second):
        is_telling = _weight(first.tokens) >= LEAST_WEIGHT_OF_A_REORDERED_NAME
        verdict, score = (Verdict.LIKELY, 90) if is_telling else (Verdict.POSSIBLE, 82)
        return Comparison(verdict, score, Reason.WORD_ORDER)
    only_first, only_second = _apart(first.words, second.words)
    only_first, only_second = _without_small(only_first), _without_small(only_second)
    if only_first or only_second:
        return Comparison(Verdict.LIKELY, 94, Reason.SPELLING, only_first, only_second)
    is_one_word = len(first.tokens) == 1  # "Health, Limited" and "WA Health"
    verdict, score = (Verdict.POSSIBLE, 82) if is_one_word else (Verdict.LIKELY, 93)
    return Comparison(verdict, score, Reason.SMALL_WORDS)


def _other_acronym(first: ParsedName, second: ParsedName) -> Comparison:
    words = _apart(first.acronyms, second.acronyms)
    return Comparison(Verdict.POSSIBLE, 78, Reason.OTHER_ACRONYM, *words)


def _same_script_text(first: ParsedName, second: ParsedName) -> bool:
    """Compare the letters before transliteration: two Chinese names may sound alike."""
    return _letters(first.display) == _letters(second.display)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_acronym_of(short: ParsedName, full: ParsedName) -> bool:
    return len(short.words) == 1 and len(full.words) > 1 and short.words[0] in full.acronyms


def _acronyms_conflict(first: ParsedName, second: ParsedName) -> bool:
    """Say whether both names carry an acronym and no two of them are one but for a letter."""
    if not first.acronyms or not second.acronyms:
        return False
    return not any(
        OSA.distance(one, other) <= 1 for one in first.acronyms for other in second.acronyms
    )


# --- Names that differ in a word ------------------------------------------------------------------


def _aligned(first: ParsedName, second: ParsedName) -> Comparison:
    shared, only_first, only_second = _pair_same(first.tokens, second.tokens)
    if not shared and not (only_first and only_second):
        return NOTHING
    slips, only_first, only_second = pair_slips(only_first, only_second)
    total = _weight(chain(first.tokens, second.tokens))
    share = (2 * _weight(shared) + WORTH_OF_A_SLIP * _weight(chain.from_iterable(slips))) / total
    if not only_first and not only_second:
        return _judge_slips(first, second, slips, _Agreement(share, _weight(shared)))
    least = LEAST_SHARE if only_first and only_second else LEAST_SHARE_OF_PART
    if share < least:
        return NOTHING
    score = min(84, round(50 + 34 * share))
    reason = _reason_for(only_first, only_second)
    return Comparison(Verdict.POSSIBLE, score, reason, only_first, only_second)


class _Agreement(NamedTuple):
    """How much of two names agrees: as a share, and in nats without the slips."""

    share: float
    certain: float


def _judge_slips(
    first: ParsedName,
    second: ParsedName,
    slips: Sequence[tuple[str, str]],
    agreement: _Agreement,
) -> Comparison:
    """Judge names whose words all have a counterpart, some of them spelled otherwise."""
    mine, theirs = tuple(one for one, _ in slips), tuple(other for _, other in slips)
    if _acronyms_conflict(first, second) or (first.weak_forms != second.weak_forms):
        return Comparison(Verdict.POSSIBLE, 78, Reason.SPELLING, mine, theirs)
    words = min(len(first.tokens), len(second.tokens))
    if len(slips) <= max(1, words // 2) and _are_sure(slips, agreement.certain):
        score = round(80 + 10 * agreement.share)
        return Comparison(Verdict.LIKELY, score, Reason.SPELLING, mine, theirs)
    return Comparison(Verdict.POSSIBLE, 78, Reason.SPELLING, mine, theirs)


def _are_sure(slips: Sequence[tuple[str, str]], certain: float) -> bool:
    """Say whether the rest of the name, or else the words themselves, make the slips sure."""
    if certain >= PLENTY_OF_WEIGHT:
        return True
    if certain < LITTLE_WEIGHT and any(
        min(len(one), len(other)) < LONG_WORD_LETTERS for one, other in slips
    ):
        return False
    return all(is_sure_slip(one, other) for one, other in slips)


def _reason_for(only_first: tuple[str, ...], only_second: tuple[str, ...]) -> Reason:
    words = (*only_first, *only_second)
    if any(character.isdigit() for word in words for character in word):
        return Reason.OTHER_NUMBER
    if not only_first or not only_second:
        return Reason.PART_OF
    return Reason.OTHER_PLACE if any(map(is_place, words)) else Reason.OTHER_WORDS


def _have_one_skeleton(first: ParsedName, second: ParsedName) -> bool:
    one = skeleton(first.words)
    return len(one) >= LEAST_SKELETON_LETTERS and one == skeleton(second.words)


def _pair_same(
    first: Sequence[str], second: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give the words that both hold, as often as both hold them, and what is left of each."""
    shared: list[str] = []
    only_first: list[str] = []
    only_second = list(second)
    for word in first:
        if word in only_second:
            only_second.remove(word)
            shared.append(word)
        else:
            only_first.append(word)
    return tuple(shared), tuple(only_first), tuple(only_second)


def _apart(first: Iterable[str], second: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    _, only_first, only_second = _pair_same(tuple(first), tuple(second))
    return only_first, only_second


def _content(name: ParsedName) -> tuple[str, ...]:
    """Give the words that tell a name apart, in the order of the name."""
    return tuple(canonical(word) for word in _without_small(name.words))


def _without_small(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in STOP_WORDS)


def _weight(words: Iterable[str]) -> float:
    return sum(map(weight, words))
