"""The room of processes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessesConfig(AppConfig):
    """Register the room with Django, and its verbs with the record."""

    name = "antechamber.processes"
    label = "processes"

    def ready(self) -> None:
        """Register what this room writes into the record and the archive, and its desk pages."""
        import antechamber.processes.vocabulary  # noqa: F401, PLC0415 - the registry must be up
        from antechamber.people.desk_pages import DeskPage, register  # noqa: PLC0415
        from antechamber.processes import (  # noqa: PLC0415
            archive_calendar,
            archive_cover,
            archive_part,
        )
        from antechamber.record import archive_parts  # noqa: PLC0415

        archive_parts.register(
            "processes",
            tables=[*archive_part.TABLES, *archive_calendar.TABLES],
            files=[archive_cover.FILES],
        )
        anyone = ("process.edit", "application.screen", "modalities.adopt", "record.read")
        register(DeskPage(40, _("Calls"), "processes_desk:calls", anyone))
        register(DeskPage(42, _("Meetings"), "processes_desk:meetings", ("process.edit",)))
        register(DeskPage(44, _("News"), "processes_desk:news", ("process.edit",)))
        register(DeskPage(50, _("Modalities"), "processes_desk:modalities", anyone))
        register(DeskPage(90, _("Archive"), "processes_desk:archive", ("record.read",)))
