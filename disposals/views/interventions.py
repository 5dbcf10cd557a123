"""Recording, correcting and removing the work with a child, and remands."""

from __future__ import annotations

from typing import cast

from disposals.forms import InterventionForm, RemandForm
from disposals.models import Intervention, Remand
from disposals.views.of_a_child import AddToChild, ChangeOfChild, RemoveFromChild
from yjs.people.models import User


class InterventionAdd(AddToChild):
    """Work with a child begins. The person recording it is most often the worker."""

    form_class = InterventionForm
    extra_context = {"title": "Record an intervention", "submit": "Save this intervention"}

    def new_record(self) -> Intervention:
        return Intervention(child=self.child, worker=cast(User, self.request.user).name)


class InterventionChange(ChangeOfChild):
    """Work with a child is corrected, or ends."""

    form_class = InterventionForm
    extra_context = {
        "title": "Change or end an intervention",
        "submit": "Save",
        "remove": "disposals:intervention-remove",
    }


class InterventionRemove(RemoveFromChild):
    """Work that never was is taken away."""

    model = Intervention


class RemandAdd(AddToChild):
    """A child is remanded."""

    form_class = RemandForm
    extra_context = {"title": "Record a remand", "submit": "Save this remand"}


class RemandChange(ChangeOfChild):
    """A remand is corrected, or ends."""

    form_class = RemandForm
    extra_context = {"title": "Change or end a remand", "submit": "Save", "remove": "disposals:remand-remove"}


class RemandRemove(RemoveFromChild):
    """A remand is taken away."""

    model = Remand
