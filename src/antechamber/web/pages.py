"""The pages of a list, and their numbers under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import cached_property

Row = TypeVar("Row", bound=Model)

NEIGHBOURS = 1  # pages shown on each side of the present one, and at each end


class CountedPaginator(Paginator[Row]):
    """Pages of a list whose length is known already: it is the number on its tab."""

    known_count = 0

    @cached_property
    def count(self) -> int:
        """Return the known length."""
        return self.known_count


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number; without `url` it stands for pages left out."""

    label: str
    url: str = ""
    current: bool = False


def page_links(page: Page[object], query: QueryDict) -> dict[str, object]:
    """Return what `pagination.html` draws; empty for a single page. Costs the list's one count."""
    if page.paginator.num_pages == 1:
        return {"pages": []}
    return {
        "pages": [_link(number, page.number, query) for number in _shown(page)],
        "previous_url": page.has_previous() and _url(page.number - 1, query),
        "next_url": page.has_next() and _url(page.number + 1, query),
    }


def _shown(page: Page[object]) -> list[int | None]:
    """Return the numbers to show, with `None` where some are left out."""
    last = page.paginator.num_pages
    near = range(page.number - NEIGHBOURS, page.number + NEIGHBOURS + 1)
    wanted = sorted({1, last} | {number for number in near if 1 <= number <= last})
    shown: list[int | None] = []
    for number in wanted:
        if shown and number - (shown[-1] or 0) > 1:
            shown.append(None)
        shown.append(number)
    return shown


def _link(number: int | None, present: int, query: QueryDict) -> PageLink:
    if number is None:
        return PageLink("")
    return PageLink(str(number), _url(number, query), number == present)


def _url(number: int, query: QueryDict) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return "?" + changed.urlencode()
