"""What a mission types: which names it looks for, and its objection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.applicant.forms import LONGEST_LETTER, CountryField
from antechamber.accreditation.lists.mission.reading import Wanted
from antechamber.organizations.names import MAX_NAME_CHARACTERS
from antechamber.processes.modalities import RuleSet
from antechamber.processes.rule_words import ListedFact
from antechamber.questionnaires.typed_text import clean_line, clean_lines


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Read which names are asked for: whatever an address holds, a question comes of it."""
    text, country, category = (
        clean_line(asked.get(name, ""))[:MAX_NAME_CHARACTERS]
        for name in ("q", "country", "category")
    )
    return Wanted(text, country, category, only_own=bool(asked.get("own")))


class LookForm(forms.Form):
    """Which names to show, as it stands; it asks only for what the rules give to States.

    Never validated: `read_wanted` reads the address.
    """

    q = forms.CharField(label=_("Part of the name"), max_length=MAX_NAME_CHARACTERS)
    country = CountryField(label=_("Country"))
    category = forms.ChoiceField(label=_("Category"))
    own = forms.ChoiceField(
        label=_("Which names"),
        choices=[("", _("All")), ("yes", _("Those your State objected to"))],
    )

    def __init__(self, wanted: Wanted, *, rules: RuleSet, categories: Mapping[str, str]) -> None:
        super().__init__(
            initial={
                "q": wanted.text,
                "country": wanted.country,
                "category": wanted.category,
                "own": "yes" if wanted.only_own else "",
            }
        )
        field = cast("forms.ChoiceField", self.fields["category"])
        field.choices = [("", _("All")), *categories.items()]
        for name, fact in (
            ("q", ListedFact.NAME),
            ("country", ListedFact.COUNTRY),
            ("category", ListedFact.CATEGORY),
        ):
            if fact not in rules.listed_facts:
                del self.fields[name]


class ObjectionForm(forms.Form):
    """An objection: its basis, and whether it is in confidence."""

    basis = forms.CharField(
        label=_("Basis of the objection"),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("State the basis of your objection.")},
    )
    is_confidential = forms.BooleanField(
        label=_("In confidence"),
        help_text=_(
            "Then nobody is told which State objected or why, but the President’s office, which "
            "handles the objection, and those who audit it. That there is an objection is public "
            "all the same."
        ),
        required=False,
    )

    def __init__(self, typed: Any, *, rules: RuleSet) -> None:
        super().__init__(typed)
        self.fields["basis"].required = rules.basis_required
        if not rules.basis_required:
            self.fields["basis"].help_text = _("You need not state one.")

    def clean_basis(self) -> str:
        """Return the basis without what cannot be seen."""
        return clean_lines(self.cleaned_data["basis"])
