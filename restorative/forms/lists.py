"""What the list of reparation can be narrowed by."""

from __future__ import annotations

from django import forms

from restorative.schedule import Standing


OPEN, ENDED = "open", "ended"


class ReparationFilter(forms.Form):
    """A child's name, whether the reparation is open, and how it stands."""

    q = forms.CharField(
        label="Child's name or reference",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    state = forms.ChoiceField(label="Open or ended", choices=[(OPEN, "Open"), (ENDED, "Ended")], required=False)
    stands = forms.ChoiceField(
        label="How it stands",
        choices=[("", "Any"), *(choice for choice in Standing.choices if choice[0] != Standing.ENDED)],
        required=False,
    )
