"""The room of countries and zones."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Register the room with Django."""

    name = "antechamber.places"
    label = "places"
