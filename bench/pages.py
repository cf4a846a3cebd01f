"""Every page: its weight on the wire, its statements, and its work beside a bare view's."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.core.cache import cache

from bench.addresses import BARE
from bench.costs import Cost, cost_of, median_cost
from bench.stage import Stage
from bench.tables import Table, held, number
from bench.visitor import Answer, Visitor

ASSET: Final = re.compile(rb'<(?:link rel="stylesheet" href|script src)="(/static/[^"]+)"')
KILOBYTE: Final = 1024
HOME_KB: Final = 18.0  # a first visit to the home page, everything included
PAGE_KB: Final = 30.0  # a first visit to any other public or applicant page
COLD_STATEMENTS: Final = 4  # of a public page
WARM_TIMES: Final = 2.0  # a bare view's work, of a public page that is kept

COLUMNS: Final = (
    "page",
    "first visit, KB",
    "next page, KB",
    "SQL cold",
    "SQL warm",
    "CPU cold, ms",
    "CPU warm, ms",
    "× bare view",
)
NOTE: Final = (
    "Cold: nothing kept in the cache. Warm: asked for again at once. KB: 1,024 bytes of compressed "
    "bodies, a first visit with style sheets and scripts. Pages of applicants and officers are "
    "never kept, so warm is what they always take."
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, who asks for it, and what the design promises of it."""

    name: str
    path: str
    visitor: Visitor
    first_kb: float | None = PAGE_KB
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What one page weighs and costs."""

    page: Page
    html_bytes: int
    asset_bytes: int
    cold: Cost
    warm: Cost
    bare: Cost

    def row(self) -> list[str]:
        """Return the figures in the order of `COLUMNS`; what is over its promise says so."""
        promised = self.page.is_public
        return [
            self.page.name,
            held((self.html_bytes + self.asset_bytes) / KILOBYTE, self.page.first_kb),
            number(self.html_bytes / KILOBYTE),
            held(self.cold.statements, COLD_STATEMENTS if promised else None, 0),
            held(self.warm.statements, 0 if promised else None, 0),
            number(self.cold.cpu_ms),
            number(self.warm.cpu_ms, 2),
            held(self.warm.times(self.bare), WARM_TIMES if promised else None),
        ]


def pages_of(stage: Stage) -> list[Page]:
    """Return the pages that are measured, from the first that anybody sees to the officer's."""
    draft, submitted = f"apply/{stage.draft.key}", f"apply/{stage.submitted.key}"
    public = {
        "Home": "",
        "Calendar": "calendar",
        "News": "news",
        "Documents": "documents",
        "Rules": "rules",
        "Does my organization need to apply?": "eligibility",
        "Accredited organizations": "organizations",
        "Statistics": "statistics",
        "Apply: start": "apply/",
    }
    own = {
        "Apply: task list": f"{draft}/tasks",
        "Apply: a page of questions": f"{draft}/tasks/work",
        "Apply: check answers": f"{draft}/check-answers",
        "Receipt": f"{submitted}/receipt",
        "Where it stands": f"{submitted}/",
    }
    desk = {
        "Desk: overview": "desk/",
        "Desk: queue": "desk/applications",
        "Desk: an application": f"desk/applications/{stage.submitted}",
    }
    return [
        *(
            Page(name, stage.address(path), stage.anybody, _limit(path), is_public=True)
            for name, path in public.items()
        ),
        *(Page(name, stage.address(path), stage.applicant) for name, path in own.items()),
        *(Page(name, stage.address(path), stage.officer, None) for name, path in desk.items()),
    ]


def _limit(path: str) -> float:
    return PAGE_KB if path else HOME_KB


def page_table(stage: Stage, *, rounds: int) -> Table:
    """Measure every page `rounds` times warm, and a fifth as often cold."""
    figures = [figures_of(page, rounds=rounds) for page in pages_of(stage)]
    bare = median_cost([each.bare for each in figures])
    yardstick = f"The bare view behind the same middlewares: {bare.cpu_ms:.2f} ms of CPU."
    return Table("Pages", COLUMNS, [each.row() for each in figures], f"{NOTE} {yardstick}")


def figures_of(page: Page, *, rounds: int) -> PageFigures:
    """Measure one page, the bare view between its rounds so that both see the same machine."""
    ask = partial(page.visitor.get, page.path)
    answer = ask()
    cold = [_cold(ask) for _round in range(max(1, rounds // 5))]
    warm, bare = [], []
    ask()
    for _round in range(rounds):
        warm.append(cost_of([ask]))
        bare.append(cost_of([partial(page.visitor.get, BARE)]))
    return PageFigures(
        page=page,
        html_bytes=_wire_bytes(answer),
        asset_bytes=sum(_wire_bytes(page.visitor.get(path)) for path in _assets(answer)),
        cold=median_cost(cold),
        warm=median_cost(warm),
        bare=median_cost(bare),
    )


def _cold(ask: partial[Answer]) -> Cost:
    cache.clear()
    return cost_of([ask])


def _wire_bytes(answer: Answer) -> int:
    return len(answer.body)


def _assets(answer: Answer) -> Sequence[str]:
    """Return the style sheets and scripts that a page names."""
    packed = answer.headers.get("content-encoding") == "gzip"
    html = gzip.decompress(answer.body) if packed else answer.body
    return [path.decode() for path in ASSET.findall(html)]
