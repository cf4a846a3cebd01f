"""The room of questionnaires, answers and uploaded files."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Register the room with Django."""

    name = "antechamber.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        """Register this room's verbs, and its part of the archive."""
        from antechamber.questionnaires import (  # noqa: PLC0415
            archive_part,
            vocabulary,  # noqa: F401
        )
        from antechamber.record import archive_parts  # noqa: PLC0415

        archive_parts.register("questionnaires", tables=archive_part.TABLES)
