"""The service with pages that break while they have a child's or a victim's name in their hands."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import View

from disposals.models import Child
from restorative.models import Victim
from yjs.people.access import Requires
from yjs.people.permissions import May


class Breaks(Requires, View):
    requires = May.ENTER
    over: Any = Child

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.over.objects.all()[0]
        raise IntegrityError(
            f"Key (ref, last_name)=({found.ref}, {found.last_name}) of {found.first_name} is not there"
        )


urlpatterns = [
    path("breaks/", Breaks.as_view(), name="breaks"),
    path("breaks/victim/", Breaks.as_view(over=Victim), name="breaks-victim"),
    path("", include("yjs.urls")),
]
