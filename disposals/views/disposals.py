"""Recording, correcting and removing a child's disposals."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from disposals.forms import DisposalForm
from disposals.models import Disposal
from disposals.views.of_a_child import AddToChild, ChangeOfChild, RemoveFromChild


class DisposalAdd(AddToChild):
    """A disposal is recorded, with the offences it dealt with."""

    form_class = DisposalForm
    extra_context = {"title": "Record a disposal", "submit": "Save this disposal"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if not list(form.fields["offence_refs"].choices):
            del form.fields["offence_refs"]
            context["first"] = (
                "No offence of this child is recorded yet, and a disposal names the offences it dealt with.",
                reverse("disposals:offence-add", args=[self.child.pk]),
                "Record the offence first",
            )
        elif form.fields["offence_refs"].is_all_decided:
            context["first"] = (
                "Each offence of this child that is recorded is decided already.",
                reverse("disposals:offence-add", args=[self.child.pk]),
                "Record another offence first",
            )
        return context


class DisposalChange(ChangeOfChild):
    """A disposal is corrected, or what happened since is added: a release, an appeal."""

    form_class = DisposalForm
    extra_context = {"title": "Change a disposal", "submit": "Save", "remove": "disposals:disposal-remove"}


class DisposalRemove(RemoveFromChild):
    """A disposal is taken away. While work is recorded under it, it stays."""

    model = Disposal
