from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccreditationConfig(AppConfig):
    name = "antechamber.accreditation"
    label = "accreditation"

    def ready(self) -> None:
        """Register this room's verbs and messages, and what it holds about persons."""
        from antechamber.accreditation import (  # noqa: PLC0415
            account_section,
            archive_lists,
            archive_part,
            messages,  # noqa: F401
            personal_data as held,
            vocabulary,  # noqa: F401
        )
        from antechamber.accreditation.accredited import (  # noqa: PLC0415
            messages as of_accreditations,  # noqa: F401
            vocabulary as of_the_accredited,  # noqa: F401
        )
        from antechamber.accreditation.accredited.workflow import FOLLOW  # noqa: PLC0415
        from antechamber.accreditation.lists import (  # noqa: PLC0415
            messages as of_lists,  # noqa: F401
            vocabulary as of_the_lists,  # noqa: F401
        )
        from antechamber.accreditation.lists.mission import (  # noqa: PLC0415
            account_section as of_missions,
        )
        from antechamber.accreditation.lists.readers import READERS  # noqa: PLC0415
        from antechamber.people import (  # noqa: PLC0415
            account_sections,
            desk_pages,
            personal_data,
        )
        from antechamber.people.desk_pages import DeskPage  # noqa: PLC0415
        from antechamber.record import archive_parts  # noqa: PLC0415

        archive_parts.register(
            "accreditation",
            tables=[*archive_part.TABLES, *archive_lists.TABLES],
            files=[archive_lists.FILES_OF_LISTS],
            check=archive_lists.check,
            withheld=archive_part.withheld,
            accounts=archive_part.accounts,
            prepare=archive_lists.prepare,
        )
        personal_data.register(
            "applications", export=held.applications_of, forget=held.forget_applicant
        )
        personal_data.register("desk", export=held.desk_of, forget=held.forget_officer)
        account_sections.register(account_section.TEMPLATE, account_section.context)
        account_sections.register(of_missions.TEMPLATE, of_missions.context)
        for page in (
            DeskPage(10, _("Overview"), "desk:front", ("application.screen",)),
            DeskPage(20, _("Applications"), "desk:queue", ("application.screen",)),
            DeskPage(30, _("Lists"), "lists:lists", READERS),
            DeskPage(35, _("Accreditations"), "accredited:list", (FOLLOW,)),
            DeskPage(40, _("Lists before Member States"), "mission:front", ("list.object",)),
        ):
            desk_pages.register(page)
