from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "antechamber.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Register this room's verbs, its page at the desk, and what it holds about persons."""
        from antechamber.organizations import (  # noqa: PLC0415
            personal_data as held,
            vocabulary,  # noqa: F401
        )
        from antechamber.people import desk_pages, personal_data  # noqa: PLC0415

        desk_pages.register(
            desk_pages.DeskPage(55, _("Rosters"), "organizations:rosters", ("roster.import",))
        )
        personal_data.register("acts_for", export=held.acts_for, forget=held.stop_acting)
