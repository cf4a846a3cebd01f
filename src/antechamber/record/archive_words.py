"""What a check of an archive found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from antechamber.record.archive_reading import Archive


def summary_lines(archive: Archive, trusted: Sequence[str]) -> list[str]:
    """Say what an archive is and who signed it; without `trusted` keys, what is left to compare."""
    manifest = archive.manifest
    lines = [
        _("%(process)s: an archive as of %(at)s, with %(files)s files and %(rows)s rows.")
        % {
            "process": manifest.process,
            "at": manifest.stands_at,
            "files": len(manifest.files),
            "rows": sum(table.rows for table in manifest.tables.values()),
        },
        _("  Its manifest has the hash %(digest)s") % {"digest": archive.manifest_digest},
    ]
    if manifest.holds_persons:
        lines.append("  " + _("It holds data of persons."))
    if not archive.signed_by:
        return [*lines, "  " + _("Nobody signed it: anybody can have made it.")]
    lines.append("  " + _("It is signed by the key %(key)s") % {"key": archive.signed_by})
    if not trusted:
        lines.append("  " + _("Compare the key with the one that the process publishes."))
    return lines
