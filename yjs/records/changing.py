"""The pages on which a record is added, corrected and removed; an app's own pages say which record and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.generic import CreateView, DeleteView, UpdateView

from yjs.people.access import Requires, required_by
from yjs.people.models import Act
from yjs.people.permissions import May
from yjs.records.forms import RecordForm, RemoveForm
from yjs.records.record import Record, record_classes, remove


SHOWN_IN_THE_WAY = 10


def versions_page(record: Record) -> str:
    """The address of the page of every version of a record."""
    return reverse("records:versions", args=[record._meta.label, record.pk])


def versions_for(user: Any, record: Record) -> str:
    """The address of that page; empty where this person may not open it."""
    page = versions_page(record)
    return page if user.may(required_by(page)) and user.may(record.seen_with) else ""


class RecordFormPage(Requires):
    """A page with the form of one record."""

    requires = May.RECORD
    template_name: Any = "records/record_form.html"
    form_class: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        differs = context["form"].differs_from
        return context | {"recorded_already": versions_for(self.request.user, differs) if differs is not None else ""}


class RecordAdd(RecordFormPage, CreateView):
    """Something is recorded. The same form sent twice records it once."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.kept(by=self.request.user):
            return self.form_invalid(form)
        self.object = form.already_made or form.instance
        if form.already_made is not None:
            self.doing = Act.LOOKED
            messages.success(self.request, "This was already recorded: it is here once.")
        else:
            messages.success(self.request, self.said(form))
            tell(self.request, form)
        return HttpResponseRedirect(self.get_success_url())

    def said(self, form: RecordForm) -> str:
        """What the person is told when the record is kept."""
        return f"{form.instance._meta.verbose_name.capitalize()} recorded."


class RecordChange(RecordFormPage, UpdateView):
    """A record is corrected, with a reason; every earlier version stays."""

    def get_queryset(self) -> models.QuerySet:
        return self.form_class._meta.model.objects.visible_to(self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.kept(by=self.request.user):
            return self.form_invalid(form)
        messages.success(self.request, f"{form.instance._meta.verbose_name.capitalize()} saved.")
        tell(self.request, form)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(versions=versions_for(self.request.user, self.object), **kwargs)


class RecordRemove(Requires, DeleteView):
    """A record is taken away from now on, with a reason. What was known before stays known."""

    requires = May.RECORD
    model: type[Record]
    form_class = RemoveForm
    template_name = "records/record_remove.html"

    def get_queryset(self) -> models.QuerySet:
        return self.model._default_manager.visible_to(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"record": self.object}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form()
        if standing_on(self.object) or not form.is_valid():
            return self.form_invalid(form)
        return self.form_valid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        what = str(self.object._meta.verbose_name).capitalize()
        leads_to, versions = self.get_success_url(), versions_for(self.request.user, self.object)
        remove(self.object, by=self.request.user, reason=form.cleaned_data["reason"])
        link = '<a class="govuk-notification-banner__link" href="{}">The history of changes</a>'
        history = format_html(link, versions) if versions else "The history of changes"
        messages.success(self.request, format_html("{} removed. {} is kept.", what, history))
        return HttpResponseRedirect(leads_to)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = standing_on(self.object)
        seen = _seen_by(self.request.user, standing)
        pages = [(_called(record), versions_for(self.request.user, record)) for record in seen]
        shown = [(called, page) for called, page in pages if page][:SHOWN_IN_THE_WAY]
        return super().get_context_data(
            what=self.object._meta.verbose_name,
            in_the_way=shown,
            more_in_the_way=len(seen) - len(shown),
            # How many there are would tell of them.
            hidden_in_the_way=len(seen) < len(standing),
            versions=versions_for(self.request.user, self.object),
            **kwargs,
        )


def _seen_by(user: Any, records: Sequence[Record]) -> list[Record]:
    """Those of some records that this person may see."""
    pks: dict[type[Record], list[int]] = {}
    for record in records:
        pks.setdefault(type(record), []).append(record.pk)
    seen = {
        (kind, pk)
        for kind, some in pks.items()
        for pk in kind._default_manager.visible_to(user).filter(pk__in=some).values_list("pk", flat=True)
    }
    return [record for record in records if (type(record), record.pk) in seen]


def _called(record: Record) -> str:
    return f"{str(record._meta.verbose_name).capitalize()}: {record}"


def tell(request: Any, form: RecordForm) -> None:
    """Say what is unlikely about what has just been kept: it may be right, and it is for the person to judge."""
    if notices := form.notices():
        messages.warning(request, f"Saved, but check this: {' '.join(notices)}")


def standing_on(record: Any) -> list[Record]:
    """The records that speak of this one: it cannot be removed before they are."""
    found: list[Any] = []
    for relation in record._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            found += relation.related_model._default_manager.filter(**{relation.field.name: record.pk})
    named_in = f"{record._meta.model_name}_refs"
    for kind in record_classes():
        names = {field.name for field in kind._meta.concrete_fields}
        if named_in in names:
            rows: Any = kind._default_manager.all()
            if "child" in names and hasattr(record, "child_id"):
                rows = rows.filter(child=record.child_id)
            found += rows.filter(pk__in=[pk for pk, refs in rows.values_list("pk", named_in) if record.ref in refs])
    return found
