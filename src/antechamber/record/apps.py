"""The room of the record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Register the room with Django."""

    name = "antechamber.record"
    label = "record"

    def ready(self) -> None:
        """Register this room's check, and its part of the archive."""
        from antechamber.record import (  # noqa: PLC0415
            archive_part,
            archive_parts,
            checks,  # noqa: F401
        )

        archive_parts.register("record", tables=archive_part.TABLES, check=archive_part.check)
