"""What those who work with victims tell the child's side: facts by reference, in words that name nobody."""

from __future__ import annotations

from typing import Any

from restorative.forms.released import ReleasedFactForm, ReleasedFactRemoveForm
from restorative.models import ReleasedFact
from restorative.views.of_a_victim import AddToVictim, ChangeOfVictim, RemoveFromVictim
from yjs.records.days import today
from yjs.records.forms import RecordForm


class ReleasedAdd(AddToVictim):
    """The child's side is told a fact."""

    form_class = ReleasedFactForm
    shows_cases = True
    extra_context = {"title": "Tell the child’s side", "submit": "Tell them"}

    def get_form_kwargs(self) -> dict[str, Any]:
        fact = ReleasedFact(victim=self.victim, released_on=today())
        return super().get_form_kwargs() | {"instance": fact, "path": self.path}

    def said(self, form: RecordForm) -> str:
        return "The child’s page shows it from now on, under the reference alone."


class ReleasedChange(ChangeOfVictim):
    """What the child's side was told is put right."""

    form_class = ReleasedFactForm
    shows_cases = True
    extra_context = {
        "title": "Change what the child’s side is told",
        "submit": "Save",
        "remove": "restorative:released-remove",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"path": self.path}


class ReleasedRemove(RemoveFromVictim):
    """What the child's side was told is taken back: its page no longer shows it."""

    model = ReleasedFact
    form_class = ReleasedFactRemoveForm
