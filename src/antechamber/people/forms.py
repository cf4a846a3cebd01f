"""What people write on the pages of accounts."""

from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from antechamber.people.models import Role
from antechamber.people.role_words import role_name


class AddressForm(forms.Form):
    """The address that a code is sent to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a code to it. There is no password."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2_000)


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("The code in the message"),
        help_text=_("Eight digits. Spaces do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ProfileForm(forms.Form):
    """What we call a person, and in which language we write to them."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it should stand in letters to you."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("The language we write to you in"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class DeletionForm(forms.Form):
    """The address once more, so that nobody deletes an account by a slip."""

    email = forms.EmailField(label=_("Write your e-mail address to confirm"), max_length=254)

    def __init__(self, *args: object, address: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.address = address

    def clean_email(self) -> str:
        """Accept the account's own address only."""
        typed = str(self.cleaned_data["email"]).lower()
        if typed != self.address:
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed


class RoleForm(forms.Form):
    """A role for somebody, and where it reaches."""

    email = forms.EmailField(label=_("E-mail address of the person"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    scope = forms.CharField(
        label=_("Where it reaches"),
        help_text=_(
            "A process such as gcm, or a part of it such as gcm/ngls or gcm/mission/FRA. "
            "Empty means everywhere."
        ),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = Role.objects.order_by("code")
        choices = [(role.code, role_name(role)) for role in roles]
        cast("forms.ChoiceField", self.fields["role"]).choices = [
            ("", _("Choose a role")),
            *choices,
        ]
