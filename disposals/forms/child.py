"""Who a child is, as people type it: the case number, and whether the child is recorded already."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from disposals.forms.days import A_DAY
from disposals.models import Child
from disposals.models.child import ETHNIC_GROUPS, ETHNICITY_NOT_KNOWN
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.fields import DAY, NOT_RECORDED
from yjs.records.forms import RecordForm
from yjs.records.record import Record
from yjs.records.twins import TwinForm


ASKED_OR_NOT = "Not known: it was asked and nobody could say. Not recorded: nobody has asked yet."
ETHNICITY_CHOICES = [
    ("", NOT_RECORDED),
    (ETHNICITY_NOT_KNOWN, "Not known"),
    *((group, [(category, category) for category in categories]) for group, categories in ETHNIC_GROUPS.items()),
]
WHO = ("first_name", "last_name", "date_of_birth")
NUMBERED = re.compile(r"YJ(\d{5,9})")


def next_case_number() -> str:
    """The case number after the highest given out so far. One of a child since removed is not given again."""
    given = Child.history.filter(ref__startswith="YJ").values_list("ref", flat=True).distinct()
    numbers = [int(found[1]) for found in map(NUMBERED.fullmatch, given) if found]
    return f"YJ{max(numbers, default=0) + 1:05}"


class ChildForm(TwinForm):
    """Who a child is. Everything but the birth date may be left until it is known."""

    case_number = forms.CharField(
        label="Case number",
        max_length=64,
        required=False,
        help_text="The reference the service has for the child already. Left empty, the next number is given.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    may_be = "This child may be recorded already: {}. If so, go there. If this is another child, choose “{}”."

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
        error_messages: ClassVar = {"date_of_birth": {"required": "Give the child’s date of birth."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number_went_to: Any = None
        self.fields["ethnicity"].choices = ETHNICITY_CHOICES
        for name, width in (("pnc_id", "20"), ("postcode", "10")):
            self.fields[name].widget.attrs["class"] = f"govuk-input--width-{width}"
        for name in ("first_name", "last_name", "known_as"):
            self.fields[name].widget.attrs["spellcheck"] = "false"
        if self.is_new:
            self.instance.ref = next_case_number()
            self.initial["made_as"] = self._signer.sign(self.instance.ref)
        else:
            del self.fields["case_number"]

    @property
    def asked(self) -> list[str]:
        return [name for name in super().asked if name != "case_number"]

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
        if cleaned.get("case_number"):
            self.instance.ref = cleaned["case_number"]
        return cleaned

    def find_already_made(self) -> None:
        """A number that was given, and that somebody else's child has by now, makes way for the next."""
        super().find_already_made()
        if self.differs_from is not None and self.is_new and not self.cleaned_data.get("case_number"):
            self.number_went_to, self.differs_from = self.differs_from, None
            self.instance.ref = next_case_number()

    def refuse_as_recorded(self) -> None:
        if self.is_new:
            said = f"{self.instance.ref} is the case number of another child. Type another, or leave it empty."
            self.add_error("case_number", said)
        else:
            super().refuse_as_recorded()

    def save(self, commit: bool = True, *, by: User | None = None) -> Record:
        while True:
            tried = self.instance.ref
            try:
                with transaction.atomic():
                    return super().save(commit, by=by)
            except (IntegrityError, ValidationError):
                # Somebody may have saved a child under this number a moment ago.
                self.find_already_made()
                if self.instance.ref == tried:
                    raise
                self.instance.version = 0

    def twins(self, user: User) -> list[Child]:
        """Who may be this child: others of the same name and birth date, and the child the person recorded with this
        very form before.
        """
        if not self.is_new and not set(WHO) & set(self.changed_data):
            return []
        born = Child.objects.visible_to(user).filter(date_of_birth=self.instance.date_of_birth)
        twins = [child for child in born.exclude(pk=self.instance.pk) if _name(child) == _name(self.instance)]
        before = self.number_went_to
        if before is not None and before not in twins and before.history.get(version=1).history_user == user:
            twins.append(before)
        return twins

    def told(self, twin: Child) -> str:
        return f"{twin}, born {twin.date_of_birth.strftime(DAY)}, {twin.ref}"


def _name(child: Child) -> list[str]:
    """The words of a child's name, however they are spaced and capitalised; a known-as name where there is no other."""
    return f"{child.first_name} {child.last_name}".casefold().split() or child.known_as.casefold().split()


def _first_day_recorded(child: Child) -> dt.date | None:
    """The earliest day on which anything is recorded of a child that the child's side may know of."""
    if child.pk is None:
        return None
    days = []
    for relation in Child._meta.related_objects:
        kind = relation.related_model
        if issubclass(kind, Record) and kind.own_date and kind.seen_with != May.SEE_VICTIMS:
            rows = kind._default_manager.filter(**{relation.field.name: child.pk})
            days.append(rows.aggregate(first=models.Min(kind.own_date))["first"])
    return min((day for day in days if day is not None), default=None)
