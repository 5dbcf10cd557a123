"""Recording the contact with a victim: an attempt in three taps, any other step in one short form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from restorative.forms.contacts import AttemptForm, StepForm
from restorative.models import Channel, Step, VictimContact
from restorative.views.of_a_victim import AddToVictim, ChangeOfVictim, RemoveFromVictim
from yjs.records.days import today
from yjs.records.forms import RecordForm


class ContactAttempt(AddToVictim):
    """An attempt today to reach a victim: one tap on how."""

    form_class = AttemptForm
    template_name = "restorative/contact_attempt.html"
    extra_context = {"title": "Tried to reach"}

    def get_form_kwargs(self) -> dict[str, Any]:
        tried = VictimContact(victim=self.victim, kind=Step.ATTEMPT, on=today())
        return super().get_form_kwargs() | {"instance": tried, "path": self.path}

    def said(self, form: RecordForm) -> str:
        return f"Saved: tried to reach them today ({form.instance.how.lower()})."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # How they wish to be reached comes first.
        channels = sorted(Channel.choices, key=lambda each: each[0] != self.victim.channel)
        victim, wished = self.victim, self.victim.get_channel_display()
        by = f"{victim.speaker}, {victim.speaker_contact}" if victim.speaker_contact else victim.speaker
        told = {
            "Under 18: speak with" if victim.is_child else "Speak with": by,
            "Safety": victim.safety,
            "Language, or interpreter": victim.language,
            "Special needs": victim.needs,
        }
        return super().get_context_data(
            path=self.path,
            channels=channels,
            wished=wished,
            to_know=[(what, said) for what, said in told.items() if said],
            change=reverse("restorative:victim-change", args=[victim.pk]),
            **kwargs,
        )


class ContactAdd(AddToVictim):
    """A step in the contact with a victim."""

    form_class = StepForm

    @property
    def kind(self) -> str:
        """The step the page was opened for; empty where it is still to be chosen."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in Step.values else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET.get("channel", "")
        channel = asked if asked in Channel.values else ""
        step = VictimContact(victim=self.victim, kind=self.kind, on=today(), channel=channel)
        return super().get_form_kwargs() | {"instance": step, "path": self.path}

    def get_success_url(self) -> str:
        said = getattr(self, "object", None)
        if said is not None and said.kind == Step.CONSENT and said.answer is False and self.victim.may_be_contacted:
            return reverse("restorative:victim-do-not-contact", args=[self.victim.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = Step(self.kind).label if self.kind else "Record a step"
        return super().get_context_data(title=title, submit="Save this step", **kwargs)


class ContactChange(ChangeOfVictim):
    """A step in the contact with a victim is corrected."""

    form_class = StepForm
    extra_context = {"title": "Change a step", "submit": "Save", "remove": "restorative:contact-remove"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"path": self.path}


class ContactRemove(RemoveFromVictim):
    """A step that never was is taken away."""

    model = VictimContact
