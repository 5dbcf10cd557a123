"""The form of a record that may be recorded already: whoever it may be is shown once before another is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html, format_html_join

from yjs.people.models import User
from yjs.records.forms import RecordForm


ALL_THE_SAME = "Save all the same"


class TwinForm(RecordForm):
    """A record's form that asks once whether it is one of those that look like it; nothing that was typed is lost."""

    # Those the person has been shown, by their numbers.
    shown_twins = forms.CharField(widget=forms.HiddenInput, required=False)
    # What is asked: it has a place for the links to them, and for what the button then says.
    may_be = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_first: Sequence[Any] = []

    @property
    def asked(self) -> list[str]:
        return [name for name in super().asked if name != "shown_twins"]

    @property
    def submit(self) -> str:
        """What the button says, once the person has been asked whether this is another."""
        return ALL_THE_SAME if self.asks_first else ""

    def kept(self, *, by: User) -> bool:
        if self.already_made is None and (unseen := self._unseen(by)):
            self._ask_about(unseen)
            return False
        return super().kept(by=by)

    def twins(self, user: User) -> Sequence[Any]:
        """The records that this one may be, of those the person may see."""
        return []

    def told(self, twin: Any) -> str:
        """One of them, as the link to it says."""
        return f"{twin}, {twin.ref}"

    def _unseen(self, user: User) -> Sequence[Any]:
        twins, shown = self.twins(user), self.cleaned_data.get("shown_twins", "").split()
        return twins if any(str(twin.pk) not in shown for twin in twins) else []

    def _ask_about(self, twins: Sequence[Any]) -> None:
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("shown_twins")] = " ".join(str(twin.pk) for twin in twins)
        self.data, self.asks_first = data, twins
        known = [(twin.get_absolute_url(), self.told(twin)) for twin in twins]
        links = format_html_join(", ", '<a href="{}">{}</a>', known)
        self.add_error(None, format_html(self.may_be, links, ALL_THE_SAME))
