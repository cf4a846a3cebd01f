"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Registers the record's vocabulary and the checks of the installation."""

    name = "antechamber.people"
    label = "people"

    def ready(self) -> None:
        """Import what registers itself."""
        from antechamber.people import checks, vocabulary  # noqa: F401, PLC0415
        from antechamber.people.desk_pages import DeskPage, register  # noqa: PLC0415

        page = DeskPage(70, _("Roles"), "people:roles", ("account.manage",), of_process=False)
        register(page)
