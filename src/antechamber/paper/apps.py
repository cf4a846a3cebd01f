"""The room of papers."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """Register the room with Django."""

    name = "antechamber.paper"
    label = "paper"

    def ready(self) -> None:
        """Register this room's verbs."""
        from antechamber.paper import vocabulary  # noqa: F401, PLC0415
