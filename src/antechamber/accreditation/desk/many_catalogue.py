"""What can be done with many applications at once, as data: words, form and the action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from antechamber.accreditation.actions.deciding_many import ManyAct, assign_many, decide_many
from antechamber.accreditation.desk.many_forms import (
    ManyAssignForm,
    ManyForm,
    ManyIneligibleForm,
    ManyReasonForm,
)
from antechamber.accreditation.models import BulkDecision


@dataclass(frozen=True, slots=True)
class DeskManyAct:
    """One act upon many; `button` and `done` take the number."""

    name: str
    label: str | Promise
    button: Any
    done: Any
    form: type[ManyForm]
    run: Callable[[ManyAct, Mapping[str, Any]], BulkDecision]


def _decide(act: ManyAct, typed: Mapping[str, Any]) -> BulkDecision:
    return decide_many(act, reason=typed["reason"], reason_code=typed.get("reason_code", ""))


MANY_ACTS: Final[dict[str, DeskManyAct]] = {
    each.name: each
    for each in (
        DeskManyAct(
            name="recommend",
            label=_("Recommend"),
            button=ngettext_lazy(
                "Recommend %(count)d application", "Recommend %(count)d applications", "count"
            ),
            done=ngettext_lazy(
                "%(count)d application recommended", "%(count)d applications recommended", "count"
            ),
            form=ManyReasonForm,
            run=_decide,
        ),
        DeskManyAct(
            name="find_ineligible",
            label=_("Not eligible"),
            button=ngettext_lazy(
                "Decide: %(count)d application is not eligible",
                "Decide: %(count)d applications are not eligible",
                "count",
            ),
            done=ngettext_lazy(
                "%(count)d application found not eligible",
                "%(count)d applications found not eligible",
                "count",
            ),
            form=ManyIneligibleForm,
            run=_decide,
        ),
        DeskManyAct(
            name="confirm_not_needed",
            label=_("No application needed"),
            button=ngettext_lazy(
                "Decide: %(count)d application is not needed",
                "Decide: %(count)d applications are not needed",
                "count",
            ),
            done=ngettext_lazy(
                "%(count)d application found not needed",
                "%(count)d applications found not needed",
                "count",
            ),
            form=ManyReasonForm,
            run=_decide,
        ),
        DeskManyAct(
            name="assign",
            label=_("Assign or give back"),
            button=ngettext_lazy(
                "Assign %(count)d application", "Assign %(count)d applications", "count"
            ),
            done=ngettext_lazy(
                "%(count)d application assigned", "%(count)d applications assigned", "count"
            ),
            form=ManyAssignForm,
            run=lambda act, typed: assign_many(act, to_key=typed["officer"]),
        ),
    )
}
