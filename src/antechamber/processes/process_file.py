"""A process as a readable file: TOML text in, checked values for every table out. No database.

`data/gcm.toml` is the example to copy. Whatever is wrong is refused with the place in the file.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from antechamber.processes.modalities import RULE_KINDS, UnusableRule, rule_set
from antechamber.processes.models import Publication, Standing
from antechamber.processes.reading import LONGEST_SLUG, Section, UnusableFile

Values = dict[str, Any]  # field → value, as the model takes them

START_OF_DAY: Final = time(0)
# First parts of addresses beside the processes' own: a process of that name could not be reached.
RESERVED_CODES: Final = frozenset(
    {"account", "accessibility", "admin", "api", "demo", "desk", "privacy", "static", "verify"}
)


@dataclass(frozen=True, slots=True)
class ProcessFile:
    """All rows of one process. References between rows are codes; `digest` names the file."""

    digest: str
    process: Values
    facilitators: Sequence[Values]
    categories: Sequence[Values]
    calls: Sequence[Values]
    deadlines: Sequence[Values]
    modalities: Sequence[Values]
    rules: Sequence[Values]
    meetings: Sequence[Values]
    publications: Sequence[Values]


def read_process_file(text: str) -> ProcessFile:
    """Return the rows that a process file describes, or raise `UnusableFile`."""
    try:
        root = Section("", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UnusableFile("file", f"is not TOML: {error}") from None
    process = _process(root.table("process"))
    facilitators = [_facilitator(*each) for each in enumerate(root.tables("facilitators"))]
    cities = _cities(root)
    modalities = [_modalities(each) for each in root.tables("modalities")]
    calls = [_call(each) for each in root.tables("calls")]
    read = ProcessFile(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        process=process,
        facilitators=facilitators,
        categories=[
            _category(order, each, {row["code"] for row in facilitators})
            for order, each in enumerate(root.tables("categories"))
        ],
        calls=[call for call, _ in calls],
        deadlines=[row for _, deadlines in calls for row in deadlines],
        modalities=modalities,
        rules=_rules(root.tables("rules"), [row["version"] for row in modalities]),
        meetings=[
            _meeting(each, cities, process["zone"])
            for each in root.tables("meetings", required=False)
        ],
        publications=[_publication(each) for each in root.tables("publications", required=False)],
    )
    root.finish()
    _refuse_repetitions(read)
    return read


def _process(section: Section) -> Values:
    row = {
        "code": section.code("code"),
        "reference_prefix": section.text("reference_prefix"),
        "zone": section.zone("zone"),
        "contact_email": section.email("contact_email"),
        "answer_days": section.number("answer_days", least=1),
        **{key: section.words(key) for key in ("name", "short_name", "summary", "convener")},
    }
    section.finish()
    if row["code"] in RESERVED_CODES:
        raise section.fail("code", f"is {row['code']!r}, which addresses need; choose another")
    if not 2 <= len(row["reference_prefix"]) <= 12:  # noqa: PLR2004 - as the table holds it
        raise section.fail("reference_prefix", "has 2 to 12 characters; write one such as GCM")
    return row


def _facilitator(order: int, section: Section) -> Values:
    row = {
        "code": section.code("code"),
        "short_name": section.text("short_name"),
        "name": section.words("name"),
        "contact_email": section.email("contact_email"),
        "home_page": section.url("home_page"),
        "order": order,
    }
    section.finish()
    return row


def _category(order: int, section: Section, facilitators: set[str]) -> Values:
    row = {
        "code": section.code("code"),
        "facilitator": section.one_of("facilitator", sorted(facilitators)),
        "name": section.words("name"),
        "hint": section.words("hint", required=False),
        "source_url": section.url("source_url"),
        "standing": _standing(section),
        "order": order,
    }
    section.finish()
    return row


def _call(section: Section) -> tuple[Values, list[Values]]:
    code, zone = section.code("code"), section.zone("zone")
    row = {
        "code": code,
        "kind": section.text("kind"),
        "title": section.words("title"),
        "zone": zone,
        "opens_at": section.day_as_instant("opens_on", zone, START_OF_DAY),
        "grace_seconds": section.number("grace_seconds", default=0),
        "source_url": section.url("source_url"),
    }
    deadlines = [_deadline(each, code, zone) for each in section.tables("deadlines")]
    section.finish()
    return row, deadlines


def _deadline(section: Section, call: str, zone: str) -> Values:
    row = {
        "call": call,
        "falls_at": section.day_as_instant("falls_on", zone),
        "announced_at": section.instant("announced_at"),
        "reason": section.words("reason", required=False),
        "source_url": section.url("source_url"),
        "standing": _standing(section),
    }
    section.finish()
    return row


def _modalities(section: Section) -> Values:
    row = {
        "version": section.number("version", least=1),
        "symbol": section.text("symbol"),
        "title": section.words("title"),
        "source_url": section.url("source_url"),
        "drafted_at": section.instant("drafted_at"),
        "adopted_at": section.instant("adopted_at") if section.has("adopted_at") else None,
        "superseded_at": section.instant("superseded_at") if section.has("superseded_at") else None,
    }
    section.finish()
    return row


def _rules(sections: Iterable[Section], versions: list[int]) -> list[Values]:
    """Return the rules of every version, and refuse a version that does not state each kind."""
    rows = [row for section in sections for row in _rule(section, versions)]
    for version in versions:
        try:
            rule_set({row["kind"]: row["value"] for row in rows if row["version"] == version})
        except UnusableRule as error:
            raise UnusableFile("rules", f"of version {version} cannot be used: {error}") from None
    return rows


def _rule(section: Section, versions: list[int]) -> list[Values]:
    kind = section.one_of("kind", RULE_KINDS)
    row = {
        "kind": kind,
        "value": section.raw("value"),
        "paragraph": section.text("paragraph"),
        "source_url": section.url("source_url"),
        "standing": _standing(section),
        "note": section.words("note", required=False),
    }
    try:
        RULE_KINDS[kind].read(row["value"])
    except UnusableRule as error:
        raise section.fail("value", f"is {row['value']!r}: {error}") from None
    wanted = section.raw("versions") if section.has("versions") else versions
    if not isinstance(wanted, list) or not all(each in versions for each in wanted):
        raise section.fail("versions", f"is {wanted!r}; write some of {list(versions)}")
    section.finish()
    return [{**row, "version": version} for version in wanted]


def _cities(root: Section) -> dict[str, Values]:
    if not root.has("cities"):
        return {}
    table, cities = root.table("cities"), {}
    for code in table.values:
        city = table.table(code)
        cities[code] = {"city": city.words("name"), "zone": city.zone("zone")}
        city.finish()
    return cities


def _meeting(section: Section, cities: dict[str, Values], zone: str) -> Values:
    row = {
        "code": section.code("code"),
        "kind": section.text("kind"),
        "title": section.words("title"),
        "theme": section.words("theme", required=False),
        "venue": section.words("venue", required=False),
        **cities[section.one_of("city", sorted(cities))],
        "starts_on": section.day("starts_on", required=False),
        "ends_on": section.day("ends_on", required=False),
        "apply_by": section.day_as_instant("apply_by", zone, required=False),
        "source_url": section.url("source_url"),
        "standing": _standing(section),
    }
    section.finish()
    if (row["starts_on"] is None) != (row["ends_on"] is None):
        raise section.fail("ends_on", "and starts_on go together; write both or neither")
    if row["starts_on"] is not None and row["ends_on"] < row["starts_on"]:
        raise section.fail("ends_on", f"is {row['ends_on']}, before the start; correct one of them")
    return row


def _publication(section: Section) -> Values:
    row = {
        "slug": section.code("slug", LONGEST_SLUG),
        "kind": section.one_of("kind", Publication.Kind.values),
        "title": section.words("title"),
        "summary": section.words("summary", required=False),
        "body": section.words("body", required=False),
        "symbol": section.text("symbol", ""),
        "url": section.url("url"),
        "published_at": section.instant("published_at"),
    }
    section.finish()
    return row


def _standing(section: Section) -> str:
    return section.one_of("standing", Standing.values, Standing.STATED.value)


def _refuse_repetitions(read: ProcessFile) -> None:
    """Refuse two rows of one name: the second would overwrite the first."""
    identities: dict[str, tuple[Sequence[Values], tuple[str, ...]]] = {
        "facilitators": (read.facilitators, ("code",)),
        "categories": (read.categories, ("code",)),
        "calls": (read.calls, ("code",)),
        "calls.deadlines": (read.deadlines, ("call", "announced_at")),
        "modalities": (read.modalities, ("version",)),
        "rules": (read.rules, ("version", "kind")),
        "meetings": (read.meetings, ("code",)),
        "publications": (read.publications, ("slug",)),
    }
    for name, (rows, keys) in identities.items():
        counted = Counter(tuple(row[key] for key in keys) for row in rows)
        if repeated := [identity for identity, times in counted.items() if times > 1]:
            said = ", ".join(str(part) for part in repeated[0])
            raise UnusableFile(name, f"have two entries for {said}; remove one")
