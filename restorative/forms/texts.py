"""What is sent about a text that was looked at."""

from __future__ import annotations

from django import forms

from restorative.models import Finding


class LookedAtForm(forms.Form):
    """Which text it is, the mark of its words as they were shown, and what was found."""

    text = forms.CharField(max_length=100)
    digest = forms.CharField(max_length=64)
    finding = forms.ChoiceField(choices=Finding.choices)
