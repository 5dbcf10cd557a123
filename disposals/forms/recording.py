"""What people type about the child's situation, offences, the work with the child, and remands."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from disposals.forms.days import A_DAY
from disposals.models import Disposal, Intervention, Offence, Remand, Status, Work
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.fields import ScoreField
from yjs.records.forms import RecordForm


class StatusForm(RecordForm):
    """A spell of a child's care or education situation."""

    class Meta(RecordForm.Meta):
        model = Status
        fields: ClassVar = ("status", "started_on", "ended_on")
        widgets: ClassVar = {"status": forms.RadioSelect}
        labels: ClassVar = {"status": "Status", "started_on": "From", "ended_on": "Until"}
        help_texts: ClassVar = {
            "started_on": f"The first day of it, or the first day it is known of. {A_DAY}",
            "ended_on": "Leave this empty while it goes on.",
        }
        error_messages: ClassVar = {
            "status": {"required": "Choose the status."},
            "started_on": {"required": "Give the first day of it."},
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
        error_messages: ClassVar = {"committed_on": {"required": "Give the day of the offence."}}

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


class OfferedNames(forms.TextInput):
    """A box that offers the names of those who record now, and takes any other."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        offered = f"{(attrs or {}).get('id', name)}_offered"
        box = super().render(name, value, {**(attrs or {}), "list": offered}, renderer)
        names = [(person.name,) for person in User.objects.filter(is_active=True) if person.may(May.RECORD)]
        options = format_html_join("", '<option value="{}"></option>', names)
        return format_html('{}<datalist id="{}">{}</datalist>', box, offered, options)


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
        widgets: ClassVar = {"kind": forms.RadioSelect, "worker": OfferedNames}
        labels: ClassVar = {"kind": "Kind of work", "disposal": "Disposal it follows", "completed": "Was it completed?"}
        help_texts: ClassVar = {
            "programme": "For example Knife awareness, or Reparation.",
            "started_on": A_DAY,
            "planned_end_on": "The day it should end. It may be in the future.",
            "worker": (
                "Choose a colleague’s name as it is offered: “Children you work with” goes by it. "
                "The name of somebody who has left can be typed."
            ),
            "ended_on": "Leave this empty while the work goes on.",
            "completed": "Only once it has ended.",
        }
        error_messages: ClassVar = {
            "kind": {"required": "Choose the kind of work."},
            "started_on": {"required": "Give the day the work began."},
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
        error_messages: ClassVar = {
            "kind": {"required": "Choose where the child was remanded to."},
            "started_on": {"required": "Give the day the remand began."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Remand._meta.get_field("kind").choices
