"""The service with a page that breaks while it has a child's name in its hands."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import View

from disposals.models import Child
from yjs.people.access import Requires
from yjs.people.permissions import May


class Breaks(Requires, View):
    requires = May.ENTER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        child = Child.objects.all()[0]
        raise IntegrityError(
            f"Key (ref, last_name)=({child.ref}, {child.last_name}) of {child.first_name} is not there"
        )


urlpatterns = [path("breaks/", Breaks.as_view(), name="breaks"), path("", include("yjs.urls"))]
