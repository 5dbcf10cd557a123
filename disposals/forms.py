"""What people type about a child, the child's situation, offences, disposals, interventions and remands."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from disposals.models import KINDS, Child, Disposal, Intervention, Offence, Remand, Status, Tier, Work
from disposals.models.child import ETHNIC_GROUPS, ETHNICITY_NOT_KNOWN
from disposals.models.disposal import Appeal
from yjs.people.models import User
from yjs.records.fields import NOT_RECORDED, ScoreField
from yjs.records.forms import RecordForm
from yjs.records.record import Record


A_DAY = "For example 27/3/2019."
ASKED_OR_NOT = "Not known: it was asked and nobody could say. Not recorded: nobody has asked yet."
ETHNICITY_CHOICES = [
    ("", NOT_RECORDED),
    (ETHNICITY_NOT_KNOWN, "Not known"),
    *((group, [(category, category) for category in categories]) for group, categories in ETHNIC_GROUPS.items()),
]


def _kinds_by_tier() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of disposal in their tiers. Those that ended long ago come last in theirs, and say so."""
    tiers = []
    for tier in Tier:
        kinds = sorted((k for k in KINDS.values() if k.tier is tier), key=lambda k: bool(k.last_imposed_before))
        tiers.append((tier.value, [(kind.code, kind.label + _until(kind.last_imposed_before)) for kind in kinds]))
    return tiers


def _until(day: dt.date | None) -> str:
    return f" (only before {day.day} {day:%B %Y})" if day else ""


KINDS_BY_TIER = _kinds_by_tier()


class ChildForm(RecordForm):
    """Who a child is. Everything but the birth date may be left until it is known."""

    class Meta(RecordForm.Meta):
        model = Child
        fields: ClassVar = (
            "first_name",
            "last_name",
            "known_as",
            "date_of_birth",
            "sex",
            "ethnicity",
            "pnc_id",
            "postcode",
        )
        widgets: ClassVar = {"sex": forms.RadioSelect}
        help_texts: ClassVar = {
            "known_as": "What the child likes to be called, or another name they go by.",
            "date_of_birth": A_DAY,
            "sex": ASKED_OR_NOT,
            "ethnicity": f"As the child describes it. {ASKED_OR_NOT}",
            "pnc_id": "For example 2019/1234567A.",
            "postcode": "Where the child lives now.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ethnicity"].choices = ETHNICITY_CHOICES
        for name, width in (("pnc_id", "20"), ("postcode", "10")):
            self.fields[name].widget.attrs["class"] = f"govuk-input--width-{width}"
        for name in ("first_name", "last_name", "known_as"):
            self.fields[name].widget.attrs["spellcheck"] = "false"

    def clean_date_of_birth(self) -> dt.date:
        born = self.cleaned_data["date_of_birth"]
        first = _first_day_recorded(self.instance)
        if first is not None and first < born:
            raise ValidationError(f"Something is recorded of this child on {first:%d/%m/%Y}, before this. Check both.")
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name, getattr(self.instance, name)) for name in ("first_name", "last_name", "known_as")):
            self.add_error("first_name", "Give a name: the first, the last, or what the child is known as.")
        return cleaned

    def twins(self, user: User) -> models.QuerySet[Child]:
        """Other children of the same name and birth date: perhaps this child, recorded twice."""
        same = {name: getattr(self.instance, name) for name in Child.alike}
        return Child.objects.visible_to(user).filter(**same).exclude(pk=self.instance.pk)


class StatusForm(RecordForm):
    """A spell of a child's care or education situation."""

    class Meta(RecordForm.Meta):
        model = Status
        fields: ClassVar = ("status", "started_on", "ended_on")
        widgets: ClassVar = {"status": forms.RadioSelect}
        labels: ClassVar = {"status": "Situation", "started_on": "From", "ended_on": "Until"}
        help_texts: ClassVar = {
            "started_on": f"The first day of it, or the first day it is known of. {A_DAY}",
            "ended_on": "Leave this empty while it goes on.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = Status._meta.get_field("status").choices


class OffenceForm(RecordForm):
    """One offence by a child."""

    class Meta(RecordForm.Meta):
        model = Offence
        fields: ClassVar = (
            "committed_on",
            "description",
            "category",
            "seriousness",
            "gravity",
            "is_breach",
            "is_knife",
            "ho_code",
        )
        help_texts: ClassVar = {
            "committed_on": A_DAY,
            "description": "As the police or the court name it. Name no victim here.",
            "seriousness": "From 1 to 8: the score of the Youth Justice Board that figures are counted by.",
            "gravity": "From 1 to 5: the score that guides the decision out of court.",
            "ho_code": "For example 008/06.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ho_code"].widget.attrs["class"] = "govuk-input--width-10"
        for name, highest in (("seriousness", 8), ("gravity", 5)):
            asked = self.fields[name]
            self.fields[name] = ScoreField(highest=highest, label=asked.label, help_text=asked.help_text)

    def clean_committed_on(self) -> dt.date:
        day = self.cleaned_data["committed_on"]
        if not self.is_new:
            for disposal in Disposal.objects.filter(child=self.instance.child_id):
                if self.instance.ref in disposal.offence_refs and disposal.imposed_on < day:
                    raise ValidationError(f"Its disposal is before this day: {disposal}. Check both dates.")
        return day


class OffencesField(forms.MultipleChoiceField):
    """Offences of the child. Whether there may be none is for the kind of disposal to say."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class DisposalForm(RecordForm):
    """What was decided about some of a child's offences. Only the first four answers are always needed."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose one"), *KINDS_BY_TIER]
        self.fields["appeal"].choices = [("", "None"), *Appeal.choices]
        self.fields["unpaid_work_hours"].widget.attrs["class"] = "govuk-input--width-3"
        offences = Offence.objects.filter(child=self.instance.child_id).order_by("-committed_on", "-pk")
        self.fields["offence_refs"] = OffencesField(
            label="Offences it dealt with",
            choices=lambda: [(offence.ref, str(offence)) for offence in offences],
            widget=forms.CheckboxSelectMultiple,
            help_text="Only a youth diversion order may have none.",
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """An offence is named as the page names it, not by its reference."""
        told = {o.ref: f"“{o}”" for o in Offence.objects.filter(ref__in=self.instance.offence_refs)}
        for one in getattr(error, "error_list", None) or chain.from_iterable(getattr(error, "error_dict", {}).values()):
            for ref, offence in told.items():
                one.message = one.message.replace(ref, offence)
        super().add_error(field, error)


class InterventionForm(RecordForm):
    """A spell of the service's work with a child."""

    class Meta(RecordForm.Meta):
        model = Intervention
        fields: ClassVar = (
            "kind",
            "programme",
            "disposal",
            "started_on",
            "planned_end_on",
            "worker",
            "ended_on",
            "completed",
        )
        widgets: ClassVar = {"kind": forms.RadioSelect}
        labels: ClassVar = {"kind": "Kind of work", "disposal": "Disposal it follows", "completed": "Was it completed?"}
        help_texts: ClassVar = {
            "programme": "For example Knife awareness, or Reparation.",
            "started_on": A_DAY,
            "planned_end_on": "The day it should end. It may be in the future.",
            "worker": "Who works with the child.",
            "ended_on": "Leave this empty while the work goes on.",
            "completed": "Only once it has ended.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Work.choices
        self.fields["disposal"].queryset = Disposal.objects.filter(child=self.instance.child_id).order_by("-imposed_on")
        self.fields["disposal"].empty_label = "None"


class RemandForm(RecordForm):
    """An episode on remand away from home."""

    class Meta(RecordForm.Meta):
        model = Remand
        fields: ClassVar = ("kind", "started_on", "ended_on")
        widgets: ClassVar = {"kind": forms.RadioSelect}
        labels: ClassVar = {"kind": "Remanded to"}
        help_texts: ClassVar = {"started_on": A_DAY, "ended_on": "Leave this empty while the remand goes on."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Remand._meta.get_field("kind").choices


def _first_day_recorded(child: Child) -> dt.date | None:
    """The earliest day on which anything is recorded of a child."""
    if child.pk is None:
        return None
    days = []
    for relation in Child._meta.related_objects:
        kind = relation.related_model
        if issubclass(kind, Record) and kind.own_date:
            rows = kind._default_manager.filter(**{relation.field.name: child.pk})
            days.append(rows.aggregate(first=models.Min(kind.own_date))["first"])
    return min((day for day in days if day is not None), default=None)
