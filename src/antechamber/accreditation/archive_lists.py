"""Lists as part of the archive: their course, their published files, and how these are checked.

A list is in it once Member States have seen it, its names and objections once it is published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _, ngettext

from antechamber.accreditation.lists import papers as list_papers, queries as list_queries
from antechamber.accreditation.lists.content import digest_of
from antechamber.accreditation.lists.objection_steps import commitment_of
from antechamber.accreditation.lists.papers import Which
from antechamber.accreditation.lists.published_files import (
    FILES,
    MANIFEST,
    UntrueFiles,
    final_values,
    recompute,
)
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.lists.tasks import ask_for_paper
from antechamber.accreditation.lists.visibility import Seen, Viewer, may_see
from antechamber.accreditation.models import CandidateList, Objection, SilenceEnd
from antechamber.processes.modalities import RuleSet
from antechamber.record.archive import UntrueArchive
from antechamber.record.archive_part import ENTRIES
from antechamber.record.archive_parts import Files, Table
from antechamber.record.archive_reading import Archive

LISTS: Final = "lists/lists"
LARGEST_FILE: Final = 256 * 1024**2  # bytes of one published file: a million names
PRINTED_IN: Final = "en"  # an archive has one set of bytes

Row = Sequence[object]


def list_rows(code: str) -> Iterator[Row]:
    """Yield the lists that Member States have seen (1 statement)."""
    found = CandidateList.objects.filter(process__code=code, circulated_at__isnull=False)
    related = found.select_related("process", "modalities").annotate(size=Count("entries"))
    for each in related.order_by("number"):
        yield (
            _folder(each),
            str(each),
            each.kind,
            each.title,
            each.state,
            each.modalities.version if each.modalities else None,
            each.size,
            each.counts,
            each.frozen_at,
            each.circulated_at,
            each.closed_at,
            each.issued_at,
            each.published_at,
            each.content_digest,
            each.final_digest,
            each.manifest_digest,
        )


def silence_rows(code: str) -> Iterator[Row]:
    """Yield every end of the time to object that was announced (1 statement)."""
    found = SilenceEnd.objects.filter(candidate_list__process__code=code)
    for each in found.select_related("candidate_list__process").order_by(
        "candidate_list__number", "announced_at", "id"
    ):
        yield (str(each.candidate_list), each.falls_at, each.announced_at, each.reason)


def objection_rows(code: str) -> Iterator[Row]:
    """Yield the objections to entries of published lists, as far as the rules open them to all.

    1 statement, and 1 for the rules of each list.
    """
    for candidate_list in _published(code):
        rules = list_queries.rules_for(candidate_list)
        found = Objection.objects.filter(entry__candidate_list=candidate_list)
        for each in found.select_related("entry__application").order_by("received_at", "key"):
            yield (
                str(candidate_list),
                str(each.entry.application),
                each.key,
                each.standing,
                each.channel,
                each.received_at,
                commitment_of(each),
                *_public_part(each, rules),
            )


def _public_part(objection: Objection, rules: RuleSet) -> Row:
    """Return State and basis where the public may learn them."""
    sight = may_see(Viewer.PUBLIC, rules, is_confidential=objection.is_confidential)
    return (
        objection.state_code if sight.objector is Seen.YES else None,
        objection.basis if sight.basis is Seen.YES else None,
    )


def published_files(code: str) -> Iterator[tuple[str, bytes]]:
    """Yield the published files of each list, and both lists on paper; raises `MissingFont`.

    10 statements for each list. A paper that was printed before is taken as it is.
    """
    for candidate_list in _published(code):
        folder = f"lists/{_folder(candidate_list)}"
        for name, content in sorted(list_queries.files_of(candidate_list).items()):
            yield f"{folder}/{name}", content
        for which in Which:
            list_papers.print_paper(candidate_list, which, PRINTED_IN)
            kept = list_papers.kept_paper(candidate_list, which, PRINTED_IN)
            assert kept is not None  # noqa: S101 - it was just printed
            with kept as file:
                yield f"{folder}/{which}.pdf", file.read()


def prepare(code: str) -> bool:
    """Say whether every published list is printed, and have the others printed (1 statement).

    1 more for each paper that is not printed yet.
    """
    missing = [
        (candidate_list, which)
        for candidate_list in _published(code)
        for which in Which
        if not list_papers.is_printed(candidate_list, which, PRINTED_IN)
    ]
    for candidate_list, which in missing:
        ask_for_paper(candidate_list, which, PRINTED_IN)
    return not missing


def _published(code: str) -> list[CandidateList]:
    found = CandidateList.objects.filter(process__code=code, state=ListState.PUBLISHED)
    return list(found.select_related("process", "modalities").order_by("number"))


def _folder(candidate_list: CandidateList) -> str:
    return f"{candidate_list.number:02d}"


def check(archive: Archive) -> list[str]:
    """Compute every published list's final one from its files, and ask the record for its hash.

    Raises `UntrueArchive` that names the list's folder.
    """
    published = {
        row["list"]: row for row in archive.rows(LISTS) if row["state"] == ListState.PUBLISHED
    }
    recorded = _recorded_manifests(archive)
    return [_checked(archive, row, recorded.get(number)) for number, row in published.items()]


def _recorded_manifests(archive: Archive) -> dict[str, str]:
    """Return the hash that the record has of each published list's own manifest."""
    return {
        row["subject"]: row["facts"].get("manifest", "")
        for row in archive.rows(ENTRIES)
        if row["verb"] == "list.published"
    }


def _checked(archive: Archive, row: Mapping[str, Any], recorded: str | None) -> str:
    folder = f"lists/{row['folder']}"
    files = {name: archive.read(f"{folder}/{name}", LARGEST_FILE) for name in (MANIFEST, *FILES)}
    try:
        final = recompute(files)
    except UntrueFiles as fault:
        raise UntrueArchive(folder, str(fault)) from None
    manifest = hashlib.sha256(files[MANIFEST]).hexdigest()
    if not manifest == row["manifest_digest"] == recorded:
        raise UntrueArchive(f"{folder}/{MANIFEST}", _("The record has another hash of this list."))
    if digest_of(final_values(final)) != row["final_digest"]:
        raise UntrueArchive(f"{LISTS}.json", _("The final list has another hash than stated."))
    return ngettext(
        "  %(list)s: the final list of %(count)s name follows from its files.",
        "  %(list)s: the final list of %(count)s names follows from its files.",
        len(final.names),
    ) % {"list": row["list"], "count": len(final.names)}


TABLES: Final = (
    Table(
        LISTS,
        "Lists that Member States have seen. Their names stand in a folder each, once published.",
        {
            "folder": "where its files are, below lists/",
            "list": "its public number",
            "kind": "proposed or supplementary",
            "title": "its title",
            "state": "where it stands",
            "modalities": "version of the rules it was under",
            "entries": "how many names",
            "counts": "names by category and by regional group",
            "frozen_at": "when it was frozen",
            "circulated_at": "when Member States got it",
            "closed_at": "when the time to object was ended",
            "issued_at": "when the final list was issued",
            "published_at": "when both lists were published",
            "content_digest": "SHA-256 of proposed.json",
            "final_digest": "SHA-256 of final.json",
            "manifest_digest": "SHA-256 of its own manifest.json, as the record has it",
        },
        list_rows,
    ),
    Table(
        "lists/silence_ends",
        "Every end of the time to object that was announced; the latest was in force.",
        {
            "list": "its number",
            "falls_at": "its last second",
            "announced_at": "from when it was known",
            "reason": "why it was moved",
        },
        silence_rows,
    ),
    Table(
        "lists/objections",
        "Objections to names on published lists. Who objected, and why, stand here only where the "
        "rules of the process open them to the public and the State did not ask for confidence.",
        {
            "list": "number of the list",
            "application": "number of the name",
            "objection": "its opaque key, as in the record",
            "standing": "what became of it",
            "channel": "how it came",
            "received_at": "when it came",
            "commitment": "hash that binds State and basis and tells neither, as in the record",
            "state": "ISO 3166 alpha-3 of the State, where the public may learn it",
            "basis": "what the State gave as its basis, where the public may learn it",
        },
        objection_rows,
    ),
)
FILES_OF_LISTS: Final = Files(
    "lists/NN/",
    "the files of a published list, from which anyone computes the final one (proposed, course, "
    "final, their own manifest), and both lists on paper.",
    published_files,
)
