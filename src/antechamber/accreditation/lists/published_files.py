"""The files from which anyone computes the final list, without asking us. Pure.

`proposed.json` is the list as it was frozen; its canonical form has the digest that was signed off.
`course.json` tells what happened to each entry: how many objections stand where, what was decided,
who withdrew. `final.json` follows from the two. The CSV files say the same for spreadsheets, and
`manifest.json` holds the hash of each. No file names a State, a basis or a person.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from antechamber.accreditation.lists.content import ListContent
from antechamber.accreditation.lists.outcomes import FinalList, Listed, Raised, Ruled, final_list
from antechamber.accreditation.lists.states import ON_FINAL_LIST, Ruling, Standing
from antechamber.processes.rule_words import ObjectionOutcome as Policy
from antechamber.record.canonical import canonical_json
from antechamber.record.spreadsheet import write_csv

MANIFEST: Final = "manifest.json"
PROPOSED: Final = "proposed.json"
COURSE: Final = "course.json"
FINAL: Final = "final.json"
PROPOSED_CSV: Final = "proposed.csv"
FINAL_CSV: Final = "final.csv"
FILES: Final = (PROPOSED, PROPOSED_CSV, COURSE, FINAL, FINAL_CSV)
COLUMNS: Final = ("reference", "name", "country", "home_page", "category", "outcome")
FORMAT: Final = "antechamber-list-1"
MOST_OBJECTIONS: Final = 10_000  # of one standing to one entry: many times what States there are


class UntrueFiles(ValueError):
    """The files are not as published: one is missing, was changed, or contradicts another."""


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a list after it was frozen, without any name of a State."""

    policy: Policy
    entries: Sequence[Listed]
    objections: Sequence[Raised]
    decisions: Sequence[Ruled]

    def final(self) -> FinalList:
        """Return the final list that follows."""
        return final_list(self.entries, self.objections, self.decisions, self.policy)


def published_files(content: ListContent, course: Course) -> dict[str, bytes]:
    """Return each file's bytes by its name, the manifest among them: equal values, equal bytes."""
    final = course.final()
    files = {
        PROPOSED: canonical_json(content.as_values()),
        PROPOSED_CSV: _csv(content.entries),
        COURSE: canonical_json(_course_values(course)),
        FINAL: canonical_json(final_values(final)),
        FINAL_CSV: _csv(_final_rows(content.as_values(), final)),
    }
    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in FILES}
    files[MANIFEST] = canonical_json({"format": FORMAT, "sha256": hashes})
    return files


def recompute(files: Mapping[str, bytes]) -> FinalList:
    """Compute the final list from published files alone.

    Raises `UntrueFiles` where a file is missing or not the one the manifest names, where a
    decision or an objection is about a name not on the list, and where `final.json` says
    something else than what follows.
    """
    _check_hashes(files)
    proposed, course = _read(files, PROPOSED), _read(files, COURSE)
    try:
        followed = _course_of(proposed, course).final()
    except UntrueFiles:
        raise
    except (KeyError, TypeError, ValueError) as fault:
        raise UntrueFiles(f"{COURSE} cannot be read as one: {fault}") from None
    if canonical_json(final_values(followed)) != files[FINAL]:
        raise UntrueFiles(f"{FINAL} is not what follows from {PROPOSED} and {COURSE}")
    tables = {PROPOSED_CSV: proposed["entries"], FINAL_CSV: _final_rows(proposed, followed)}
    if untrue := [name for name, rows in tables.items() if _csv(rows) != files[name]]:
        raise UntrueFiles(f"{untrue[0]} says something else than the list")
    return followed


def final_values(final: FinalList) -> dict[str, Any]:
    """Return a final list as plain values for JSON."""
    return {
        "policy": str(final.policy),
        "counts": final.counts,
        "entries": [
            {"reference": each.reference, "outcome": str(each.outcome), "reason": each.reason}
            for each in final.lines
        ],
    }


def _course_values(course: Course) -> dict[str, Any]:
    by_entry: dict[str, Counter[str]] = {}
    for raised in course.objections:
        by_entry.setdefault(raised.reference, Counter())[str(raised.standing)] += 1
    totals = Counter(str(raised.standing) for raised in course.objections)
    return {
        "policy": str(course.policy),
        "objections": {reference: dict(counts) for reference, counts in by_entry.items()},
        "objections_received": totals.total(),
        "objections_by_standing": dict(totals),
        "decisions": [[each.reference, str(each.ruling)] for each in course.decisions],
        "withdrawn": sorted(each.reference for each in course.entries if each.is_withdrawn),
    }


def _course_of(proposed: dict[str, Any], course: dict[str, Any]) -> Course:
    references = [entry["reference"] for entry in proposed["entries"]]
    decisions = [Ruled(reference, Ruling(ruling)) for reference, ruling in course["decisions"]]
    named = {*course["objections"], *course["withdrawn"], *(each.reference for each in decisions)}
    if unknown := named - set(references):
        raise UntrueFiles(f"{', '.join(sorted(unknown))} are not on the list")
    if any(
        max(each.values(), default=0) > MOST_OBJECTIONS for each in course["objections"].values()
    ):
        raise UntrueFiles(f"{COURSE} counts more objections than there can be")
    return Course(
        policy=Policy(course["policy"]),
        entries=[Listed(each, each in set(course["withdrawn"])) for each in references],
        objections=[
            Raised(reference, Standing(standing))
            for reference, counts in course["objections"].items()
            for standing, number in counts.items()
            for _each in range(number)
        ],
        decisions=decisions,
    )


def _check_hashes(files: Mapping[str, bytes]) -> None:
    if missing := {MANIFEST, *FILES} - set(files):
        raise UntrueFiles(f"{', '.join(sorted(missing))} is missing")
    manifest = _read(files, MANIFEST)
    stated = manifest.get("sha256")
    if manifest.get("format") != FORMAT or not isinstance(stated, dict):
        raise UntrueFiles(f"{MANIFEST} is not one of {FORMAT}")
    for name in FILES:
        if hashlib.sha256(files[name]).hexdigest() != stated.get(name):
            raise UntrueFiles(f"{name} is not the file that was published")


def _read(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        values = json.loads(files[name])
    except (ValueError, RecursionError):
        raise UntrueFiles(f"{name} is not JSON") from None
    if not isinstance(values, dict):
        raise UntrueFiles(f"{name} is not a JSON object")
    return values


def _final_rows(proposed: Mapping[str, Any], final: FinalList) -> list[dict[str, str]]:
    outcomes = {each.reference: each for each in final.lines}
    return [
        {**entry, "outcome": str(outcomes[entry["reference"]].outcome)}
        for entry in proposed["entries"]
        if outcomes[entry["reference"]].outcome in ON_FINAL_LIST
    ]


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    columns = [name for name in COLUMNS if all(name in row for row in rows)]
    table = [columns, *([row[name] for name in columns] for row in rows)]
    return "".join(write_csv(table)).encode()
