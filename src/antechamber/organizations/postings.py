"""Which numbers a term leads to, for a million terms in eight megabytes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

NUMBER_BITS: Final = 24
MAX_NUMBER: Final = (1 << NUMBER_BITS) - 1
_HASH_MASK: Final = (1 << (64 - NUMBER_BITS)) - 1
_SHARDS: Final = 256


class Postings:
    """Term → numbers up to 16,777,215, packed as sorted 64-bit integers of hash and number.

    Two terms may share a hash, so what comes back are candidates. Fill it, `seal` it, then ask.
    """

    def __init__(self) -> None:
        self._shards = [array("Q") for _ in range(_SHARDS)]

    def add(self, term: str, number: int) -> None:
        """Let the term lead to the number."""
        low = _lowest(term)
        self._shards[_shard(low)].append(low | number)

    def seal(self) -> None:
        """Sort what was added. Shard by shard, so that little is in memory twice."""
        for shard, packed in enumerate(self._shards):
            self._shards[shard] = array("Q", sorted(packed))

    def count(self, term: str) -> int:
        """Say to how many numbers the term leads, without reading them."""
        begin, end, _ = self._span(term)
        return end - begin

    def of(self, term: str) -> Iterator[int]:
        """Give the numbers to which the term leads, ascending."""
        begin, end, packed = self._span(term)
        return (number & MAX_NUMBER for number in packed[begin:end])

    def _span(self, term: str) -> tuple[int, int, "array[int]"]:
        low = _lowest(term)
        packed = self._shards[_shard(low)]
        begin = bisect_left(packed, low)
        return begin, bisect_left(packed, low + MAX_NUMBER + 1, lo=begin), packed


def _lowest(term: str) -> int:
    return (hash(term) & _HASH_MASK) << NUMBER_BITS


def _shard(packed: int) -> int:
    return (packed >> NUMBER_BITS) % _SHARDS
