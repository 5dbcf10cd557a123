"""Photographs of the work done in a session: added, seen, and taken away altogether."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, View

from restorative.forms.photos import PhotoForm
from restorative.models import Picture, WorkPhoto
from restorative.photos import keep_photo
from restorative.views.of_reparation import WAY, ByAUser
from restorative.views.register import OfADay
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.records.changing import RecordRemove
from yjs.records.days import today


class PhotoAdd(OfADay, FormView):
    """A photograph of the work is added to a session that was held."""

    requires = May.RUN_REPARATION
    template_name = "restorative/photo_add.html"
    form_class = PhotoForm

    def beforehand(self) -> None:
        if self.day.on > today():
            raise Http404

    def form_valid(self, form: PhotoForm) -> HttpResponse:
        told = form.cleaned_data
        try:
            _, is_new = keep_photo(day=self.day, jpeg=told["file"], shows=told["shows"], by=self.request.user)
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        messages.success(self.request, "Photograph kept." if is_new else "This was already recorded: it is here once.")
        return redirect(self.page_of_day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"crumbs": [*context["crumbs"], (self.day.placement.name, self.page_of_day)]}

    def people_shown(self, context: Any) -> list[str]:
        # The page shows the session's day and place, and none of its children.
        return []


class Photo(Requires, View):
    """One picture, for those who may see the session. It is never a file that a web server could hand out."""

    requires = May.SEE_REPARATION

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        theirs = WorkPhoto.objects.visible_to(request.user)
        picture = get_object_or_404(Picture, photo__in=theirs.filter(pk=pk))
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        return HttpResponse(bytes(picture.jpeg), content_type="image/jpeg", headers=headers)


class PhotoRemove(ByAUser, RecordRemove):
    """A photograph is taken away, and its picture with it: no version keeps that."""

    requires = May.RUN_REPARATION
    model = WorkPhoto
    object: WorkPhoto

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("day__placement")

    def get_success_url(self) -> str:
        return reverse("restorative:session-day", args=[self.object.day_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.get_success_url()
        crumbs = [*WAY, ("Registers", reverse("restorative:register-list")), (self.object.day.placement.name, page)]
        return super().get_context_data(crumbs=crumbs, cancel=page, back="Back to the session", **kwargs)
