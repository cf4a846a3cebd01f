"""The room of the public pages that belong to no single room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register the room with Django."""

    name = "antechamber.portal"
    label = "portal"
