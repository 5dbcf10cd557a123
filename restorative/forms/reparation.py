"""What people type about reparation: what a child owes, where it is worked, single sessions, and sessions set up ahead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import QuerySet

from disposals.forms.days import A_DAY
from disposals.models import Disposal
from restorative.forms.clock import ClockField
from restorative.hours import NOUGHT
from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from restorative.planning import MOST_WEEKS, Plan, against_places
from yjs.people.models import User
from yjs.people.permissions import Role
from yjs.records.fields import DayField
from yjs.records.forms import RecordForm


OURSELVES = "Nobody: the service itself"
SEVERAL_LINES = forms.Textarea(attrs={"rows": 3})


def provider_field(label: str, now: str) -> forms.ChoiceField:
    """Which commissioned provider work is given to: those whose staff sign in here, and the one that has it now."""
    names = set(User.objects.filter(role=Role.PROVIDER).values_list("provider", flat=True)) | {now}
    choices = [("", OURSELVES), *((name, name) for name in sorted(names - {""}))]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class ReparationForm(RecordForm):
    """Reparation that a child owes. A provider's staff fill in what is theirs to know, and decide no hours."""

    class Meta(RecordForm.Meta):
        model = Reparation
        fields: ClassVar = (
            "disposal",
            "hours_owed",
            "referred_on",
            "may_take_part",
            "may_have_treatment",
            "may_be_photographed",
            "medical",
            "suitability",
            "wishes",
            "provider",
            "ended_on",
        )
        widgets: ClassVar = {"medical": SEVERAL_LINES, "suitability": SEVERAL_LINES}
        labels: ClassVar = {"disposal": "Disposal it was ordered or agreed under", "ended_on": "Ended on"}
        help_texts: ClassVar = {
            "hours_owed": "As the order, the contract or the agreement says.",
            "referred_on": A_DAY,
            "medical": "For example asthma, and where the inhaler is. It stands on the register.",
            "suitability": "For example: likes painting. Not the allotment: lives beside it.",
            "wishes": "As those who work with victims passed it on, naming nobody.",
            "ended_on": "Leave this empty while hours are still to be worked.",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = self.fields["hours_owed"].widget.attrs
        hours |= {"class": "govuk-input--width-5", "inputmode": "decimal"}
        if self.is_new:
            del self.fields["ended_on"]
        if user.role == Role.PROVIDER:
            for name in ("disposal", "hours_owed", "referred_on", "provider", "ended_on"):
                self.fields.pop(name, None)
            return
        self.fields["disposal"].queryset = Disposal.objects.filter(child=self.instance.child_id).order_by("-imposed_on")
        self.fields["disposal"].empty_label = "None"
        self.fields["provider"] = provider_field("Referred to", self.instance.provider)

    def _post_clean(self) -> None:
        super()._post_clean()
        # What came from elsewhere so can still be corrected otherwise, and ended.
        if not self.errors and {"hours_owed", "disposal"} & set(self.changed_data):
            for fault in self.instance.beyond_the_law():
                self.add_error(fault.column, str(fault))


class ReparationSessionForm(RecordForm):
    """One session of one child, recorded by itself rather than on a register."""

    class Meta(RecordForm.Meta):
        model = ReparationSession
        fields: ClassVar = (
            "held_on",
            "placement",
            "hours_offered",
            "attended",
            "absence",
            "hours_attended",
            "hours_allowed",
            "hours_credited",
            "behaviour",
            "work_done",
        )
        widgets: ClassVar = {"absence": forms.RadioSelect}
        labels: ClassVar = {"absence": "If not, was the absence acceptable?"}
        help_texts: ClassVar = {
            "held_on": A_DAY,
            "hours_credited": "The hours that count: attended and allowed, less any penalty.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("hours_offered", "hours_attended", "hours_allowed", "hours_credited"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-5", "inputmode": "decimal"}

    def clean_hours_allowed(self) -> Decimal:
        return self.cleaned_data["hours_allowed"] or NOUGHT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        there, allowed = (cleaned.get(name) or NOUGHT for name in ("hours_attended", "hours_allowed"))
        if (cleaned.get("hours_credited") or NOUGHT) > there + allowed:
            self.add_error("hours_credited", "More hours are credited than attended and allowed.")
        if there > (cleaned.get("hours_offered") or there):
            self.add_error("hours_attended", "More hours are attended than were offered.")
        return cleaned


class FollowUpForm(RecordForm):
    """What was done about an unacceptable absence."""

    class Meta(RecordForm.Meta):
        model = ReparationSession
        fields: ClassVar = ("followed_up_on", "follow_up")
        labels: ClassVar = {"followed_up_on": "Followed up on", "follow_up": "What was done"}
        help_texts: ClassVar = {
            "followed_up_on": A_DAY,
            "follow_up": "For example: home visit; first warning given; found to have been ill, and accepted.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        for name in self.asked:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"{self.fields[name].label} is needed."


class PlacementForm(RecordForm):
    """A place where children work, who is in charge there, and the risk of it."""

    class Meta(RecordForm.Meta):
        model = Placement
        fields: ClassVar = (
            "name",
            "work",
            "supervisor",
            "capacity",
            "weekdays",
            "suits",
            "risk",
            "risk_assessed_on",
            "provider",
        )
        widgets: ClassVar = {"risk": SEVERAL_LINES}
        help_texts: ClassVar = {
            "work": "For example clearing paths, growing vegetables for the food bank.",
            "capacity": "How many children at once.",
            "weekdays": "For example Saturdays, 10:00 to 13:00.",
            "risk_assessed_on": "Leave this empty until it has been done. It is done again every year.",
        }
        error_messages: ClassVar = {
            "name": {"unique": "There is a placement of this name already: change that one, or give this another name."}
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["capacity"]
        places.widget.attrs["class"] = "govuk-input--width-3"
        others = [each for each in places.validators if not isinstance(each, MinValueValidator)]
        places.validators = [*others, MinValueValidator(1, "A placement has one place or more.")]
        if user.role == Role.PROVIDER:
            del self.fields["provider"]
        else:
            self.fields["provider"] = provider_field("Run by", self.instance.provider)


class ChildrenField(forms.MultipleChoiceField):
    """The children who have a place. There may be none yet."""

    widget = forms.CheckboxSelectMultiple


class PlacementDayForm(RecordForm):
    """A session that is set up: its day, its times, and who has a place. Places of children not shown here stay."""

    class Meta(RecordForm.Meta):
        model = PlacementDay
        fields: ClassVar = ("on", "starts_at", "ends_at", "reparation_refs")
        field_classes: ClassVar = {"starts_at": ClockField, "ends_at": ClockField}

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("starts_at", "From"), ("ends_at", "To")):
            self.fields[name] = ClockField(label=label, error_messages={"required": f"{label} is needed."})
        self.fields["reparation_refs"] = ChildrenField(
            label="Children who have a place",
            choices=offered,
            required=False,
            help_text=f"There are {self.instance.placement.capacity} places.",
        )
        self.shown = {ref for ref, _ in offered}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", f"This is not after {starts_at:%H:%M}.")
        if not self.errors:
            self._refuse_places_elsewhere(cleaned)
        return cleaned

    def _refuse_places_elsewhere(self, said: dict[str, Any]) -> None:
        """Refuse a new place, or new times, for a child who is elsewhere then or whose reparation is not open."""
        on, starts_at, ends_at = times = [said[name] for name in ("on", "starts_at", "ends_at")]
        before = [self.initial.get(name) for name in ("on", "starts_at", "ends_at")]
        had = (self.initial.get("reparation_refs") or ()) if times == before else ()
        new = [ref for ref in said["reparation_refs"] if ref not in had]
        others = PlacementDay.objects.filter(on=said["on"]).exclude(pk=self.instance.pk)
        theirs = Reparation.objects.filter(ref__in=new).select_related("child")
        # Places that are not shown here are not this person's to take away.
        shown = [one for one in theirs if one.ref in self.shown]
        for wrong in against_places(shown, on, starts_at, ends_at, others):
            self.add_error("reparation_refs", wrong)

    def clean_reparation_refs(self) -> list[str]:
        chosen = set(self.cleaned_data["reparation_refs"])
        kept = [ref for ref in self.instance.reparation_refs if ref in chosen or ref not in self.shown]
        gone = [ref for ref in self.instance.reparation_refs if ref not in kept]
        recorded = ReparationSession.objects.filter(day=self.instance, reparation__ref__in=gone)
        for session in recorded.select_related("reparation__child"):
            child = session.reparation.child
            raise ValidationError(f"What became of {child} in this session is recorded. Remove that first.")
        return [*kept, *(ref for ref in self.cleaned_data["reparation_refs"] if ref not in kept)]


class PlanForm(forms.Form):
    """Sessions to be set up: where, from which day, at what time, for how many weeks, and for whom."""

    # By name, whatever kind of field it is.
    fields: Any

    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), empty_label="Choose one")
    first = DayField(label="First day", help_text=A_DAY)
    starts_at = ClockField(label="From", help_text="For example 10:00.")
    ends_at = ClockField(label="To")
    weeks = forms.IntegerField(
        label="For how many weeks",
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text="The same day of the week each time.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    reparations = forms.ModelMultipleChoiceField(
        queryset=Reparation.objects.none(),
        label="Children",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="You can add or take out children later.",
    )

    def __init__(
        self, *args: Any, placements: QuerySet[Placement], reparations: QuerySet[Reparation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement"].queryset = placements
        self.fields["reparations"].queryset = reparations
        for field in self.fields.values():
            field.error_messages["required"] = f"{field.label or 'Placement'} is needed."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", f"This is not after {starts_at:%H:%M}.")
        return cleaned

    def plan(self) -> Plan:
        """The sessions as they were asked for."""
        asked = dict(self.cleaned_data)
        return Plan(**asked | {"reparations": list(asked["reparations"])})
