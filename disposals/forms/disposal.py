"""A disposal as people type it: what was decided, on which of the child's offences, and what is rarely asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property

from disposals.forms.days import A_DAY
from disposals.models import KINDS, Disposal, Offence, Tier
from disposals.models.disposal import Appeal
from yjs.records.days import day_in_words
from yjs.records.forms import RecordForm


def _kinds_by_tier() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of disposal in their tiers. Those that ended long ago come last in theirs, and say so."""
    tiers = []
    for tier in Tier:
        kinds = sorted((k for k in KINDS.values() if k.tier is tier), key=lambda k: bool(k.last_imposed_before))
        tiers.append((tier.value, [(kind.code, kind.label + _until(kind.last_imposed_before)) for kind in kinds]))
    return tiers


def _until(day: dt.date | None) -> str:
    return f" (only before {day_in_words(day)})" if day else ""


KINDS_BY_TIER = _kinds_by_tier()
HOURS = "Give the hours as a whole number, 0 or more."


class OffencesField(forms.MultipleChoiceField):
    """Offences of the child: those that wait for a decision first, the decided ones folded away. Whether there may be
    none is for the kind of disposal to say.
    """

    folded_title = "Offences decided already"

    def __init__(self, disposal: Disposal, **kwargs: Any) -> None:
        self.disposal = disposal
        self.ticked: list[str] = []
        super().__init__(choices=self._named, widget=forms.CheckboxSelectMultiple, **kwargs)

    @cached_property
    def _decided(self) -> dict[str, list[str]]:
        """What else decided an offence, by its reference."""
        decided = defaultdict(list)
        for other in Disposal.objects.filter(child=self.disposal.child_id).exclude(pk=self.disposal.pk):
            for ref in other.offence_refs:
                decided[ref].append(f"decided by {other}")
        return decided

    @cached_property
    def _offences(self) -> list[Offence]:
        newest = Offence.objects.filter(child=self.disposal.child_id).order_by("-committed_on", "-pk")
        return sorted(newest, key=lambda offence: offence.ref in self._decided)

    def _named(self) -> list[tuple[str, str]]:
        named = told_apart(self._offences)
        return [(o.ref, "; ".join([named[o.ref], *self._decided.get(o.ref, [])])) for o in self._offences]

    @property
    def folded(self) -> list[str]:
        return [offence.ref for offence in self._offences if offence.ref in self._decided]

    @property
    def is_fold_open(self) -> bool:
        """Open where one of them is ticked."""
        return bool(set(self.ticked) & set(self.folded))

    @property
    def is_all_decided(self) -> bool:
        return len(self.folded) == len(self._offences)

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


def told_apart(offences: list[Offence]) -> dict[str, str]:
    """What each offence is called. Those of one name and day are numbered in the order they were recorded."""
    of_the_name = Counter(str(offence) for offence in offences)
    so_far: Counter[str] = Counter()
    named = {}
    for offence in sorted(offences, key=lambda offence: offence.pk):
        name = str(offence)
        so_far[name] += 1
        number = of_the_name[name]
        named[offence.ref] = f"{name} ({so_far[name]} of {number} alike)" if number > 1 else name
    return named


class DisposalForm(RecordForm):
    """What was decided about some of a child's offences. Only the first four answers are always needed."""

    folded_title = "Court, custody and appeal"
    folded = ("court", "first_hearing_on", "released_on", "requirements", "unpaid_work_hours", "appeal")

    class Meta(RecordForm.Meta):
        model = Disposal
        fields: ClassVar = (
            "kind",
            "imposed_on",
            "offence_refs",
            "residence",
            "ends_on",
            "court",
            "first_hearing_on",
            "released_on",
            "requirements",
            "unpaid_work_hours",
            "appeal",
        )
        widgets: ClassVar = {"residence": forms.RadioSelect, "requirements": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {"residence": "Where the child lived then", "court": "Court", "appeal": "Appeal"}
        help_texts: ClassVar = {
            "imposed_on": f"The day of the decision or the sentence. {A_DAY}",
            "ends_on": "Only for an order or agreement with an end. It may be in the future.",
            "court": "Only for a disposal in court.",
            "first_hearing_on": "Only for a disposal in court: the day the child first came to court for it.",
            "released_on": "Only for custody, once the child has been released.",
            "requirements": "Only for an order or a conditional caution.",
            "unpaid_work_hours": "Only where the order has them.",
            "appeal": "Only where there was one, and it changed or ended the disposal.",
        }
        error_messages: ClassVar = {
            "kind": {"required": "Choose the kind of disposal."},
            "imposed_on": {"required": "Give the day the disposal was imposed."},
            "unpaid_work_hours": {"invalid": HOURS, "min_value": HOURS, "max_value": "These are too many hours."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose one"), *KINDS_BY_TIER]
        self.fields["appeal"].choices = [("", "None"), *Appeal.choices]
        self.fields["unpaid_work_hours"].widget.attrs["class"] = "govuk-input--width-3"
        offences = OffencesField(
            self.instance, label="Offences it dealt with", help_text="Only a youth diversion order may have none."
        )
        self.fields["offence_refs"] = offences
        offences.ticked = self["offence_refs"].value() or []

    def _post_clean(self) -> None:
        super()._post_clean()
        # What came from elsewhere so can still be corrected otherwise.
        if not self.errors and {"kind", "imposed_on", "ends_on", "unpaid_work_hours"} & set(self.changed_data):
            for fault in self.instance.beyond_the_law():
                self.add_error(fault.column, str(fault))

    def add_error(self, field: str | None, error: Any) -> None:
        """An offence is named as the page names it, not by its reference."""
        told = {o.ref: f"“{o}”" for o in Offence.objects.filter(ref__in=self.instance.offence_refs)}
        for one in getattr(error, "error_list", None) or chain.from_iterable(getattr(error, "error_dict", {}).values()):
            for ref, offence in told.items():
                one.message = one.message.replace(ref, offence)
        super().add_error(field, error)
