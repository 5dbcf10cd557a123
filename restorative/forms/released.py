"""What people type about the facts that the child's side is told."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from disposals.forms.days import A_DAY
from disposals.models import Child
from restorative.cases import cases_of
from restorative.models import ReleasedFact, Victim
from restorative.victims_path import Path
from yjs.records.forms import RecordForm, RemoveForm


class ReleasedFactForm(RecordForm):
    """A fact about a victim for the child's side, in words that name nobody."""

    class Meta(RecordForm.Meta):
        model = ReleasedFact
        fields: ClassVar = ("child", "fact", "words", "released_on")
        widgets: ClassVar = {"child": forms.RadioSelect, "fact": forms.RadioSelect}
        labels: ClassVar = {"child": "Case", "fact": "What it is about", "released_on": "Told on"}
        help_texts: ClassVar = {
            "words": "It is shown on the child's page. Give no name, address, phone or email, and nothing that tells "
            "who they are.",
            "released_on": A_DAY,
        }

    def __init__(self, *args: Any, path: Path, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = {offence.child_id for offence in path.offences} | {self.instance.child_id} - {None}
        cases: Any = self.fields["child"]
        cases.queryset = Child.objects.filter(pk__in=children).order_by("ref")
        cases.label_from_instance = lambda child: f"Case {child.ref}"
        cases.empty_label = None
        if self.is_new and len(children) == 1:
            self.initial["child"] = next(iter(children))
        self.fields["fact"].choices = ReleasedFact.Fact.choices

    def clean_reason(self) -> str:
        return naming_nobody(self.cleaned_data["reason"], self.instance.victim, *self._others())

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if any(one.is_told_by(words) for one in self._others()):
            raise ValidationError("These words name another victim of the same case. Say it without the name.")
        return words

    def _others(self) -> list[Victim]:
        """The other victims of the case that is told of."""
        child = self.cleaned_data.get("child") or self.instance.child
        cases = cases_of([child.pk])
        here = self.instance.victim_id
        return [one for case in cases.values() for pk, one in case.victims.items() if pk != here]


class ReleasedFactRemoveForm(RemoveForm):
    """Why the child's side is no longer told a fact: its history shows the reason, so it names nobody either."""

    def clean_reason(self) -> str:
        victim: Victim = self.record.victim  # type: ignore[attr-defined]
        return naming_nobody(self.cleaned_data["reason"], victim)


def naming_nobody(reason: str, *victims: Victim) -> str:
    """A reason as it was typed; refused where it names one of these victims."""
    if any(victim.is_told_by(reason) for victim in victims):
        raise ValidationError(
            "The child’s side reads this reason, and it names a victim, or tells how to find them. Say it without."
        )
    return reason
