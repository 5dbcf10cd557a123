"""What people type about a victim: who they are, how they wish to be reached, and whether they may be."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from disposals.forms.days import A_DAY
from disposals.models import Child, Offence
from restorative.models import Victim
from yjs.people.models import User
from yjs.people.permissions import May, Role
from yjs.records.forms import RecordForm
from yjs.records.twins import TwinForm


def in_case(offence: Offence, user: User) -> str:
    """An offence as the victims' side names it: by what it was, its day and the child's reference. What the child's side
    wrote of it is for those who see the child.
    """
    told = str(offence) if user.may(May.SEE_CHILDREN) else f"Offence, {offence.committed_on:%d/%m/%Y}"
    return f"{told} (case {offence.child.ref})"


class AddressField(forms.CharField):
    """An address as it is typed: whatever a browser ends its lines with, they are lines."""

    def to_python(self, value: Any) -> str:
        return "\n".join((super().to_python(value) or "").splitlines())


class VictimForm(TwinForm):
    """Who was harmed, by which offences, and how they wish to be reached. Only the offence is always needed."""

    may_be = "This victim of the same offence may be recorded already: {}. If so, go there. If not, choose “{}”."

    class Meta(RecordForm.Meta):
        model = Victim
        fields: ClassVar = (
            "offence_refs",
            "kind",
            "first_name",
            "last_name",
            "other_names",
            "is_child",
            "speaker",
            "speaker_contact",
            "phone",
            "email",
            "address",
            "channel",
            "language",
            "needs",
            "safety",
            "details_from_police_on",
            "withheld_reason",
            "not_offered_reason",
            "provider",
        )
        field_classes: ClassVar = {"address": AddressField}
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "address": forms.Textarea(attrs={"rows": 3}),
            "needs": forms.Textarea(attrs={"rows": 3}),
            "safety": forms.Textarea(attrs={"rows": 3}),
        }
        labels: ClassVar = {"is_child": "Are they under 18?"}
        help_texts: ClassVar = {
            "other_names": "Other names they go by, with commas between them.",
            "speaker": "The parent or carer of a child; for an organisation, whom to ask for.",
            "safety": "What keeps them safe, such as a time not to ring, or somebody who must not answer.",
            "needs": "For example large print, or a hearing loop.",
            "details_from_police_on": f"The clock of the first contact runs from this day. {A_DAY}",
            "withheld_reason": "Only where the police gave no details. For example: the victim asked them not to.",
            "not_offered_reason": "Only where it is decided not to offer it.",
        }

    def __init__(self, *args: Any, by: User, children: tuple[Child, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_these = Q(child__in=children) | Q(ref__in=self.instance.offence_refs)
        offences = Offence.objects.filter(of_these).select_related("child").order_by("-committed_on", "-pk")
        self.fields["offence_refs"] = forms.MultipleChoiceField(
            label="Offences that harmed them",
            choices=[(offence.ref, in_case(offence, by)) for offence in offences],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Name the offence that harmed them."},
        )
        if self.is_new and len(offences) == 1:
            self.initial["offence_refs"] = [offences[0].ref]
        if not self.is_new:
            # The case is seldom what is corrected, and may hold many offences.
            self.order_fields(
                [*(name for name in self.fields if name not in ("offence_refs", "reason")), "offence_refs"]
            )
        for name in ("first_name", "last_name", "other_names", "speaker"):
            self.fields[name].widget.attrs["spellcheck"] = "false"
        for name, width in (("phone", "20"), ("language", "20")):
            self.fields[name].widget.attrs["class"] = f"govuk-input--width-{width}"
        if by.role == Role.PROVIDER:
            # Whom the work is referred to is for the service to say.
            del self.fields["provider"]
        else:
            self.fields["provider"] = forms.ChoiceField(
                label="Referred to the provider",
                required=False,
                choices=_providers(self.instance.provider),
                help_text="Its staff then see this victim, and may record the contact with them.",
            )

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            # What the form has said of a field already is not said again by the record.
            error.error_dict = {name: wrong for name, wrong in error.error_dict.items() if name not in self.errors}
        super().add_error(field, error)

    def twins(self, user: User) -> list[Victim]:
        """The victims of the same name and offence."""
        here, name = self.instance, _name(self.instance)
        if not name or not (self.is_new or {"first_name", "last_name", "offence_refs"} & set(self.changed_data)):
            return []
        others = Victim.objects.visible_to(user).exclude(pk=here.pk)
        return [one for one in others if _name(one) == name and set(one.offence_refs) & set(here.offence_refs)]

    def told(self, twin: Victim) -> str:
        return f"{twin.name}, {twin.ref}"


def _name(victim: Victim) -> list[str]:
    """The words of a victim's name, however they are spaced and capitalised."""
    return f"{victim.first_name} {victim.last_name}".casefold().split()


def _providers(now: str) -> list[tuple[str, str]]:
    """Every provider whose staff sign in, and the one that is recorded."""
    known = set(User.objects.exclude(provider="").values_list("provider", flat=True)) | {now} - {""}
    return [("", "None"), *((name, name) for name in sorted(known))]


class DoNotContactForm(RecordForm):
    """From when a victim must not be contacted; emptied, they may be again."""

    class Meta(RecordForm.Meta):
        model = Victim
        fields: ClassVar = ("do_not_contact_from",)
        labels: ClassVar = {"do_not_contact_from": "Not to be contacted from"}
        help_texts: ClassVar = {"do_not_contact_from": f"{A_DAY} Empty it to take the sign down."}

    they_said_so = forms.BooleanField(
        label="They asked for it themselves",
        required=False,
        help_text="It is recorded as their answer to being contacted, and goes with them to another service.",
    )
