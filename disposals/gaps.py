"""What has not been recorded and should be: each kind of gap, the rows that have it, and the form that fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from disposals.forms import ChildForm, DisposalForm, InterventionForm, OffenceForm, StatusForm
from disposals.models import Child, Disposal, Intervention, Offence, Status
from disposals.models.child import SEND
from yjs.people.models import User
from yjs.records.days import today
from yjs.records.forms import RecordForm


@dataclass(frozen=True)
class Gap:
    """One kind of gap. `rows` are the records that have it and the person may see; `reason` goes with the change."""

    slug: str
    title: str
    why: str
    rows: Callable[[User], QuerySet]
    form: type[RecordForm]
    asked: tuple[str, ...]
    needed: str = ""
    reason: str = "It had not been recorded."
    # How a row leads to its child.
    child_path: str = "child"

    def rows_of(self, user: User, children: QuerySet | None) -> QuerySet:
        """The rows of some children alone; of all where none are named."""
        rows = self.rows(user)
        if children is None:
            return rows
        return rows.filter(**{"pk__in" if rows.model is Child else f"{self.child_path}__in": children})

    def form_for(self, record: Any, **kwargs: Any) -> RecordForm:
        """The form of what is missing alone, for one of the rows."""
        instance = Status(child=record) if self.form is StatusForm else record
        form = self.form(instance=instance, prefix=f"row-{record.pk}", **kwargs)
        for name in form.asked:
            if name not in self.asked:
                del form.fields[name]
            elif not form.fields[name].required and self.form is not InterventionForm:
                _must_be_answered(form.fields[name], self.needed)
        form.order_fields(self.asked)
        if self.form is StatusForm:
            form.fields["status"].choices = [(kind.value, kind.label) for kind in SEND]
        else:
            form.fields["reason"].widget = forms.HiddenInput()
            form.initial["reason"] = self.reason
        return form


def _must_be_answered(field: Any, needed: str) -> None:
    field.required = True
    field.error_messages["required"] = needed
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        empty = [] if isinstance(field.widget, forms.RadioSelect) else [("", "Choose one")]
        field.choices = [*empty, *(choice for choice in offered if choice[0] != "")]


def _children(user: User) -> QuerySet[Child]:
    return Child.objects.visible_to(user)


def _without_send(user: User) -> QuerySet[Child]:
    recorded = Status.objects.filter(child=OuterRef("pk"), status__in=SEND)
    open_work = Intervention.objects.filter(child=OuterRef("pk"), ended_on=None)
    return _children(user).filter(Exists(open_work), ~Exists(recorded))


def _without_residence(user: User) -> QuerySet[Disposal]:
    rows = Disposal.objects.visible_to(user).filter(residence="")
    return rows.select_related("child").order_by("-imposed_on", "-pk")


def _without_seriousness(user: User) -> QuerySet[Offence]:
    rows = Offence.objects.visible_to(user).filter(seriousness=None)
    return rows.select_related("child").order_by("-committed_on", "-pk")


def _overdue(user: User) -> QuerySet[Intervention]:
    open_work = Intervention.objects.visible_to(user).filter(ended_on=None, planned_end_on__lt=today())
    return open_work.select_related("child").order_by("planned_end_on", "pk")


_ALL = [
    Gap(
        "past-planned-end",
        "Work past its planned end",
        "Say when it ended, or when it is now planned to end.",
        _overdue,
        InterventionForm,
        ("ended_on", "completed", "planned_end_on"),
        reason="It was past its planned end.",
    ),
    Gap(
        "send",
        "Children with open work and no SEND recorded",
        "Figures count them apart, as not recorded.",
        _without_send,
        StatusForm,
        ("status", "started_on"),
    ),
    Gap(
        "ethnicity",
        "Children without ethnicity",
        "Over-representation is measured by it.",
        lambda user: _children(user).filter(ethnicity="").order_by("-pk"),
        ChildForm,
        ("ethnicity",),
        "Choose the ethnicity, or Not known.",
    ),
    Gap(
        "sex",
        "Children without sex",
        "Figures count them apart, as not recorded.",
        lambda user: _children(user).filter(sex="").order_by("-pk"),
        ChildForm,
        ("sex",),
        "Choose the sex, or Not known.",
    ),
    Gap(
        "residence",
        "Disposals without residence",
        "Until somebody says otherwise they are counted as our area.",
        _without_residence,
        DisposalForm,
        ("residence",),
        "Say where the child lived then.",
    ),
    Gap(
        "seriousness",
        "Offences without seriousness",
        "The score from 1 to 8 by which the most serious offence is found.",
        _without_seriousness,
        OffenceForm,
        ("seriousness",),
        "Choose a score from 1 to 8.",
    ),
]
GAPS = {gap.slug: gap for gap in _ALL}
