"""What people type about the contact with a victim, and about a process."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms

from disposals.forms.days import A_DAY
from disposals.models import Offence
from restorative.forms.victims import in_case
from restorative.models import Channel, Form, RestorativeProcess, Step, VictimContact
from restorative.models.contact import ASKING
from restorative.victims_path import Path
from yjs.people.models import User
from yjs.records.fields import NOT_RECORDED
from yjs.records.forms import RecordForm


# What an answer to a step says. The others have none.
ANSWERS = {
    Step.CONSENT: "Did they say yes?",
    Step.VIEW_SOUGHT: "Did they give a view?",
    Step.INFORMED: "Has the news been given?",
    Step.SUPPORT_INFORMATION: "Has the information been given?",
}
ASKED_NOT_GIVEN = "No: they asked for it, and it is still to be given."
HELP_WITH_ANSWERS = {
    Step.CONSENT: "No: nobody gets in touch from then on, and you can put up the sign not to contact them.",
    Step.INFORMED: ASKED_NOT_GIVEN,
    Step.SUPPORT_INFORMATION: ASKED_NOT_GIVEN,
}


class _ContactForm(RecordForm):
    """A step in the contact with a victim, on a path that may have been closed to it."""

    def __init__(self, *args: Any, path: Path, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.path = path

    def ask_all_the_same(self, label: str) -> None:
        """Where they must not be contacted, ask whether it happened all the same, and why."""
        if self.path.may_be_contacted:
            return
        self.fields["all_the_same"] = forms.BooleanField(label=label, required=False)
        if self.is_new:
            self.fields["reason"] = forms.CharField(label="If so, why?", max_length=500, required=False)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def refuse_unless_all_the_same(self, day: dt.date | None, what: str) -> None:
        """Refuse what happened on a day on which they were to be left alone, unless it is said that it did, and why."""
        since, said = self.path.left_alone_from, self.cleaned_data
        if since is None or day is None or day < since or self.errors.get("reason"):
            return
        if not said.get("all_the_same"):
            self.add_error(None, f"They must not be contacted: {what}. If it happened all the same, say so below.")
        elif not said.get("reason", "").strip():
            self.add_error("reason", "Say why it happened all the same.")


class AttemptForm(_ContactForm):
    """An attempt today to reach a victim: nothing is asked but how."""

    class Meta(RecordForm.Meta):
        model = VictimContact
        fields: ClassVar = ("channel",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label="How", choices=Channel.choices, error_messages={"required": "Say how you tried."}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.path.may_be_contacted:
            self.add_error(None, "They must not be contacted. Nothing is recorded.")
        return cleaned


class StepForm(_ContactForm):
    """Any step in the contact with a victim. Opened for one kind of step, it asks for no other."""

    class Meta(RecordForm.Meta):
        model = VictimContact
        fields: ClassVar = ("kind", "on", "answer", "channel", "note")
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}
        labels: ClassVar = {"on": "Day", "channel": "How"}
        help_texts: ClassVar = {
            "on": A_DAY,
            "answer": "To consent, to a view, or whether news or information has been given.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        self.fields["channel"] = forms.ChoiceField(
            label="How", required=False, choices=_also(Channel.choices, self.instance.channel)
        )
        if self.is_new and kind:
            del self.fields["kind"]
            if kind in ANSWERS:
                self.fields["answer"].label = ANSWERS[kind]
                self.fields["answer"].help_text = HELP_WITH_ANSWERS.get(kind, "")
            else:
                del self.fields["answer"]
        else:
            self.fields["kind"].choices = [("", "Choose one"), *Step.choices]
        self._may_close = self._closes_with_something_owed()
        if self._may_close:
            said = f"Close all the same: {', and '.join(self.path.owed)} will not be given"
            self.fields["close_all_the_same"] = forms.BooleanField(label=said, required=False)
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        self.ask_all_the_same("It happened all the same: they were contacted, or got in touch themselves")

    def _closes_with_something_owed(self) -> bool:
        """Whether this may close a case in which something is still owed."""
        kind = self.instance.kind
        return bool(self.path.owed) and (kind == Step.CLOSED if self.is_new and kind else kind != Step.CLOSED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        closes = cleaned.get("kind", self.instance.kind) == Step.CLOSED
        if closes and self._may_close and not cleaned.get("close_all_the_same"):
            owed = ", and ".join(self.path.owed)
            self.add_error(None, f"They still wait for {owed}. If it is closed all the same, say so below.")
        if self._is_outgoing(cleaned):
            self.refuse_unless_all_the_same(cleaned.get("on"), "nothing is planned or sent")
        return cleaned

    def _is_outgoing(self, said: dict[str, Any]) -> bool:
        """Whether somebody of ours got in touch with them. A no to contact, on its own day, is what leaves them alone."""
        kind = said.get("kind", self.instance.kind)
        if kind == Step.CONSENT and said.get("answer") is False:
            return said.get("on") != self.path.left_alone_from
        return kind in (*ASKING, Step.ACCEPTED) or (
            kind in (Step.INFORMED, Step.SUPPORT_INFORMATION) and said.get("answer") is True
        )


class ProcessForm(_ContactForm):
    """Something held between a victim and the child who harmed them. The offence says which child."""

    class Meta(RecordForm.Meta):
        model = RestorativeProcess
        fields: ClassVar = (
            "offence",
            "kind",
            "form",
            "held_on",
            "preparation",
            "risk",
            "present",
            "outcome",
            "victim_satisfied",
            "child_satisfied",
            "words",
            "may_quote",
        )
        widgets: ClassVar = {
            "offence": forms.RadioSelect,
            "kind": forms.RadioSelect,
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("preparation", "risk", "outcome", "words")},
        }
        labels: ClassVar = {"held_on": "Held on", "form": "Form"}
        help_texts: ClassVar = {
            "kind": "Direct: they met, or the child made good to the victim. Indirect: by letter, or messages carried.",
            "held_on": A_DAY,
            "words": "As they said it. It is quoted only where they agreed.",
        }

    def __init__(self, *args: Any, path: Path, by: User, **kwargs: Any) -> None:
        super().__init__(*args, path=path, **kwargs)
        offences: Any = self.fields["offence"]
        offences.queryset = Offence.objects.filter(pk__in=[o.pk for o in path.offences]).select_related("child")
        offences.label_from_instance = lambda offence: in_case(offence, by)
        offences.required = self.is_new or self.instance.offence_id is not None
        offences.empty_label = None if offences.required else NOT_RECORDED
        offences.error_messages["required"] = "Name the offence, which says which child."
        if self.is_new and len(path.offences) == 1:
            self.initial["offence"] = path.offences[0].pk
        self.fields["kind"].choices = RestorativeProcess.Kind.choices
        self.fields["form"] = forms.ChoiceField(
            label="Form", required=False, choices=_also(Form.choices, self.instance.form)
        )
        self.ask_all_the_same("It was held all the same: they asked for it themselves, or it was a mistake")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.refuse_unless_all_the_same(cleaned.get("held_on"), "no process is held")
        if cleaned.get("offence") is not None:
            self.instance.child = cleaned["offence"].child
        return cleaned


def _also(choices: list[tuple[str, str]], now: str) -> list[tuple[str, str]]:
    """Choices of a text, and what is recorded if it is none of them."""
    others = [] if now in {"", *(code for code, _ in choices)} else [(now, now)]
    return [("", NOT_RECORDED), *choices, *others]
