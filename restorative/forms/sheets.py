"""What is asked of somebody who sends a register's sheet back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from yjs.records.bundle.files import CURES


LARGEST = 5 * 2**20


class SheetForm(forms.Form):
    """The sheet to look over. Nothing is stored by sending it."""

    file = forms.FileField(
        label="The sheet",
        help_text="The .xlsx workbook that was made here, filled in.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Choose the sheet.", "empty": "This file is empty. Choose another."},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        suffix = Path(file.name).suffix.casefold()
        if suffix != ".xlsx":
            raise ValidationError(CURES.get(suffix, "Choose the .xlsx workbook that was made here."))
        if file.size > LARGEST:
            raise ValidationError("This is larger than any register. Choose the sheet that was made here.")
        return file


class SheetConfirmForm(forms.Form):
    """That a sheet is to be stored; and why, where it changes what was recorded before."""

    # By name: it is asked for only where something changes.
    fields: Any

    reason = forms.CharField(
        label="Why are you changing what is recorded?",
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why you are changing what is recorded."},
    )

    def __init__(self, *args: Any, changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not changes:
            del self.fields["reason"]
