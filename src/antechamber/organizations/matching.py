"""Which of the organizations already known a name may belong to.

`NameIndex` holds every name in memory, packed: the texts in one byte string, and one table of
64-bit numbers, each a hash of something that leads to a name (its key, its letters, an acronym, a
word) with the number of the name. A query compares the few dozen candidates found there, no more.
The index never changes once built, so threads may share it.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import nlargest
from itertools import islice
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from antechamber.organizations.comparison import (
    WORTH_OF_A_SLIP,
    Comparison,
    Reason,
    Verdict,
    compare,
)
from antechamber.organizations.names import MAX_NAME_CHARACTERS, ParsedName, parse
from antechamber.organizations.postings import Postings
from antechamber.organizations.slips import LEAST_SLIP_LETTERS, LONG_WORD_LETTERS, skeleton
from antechamber.organizations.word_weights import weight


class NameKind(StrEnum):
    """What a name is to its organization."""

    OFFICIAL = "official"
    FORMER = "former"
    ACRONYM = "acronym"
    TRANSLATION = "translation"


class CountryAgreement(StrEnum):
    """Whether the country asked for is the organization's."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class NameEntry(NamedTuple):
    """One name of one organization, as it goes into the index."""

    organization: Hashable
    text: str
    kind: NameKind = NameKind.OFFICIAL
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An organization that a name may belong to, by the name of it that comes nearest.

    `asked_words` and `found_words` are the words that differ, as the reason speaks of them.
    """

    organization: Hashable
    verdict: Verdict
    score: int
    reason: Reason
    name: str
    kind: NameKind
    country: str | None
    country_agreement: CountryAgreement
    asked_words: tuple[str, ...] = ()
    found_words: tuple[str, ...] = ()


MAX_MATCHES: Final = 10
MAX_COMPARED: Final = 40
"""Names compared for sharing words with the query, at 60 µs each."""

MAX_SIGNED: Final = 60
"""Names compared for sharing a sign, an acronym mostly, that many bear."""

MAX_POSTINGS: Final = 6_000
"""Names looked at before the common words of a query are left aside."""

MAX_WORDS_MENDED: Final = 4
"""Unknown words of a query for which near words of the index are looked up, at 0.3 ms each."""

MAX_NAMES_OF_A_SLIP: Final = 2
"""A word in more names than this is taken as it stands."""

LEAST_UNIQUE_ACRONYM_LETTERS: Final = 5
"""A shorter acronym alone is never more than possible: they collide across languages."""

_KINDS: Final = tuple(NameKind)


class NameIndex:
    """All names of all organizations, to be asked by `match`."""

    def __init__(self, entries: Iterable[NameEntry]) -> None:
        """Read the entries once; 120,000 take some five seconds."""
        self._texts = bytearray()
        self._ends = array("I", [0])
        self._organizations: list[Hashable] = []
        self._owners = array("I")
        self._kinds = bytearray()
        self._countries: list[str | None] = [None]
        self._country_numbers = array("H")
        self._postings = Postings()
        self._words_by_shape = _by_shape(self._read(entries))
        self._postings.seal()

    def __len__(self) -> int:
        return len(self._owners)

    def match(self, name: str, country: str | None = None) -> list[Match]:
        """Give the organizations that the name may belong to, the surest first.

        An empty list is the verdict "none". `country` is an ISO 3166 code; an organization of
        another country is never more than possible.
        """
        asked = parse(name)
        compared = (self._compared(asked, each, country) for each in self._candidates(asked))
        matches = strongest(found for found in compared if found is not None)
        return _raise_lone_acronym(asked, matches)[:MAX_MATCHES]

    # --- Building ---------------------------------------------------------------------------------

    def _read(self, entries: Iterable[NameEntry]) -> set[str]:
        """Take in every entry; give the words of them all."""
        words: set[str] = set()
        owners: dict[Hashable, int] = {}
        countries: dict[str | None, int] = {None: 0}
        for number, entry in enumerate(entries):
            parsed = parse(entry.text)
            self._keep(entry, owners, countries)
            words.update(parsed.tokens)
            for term in {*_signs(parsed), *parsed.tokens}:
                self._postings.add(term, number)
        self._organizations = list(owners)
        self._countries = list(countries)
        return words

    def _keep(
        self,
        entry: NameEntry,
        owners: dict[Hashable, int],
        countries: dict[str | None, int],
    ) -> None:
        self._texts += entry.text[:MAX_NAME_CHARACTERS].encode("utf-8", "replace")
        self._ends.append(len(self._texts))
        self._owners.append(owners.setdefault(entry.organization, len(owners)))
        self._kinds.append(_KINDS.index(entry.kind))
        self._country_numbers.append(countries.setdefault(entry.country or None, len(countries)))

    # --- Asking -----------------------------------------------------------------------------------

    def _candidates(self, asked: ParsedName) -> set[int]:
        by_sign = (n for sign in sorted(_signs(asked)) for n in self._postings.of(sign))
        found = set(islice(by_sign, MAX_SIGNED))
        return found.union(self._nearest_by_words(asked))

    def _nearest_by_words(self, asked: ParsedName) -> list[int]:
        """Give the names that share the most of the query's words, weighed by how rare they are."""
        sums: dict[int, float] = defaultdict(float)
        seen = 0
        for count, word, worth in sorted(self._search_words(asked)):
            if seen and seen + count > MAX_POSTINGS:
                break
            seen += count
            for number in self._postings.of(word):
                sums[number] += worth
        if not sums:
            return []
        least = max(sums.values()) / 2
        length = sum(map(len, asked.words))
        near = [
            (worth, -abs(self._length(number) - length), number)
            for number, worth in sums.items()
            if worth >= least
        ]
        return [number for _, _, number in nlargest(MAX_COMPARED, near)]

    def _search_words(self, asked: ParsedName) -> Iterator[tuple[int, str, float]]:
        """Give the words to look for, with how many names hold each and what it is worth."""
        mended = 0
        for word in sorted(set(asked.tokens)):
            count = self._postings.count(word)
            yield count, word, weight(word)
            if count <= MAX_NAMES_OF_A_SLIP and mended < MAX_WORDS_MENDED:
                mended += 1
                for near in self._near_words(word):
                    yield self._postings.count(near), near, weight(word) * WORTH_OF_A_SLIP

    def _near_words(self, word: str) -> list[str]:
        """Give the index's words that are this one but for a slip; one end must be right."""
        if len(word) < LEAST_SLIP_LETTERS or not word.isalpha():
            return []
        most = 1 if len(word) < LONG_WORD_LETTERS else 2
        near: set[str] = set()
        for length in range(len(word) - most, len(word) + most + 1):
            for shape in ((0, word[0], length), (-1, word[-1], length)):
                words = self._words_by_shape.get(shape, [])
                hits = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=5)
                near.update(hit[0] for hit in hits)
        return sorted(near - {word})

    def _compared(self, asked: ParsedName, number: int, country: str | None) -> Match | None:
        text = self._text(number)
        result = compare(asked, parse(text))
        if result.verdict is Verdict.NONE:
            return None
        kind = _KINDS[self._kinds[number]]
        its_country = self._countries[self._country_numbers[number]]
        found = Match(
            organization=self._organizations[self._owners[number]],
            verdict=result.verdict,
            score=result.score,
            reason=_reason(result, kind),
            name=text,
            kind=kind,
            country=its_country,
            country_agreement=_agreement(country, its_country),
            asked_words=result.only_first,
            found_words=result.only_second,
        )
        weighed = _weigh_kind(found)
        return weighed and _weigh_country(weighed)

    def _text(self, number: int) -> str:
        return self._texts[self._ends[number] : self._ends[number + 1]].decode("utf-8")

    def _length(self, number: int) -> int:
        return self._ends[number + 1] - self._ends[number]


def strongest(matches: Iterable[Match]) -> list[Match]:
    """Give each organization once, by the name of it that comes nearest, the surest first."""
    best: dict[Hashable, Match] = {}
    for found in matches:
        known = best.get(found.organization)
        if known is None or _rank(found) > _rank(known):
            best[found.organization] = found
    return sorted(best.values(), key=_rank, reverse=True)


def _signs(name: ParsedName) -> set[str]:
    """Give what leads from one spelling of a name to another, apart from its words."""
    signs = {"=" + name.key, "#" + name.identity, "~" + skeleton(name.words)}
    signs.update("@" + acronym for acronym in name.acronyms)
    if len(name.words) == 1:
        signs.add("@" + name.words[0])
    return signs - {"=", "#", "~"}


def _by_shape(words: set[str]) -> dict[tuple[int, str, int], list[str]]:
    """Sort words by their first letter and length, and by their last letter and length."""
    shapes: dict[tuple[int, str, int], list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= LEAST_SLIP_LETTERS - 1 and word.isalpha():
            shapes[0, word[0], len(word)].append(word)
            shapes[-1, word[-1], len(word)].append(word)
    return dict(shapes)


def _agreement(asked: str | None, found: str | None) -> CountryAgreement:
    if not asked or not found:
        return CountryAgreement.UNKNOWN
    return CountryAgreement.SAME if asked == found else CountryAgreement.OTHER


def _reason(result: Comparison, kind: NameKind) -> Reason:
    if kind is NameKind.FORMER and result.verdict is Verdict.EXACT:
        return Reason.FORMER_NAME
    return result.reason


def _weigh_kind(found: Match) -> Match | None:
    """Hold an acronym alone down: many bear it, and another letter makes another acronym."""
    if found.kind is not NameKind.ACRONYM:
        return found
    if found.verdict is not Verdict.EXACT and found.reason is not Reason.ACRONYM:
        return None
    return replace(
        found, verdict=Verdict.POSSIBLE, score=min(found.score, 70), reason=Reason.ACRONYM
    )


def _weigh_country(found: Match) -> Match:
    is_other = found.country_agreement is CountryAgreement.OTHER
    if not is_other or found.verdict <= Verdict.POSSIBLE:
        return found
    return replace(found, verdict=Verdict.POSSIBLE, score=80, reason=Reason.OTHER_COUNTRY)


def _rank(match: Match) -> tuple[Verdict, bool, int, bool]:
    return (
        match.verdict,
        match.country_agreement is CountryAgreement.SAME,
        match.score,
        match.kind is NameKind.OFFICIAL,
    )


def _raise_lone_acronym(asked: ParsedName, matches: list[Match]) -> list[Match]:
    """Make an acronym that only one organization bears likely to mean that one."""
    bearers = [match for match in matches if match.reason is Reason.ACRONYM]
    if len(asked.words) != 1 or len(asked.words[0]) < LEAST_UNIQUE_ACRONYM_LETTERS:
        return matches
    if len(bearers) != 1 or bearers[0].verdict is not Verdict.POSSIBLE:
        return matches
    raised = replace(bearers[0], verdict=Verdict.LIKELY, score=85)
    others = [match for match in matches if match is not bearers[0]]
    return sorted([raised, *others], key=_rank, reverse=True)
