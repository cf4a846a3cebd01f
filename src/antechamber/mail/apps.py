"""The outbox as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """Registers the messages of accounts, which `people` cannot name: it stands below."""

    name = "antechamber.mail"
    label = "mail"

    def ready(self) -> None:
        """Fill the catalogue and the record's vocabulary, and give a part of the archive."""
        from antechamber.mail import (  # noqa: PLC0415
            account_messages,  # noqa: F401
            archive_part,
            personal_data,  # noqa: F401
            vocabulary,  # noqa: F401
        )
        from antechamber.people.desk_pages import DeskPage, register  # noqa: PLC0415
        from antechamber.record import archive_parts  # noqa: PLC0415

        archive_parts.register("mail", tables=archive_part.TABLES)
        register(DeskPage(60, _("Messages"), "mail:outbox", ("mail.read",)))
