"""What is asked of somebody who adds a photograph of the work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from restorative import photos


class PhotoForm(forms.Form):
    """A picture of the work, with nobody in it."""

    file = forms.FileField(
        label="The photograph",
        help_text=f"A {photos.READABLE}, up to 15 MB. Where and when it was taken is not kept.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": "Choose a photograph.", "empty": "This file is empty. Choose another."},
    )
    shows = forms.CharField(
        label="What it shows",
        max_length=100,
        required=False,
        help_text="For example: the railings, painted. No names.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nobody = forms.BooleanField(
        label="No child is in the picture, nor anybody else: not from behind, and not in a window",
        error_messages={"required": "Look at the picture, and confirm that no child is in it."},
    )

    def clean_file(self) -> bytes:
        """The picture as it will be kept."""
        file: Any = self.cleaned_data["file"]
        if file.size > photos.LARGEST:
            raise ValidationError("This is larger than 15 MB. Take it again at a lower resolution.")
        return photos.as_jpeg(file)
