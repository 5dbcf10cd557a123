"""What is asked of somebody who brings records in or takes them out."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yjs.records.bundle import limits
from yjs.records.bundle.files import CURES


KINDS = (".zip", ".xlsx")


class ImportForm(forms.Form):
    """The file to look over. Nothing is stored by sending it."""

    bundle = forms.FileField(
        label="Case bundle",
        help_text="A .zip of CSV files, or an .xlsx workbook with a sheet for each file. Up to 50 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={"required": "Choose the file.", "empty": "This file is empty. Choose another."},
    )

    def clean_bundle(self) -> UploadedFile:
        file = self.cleaned_data["bundle"]
        if self.suffix() not in KINDS:
            raise forms.ValidationError(CURES.get(self.suffix(), "Choose a .zip or an .xlsx file."))
        if file.size > limits.PACKED:
            raise forms.ValidationError("This file is larger than 50 MB. Divide it into several bundles.")
        return file

    def suffix(self) -> str:
        return Path(self.cleaned_data["bundle"].name).suffix.casefold()


class ExportForm(forms.Form):
    """Why records are taken out, and for whom. The answers stay in the log."""

    purpose = forms.CharField(
        label="What is it for?",
        max_length=200,
        help_text="For example: moving to another system. Do not name a child: this stays in the log.",
        error_messages={"required": "Say what the records are taken out for."},
    )
    recipient = forms.CharField(
        label="Who will have it?",
        max_length=200,
        help_text="Yourself, or the organisation it is passed on to.",
        error_messages={"required": "Say who will have the records."},
    )
    form = forms.ChoiceField(
        label="Kind of file",
        choices=[("zip", "A .zip of CSV files"), ("xlsx", "An .xlsx workbook")],
        initial="zip",
        error_messages={"required": "Choose the kind of file."},
        widget=forms.RadioSelect,
    )
