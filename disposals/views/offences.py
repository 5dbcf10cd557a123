"""Recording, correcting and removing a child's offences."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html

from disposals.forms import OffenceForm
from disposals.models import Offence
from disposals.views.of_a_child import AddToChild, ChangeOfChild, RemoveFromChild
from yjs.records.forms import RecordForm


class OffenceAdd(AddToChild):
    """An offence is recorded. What decided it comes next, so the way there is offered."""

    form_class = OffenceForm
    extra_context = {"title": "Record an offence", "submit": "Save this offence"}

    def said(self, form: RecordForm) -> str:
        return format_html(
            'Offence recorded. <a class="govuk-notification-banner__link" href="{}">Record its disposal</a> or '
            '<a class="govuk-notification-banner__link" href="{}">another offence</a>.',
            reverse("disposals:disposal-add", args=[self.child.pk]),
            reverse("disposals:offence-add", args=[self.child.pk]),
        )


class OffenceChange(ChangeOfChild):
    """An offence is corrected."""

    form_class = OffenceForm
    extra_context = {"title": "Change an offence", "submit": "Save", "remove": "disposals:offence-remove"}


class OffenceRemove(RemoveFromChild):
    """An offence is taken away. While a disposal names it, it stays."""

    model = Offence
