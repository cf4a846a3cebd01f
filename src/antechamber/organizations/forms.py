"""What an officer hands in at the desk of rosters."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from antechamber.organizations.roster_actions import LONGEST_SOURCE
from antechamber.organizations.roster_files import LIMITS, FileFault
from antechamber.organizations.roster_words import fault_words


class UploadForm(forms.Form):
    """A roster file, and where its facts come from."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_("An XLSX or CSV file with a heading above its columns, up to 10 MB."),
        widget=forms.FileInput,
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file holds no rows."),
        },
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("Shown to the public beside each status, for example “E/2017/32, Part I”."),
        max_length=LONGEST_SOURCE,
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file by its size before its content is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        size = file.size or 0
        if size > LIMITS.max_bytes:
            raise forms.ValidationError(fault_words(FileFault.TOO_LARGE, LIMITS.max_bytes, size))
        return file
