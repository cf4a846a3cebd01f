"""The rows of a roster that were not taken in, as a table to mend and to send again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_words import refusal_words

AT_ONCE = 2_000


def refused_rows(roster: RosterImport) -> Iterator[list[object]]:
    """Give a heading, then each row that was refused or is ambiguous (1 statement, in parts).

    The words are settled in the language of the caller, also where lines are written later.
    """
    heading: list[object] = [_("Row"), _("Why it was not taken in"), _("As it came")]
    ambiguous = _("Several organizations bear this name. Tell the country in a column of its own.")
    left_out = [RosterRow.Effect.REFUSED, RosterRow.Effect.AMBIGUOUS]
    rows = roster.rows.filter(effect__in=left_out).order_by("number")
    found = rows.values_list("number", "refusal", "raw").iterator(chunk_size=AT_ONCE)
    return _lines(heading, ambiguous, found)


def _lines(
    heading: list[object],
    ambiguous: str,
    found: Iterator[tuple[int, dict[str, object], list[object]]],
) -> Iterator[list[object]]:
    yield heading
    for number, refusal, raw in found:
        yield [number, refusal_words(refusal) if refusal else ambiguous, *raw]
