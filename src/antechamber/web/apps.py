"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The design system."""

    name = "antechamber.web"
    label = "web"
