"""What is typed into the register of a session: for each child whether they came, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from restorative import cautions
from restorative.forms.clock import CLOCK, ClockField
from restorative.hours import NOUGHT
from restorative.models import PlacementDay
from restorative.register import Answer, Clash, Place, Said, differs, said_of
from yjs.records.forms import who_and_when


# The parts of what is said of a child that the form asks for, each with its name among the fields.
PARTS = {
    "answer": "answer",
    "arrived_at": "arrived",
    "left_at": "left",
    "allowed": "allowed",
    "penalty": "penalty",
    "behaviour": "behaviour",
    "work_done": "work",
}


@dataclass(frozen=True)
class Card:
    """One child on the register: who, what to know first, and the fields that are theirs."""

    place: Place
    warnings: list[str]
    answer: forms.BoundField
    times: list[forms.BoundField]
    more: list[forms.BoundField]
    is_open: bool

    @property
    def name(self) -> str:
        child = self.place.reparation.child
        return f"{child} ({child.known_as})" if child.known_as else str(child)


class RegisterForm(forms.Form):
    """The register of one session. What is recorded already stands in it; changing that asks for a reason."""

    # By name: there are some for each child.
    fields: Any

    reason = forms.CharField(
        label="Why are you changing the register?",
        max_length=500,
        required=False,
        help_text="Only where you change what was recorded before. It is kept with the change.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, day: PlacementDay, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.places = day, places
        self.said: list[Said] = []
        self.stale: list[tuple[str, str, str]] = []
        self.saved_by = ""
        if not any(place.session for place in places):
            del self.fields["reason"]
        for place in places:
            self._ask_of(place)

    def _ask_of(self, place: Place) -> None:
        pk, name, said = place.reparation.pk, str(place.reparation.child), place.said
        hours: dict[str, Any] = {"max_digits": 4, "decimal_places": 2, "min_value": NOUGHT, "required": False}
        words: dict[str, Any] = {"max_length": 300, "required": False}
        few = {"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}
        quiet = {"autocomplete": "off"}
        fields: dict[str, forms.Field] = {
            "answer": forms.ChoiceField(
                label=name,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {name} came."},
            ),
            "arrived": ClockField(label="Arrived", required=False),
            "left": ClockField(label="Left", required=False),
            "allowed": forms.DecimalField(label="Hours allowed", widget=forms.TextInput(attrs=few), **hours),
            "penalty": forms.DecimalField(label="Penalty hours", widget=forms.TextInput(attrs=few), **hours),
            "behaviour": forms.CharField(label="Behaviour", widget=forms.TextInput(attrs=quiet), **words),
            "work": forms.CharField(label="Work done", widget=forms.TextInput(attrs=quiet), **words),
            "version": forms.IntegerField(widget=forms.HiddenInput, required=False),
        }
        kept = {field: getattr(said, part) for part, field in PARTS.items()} if said else {}
        kept |= {"arrived": kept.get("arrived") or self.day.starts_at, "left": kept.get("left") or self.day.ends_at}
        kept["version"] = place.session.version if place.session else 0
        for field, asked in fields.items():
            asked.initial = kept.get(field) or None
            self.fields[f"{field}-{pk}"] = asked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in self.places:
            if not any(f"{field}-{place.reparation.pk}" in self.errors for field in (*PARTS.values(), "version")):
                self._take(place, cleaned)
        if not self.errors and not cleaned.get("reason") and self.changes():
            self.add_error("reason", ValidationError("Say why you are changing what was recorded."))
        return cleaned

    def _take(self, place: Place, cleaned: dict[str, Any]) -> None:
        pk = place.reparation.pk
        told: dict[str, Any] = {part: cleaned.get(f"{field}-{pk}") for part, field in PARTS.items()}
        told |= {"allowed": told["allowed"] or NOUGHT, "penalty": told["penalty"] or NOUGHT}
        said = Said(place.reparation, **told, version=cleaned.get(f"version-{pk}") or 0)
        for fault in said.faults(self.day):
            self.add_error(f"{PARTS[fault.column]}-{pk}", f"{place.reparation.child}: {fault}")
        self.said.append(said)

    def changes(self) -> list[Said]:
        """What is said otherwise than it is recorded, by those who saw what is recorded."""
        sessions = {place.reparation.pk: place.session for place in self.places}
        return [
            said
            for said in self.said
            if (session := sessions[said.reparation.pk]) is not None
            and said.version == session.version
            and differs(self.day, said, session)
        ]

    @property
    def cards(self) -> list[Card]:
        """The children, one after another."""
        # One that is out of date is said once, at the top of the page.
        never = self.day.placement.risk_assessed_on is None
        risk = [cautions.of_the_placement(self.day.placement, self.day.on)] if never else []
        return [self._card(place, risk) for place in self.places]

    def _card(self, place: Place, risk: list[str]) -> Card:
        pk = place.reparation.pk
        times = [self[f"{field}-{pk}"] for field in ("arrived", "left", "allowed", "penalty")]
        more = [self[f"{field}-{pk}"] for field in ("behaviour", "work")]
        answer = self[f"answer-{pk}"]
        is_open = answer.value() == Answer.SENT_HOME or any(field.errors for field in (*times, *more))
        needs = [f"Medical: {place.reparation.medical}"] if place.reparation.medical else []
        warnings = [*needs, *cautions.of_the_child(place.reparation), *risk]
        return Card(place, warnings, answer, times, more, is_open)

    def lay_beside(self, clashes: Sequence[Clash]) -> None:
        """Put what was said beside what somebody else recorded meanwhile; what was typed stays typed."""
        for clash in clashes:
            child, theirs = clash.said.reparation.child, said_of(clash.saved)
            for part, field in PARTS.items():
                label = str(self.fields[f"{field}-{clash.said.reparation.pk}"].label)
                name = str(child) if part == "answer" else f"{child}: {label}"
                yours, saved = _shown(clash.said, part, self.day), _shown(theirs, part, self.day)
                if yours != saved:
                    self.stale.append((name, yours, saved))
            self.saved_by = who_and_when(clash.saved.history.order_by("history_id").last())


def _shown(said: Said | None, part: str, day: PlacementDay) -> str:
    """A part of what is said, in the words the page uses for it."""
    if said is None:
        return ""
    if part == "answer":
        return str(Answer(said.answer).label)
    if part in ("arrived_at", "left_at"):
        times = dict(zip(("arrived_at", "left_at"), said.times(day), strict=True))
        return times[part].strftime(CLOCK) if said.came else ""
    return str(getattr(said, part) or "")
