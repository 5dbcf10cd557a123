"""What should have been done for victims and was not: the counts, and the list behind each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from restorative.filters import narrowed
from restorative.models import Victim
from restorative.out_of_order import OUT_OF_ORDER, out_of_order
from restorative.texts import texts_to_look_at
from restorative.victims_path import Path, paths_of
from restorative.views.of_a_victim import subjects, way_to
from restorative.views.victims_page import rows_of
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import today


class _OfOpenVictims(Requires):
    requires = May.SEE_VICTIMS

    @cached_property
    def found(self) -> dict[str, list[Path]]:
        """Whom each exception is about, among the open victims this person may see."""
        listed = narrowed(Victim.objects.visible_to(self.request.user), {}, today())
        return out_of_order(paths_of(listed, today()))


class ExceptionList(_OfOpenVictims, TemplateView):
    """How many victims each exception is about."""

    template_name = "restorative/exception_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = [
            (one.title, one.why, len(self.found[one.slug]), reverse("restorative:exception-detail", args=[one.slug]))
            for one in OUT_OF_ORDER.values()
        ]
        texts = len(texts_to_look_at(cast(User, self.request.user)))
        return super().get_context_data(counts=counts, texts=texts, crumbs=way_to(), **kwargs)


class ExceptionDetail(_OfOpenVictims, TemplateView):
    """The victims one exception is about."""

    template_name = "restorative/exception_detail.html"

    @property
    def paths(self) -> list[Path]:
        if self.kwargs["slug"] not in OUT_OF_ORDER:
            raise Http404
        return self.found[self.kwargs["slug"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*way_to(), ("Exceptions", reverse("restorative:exception-list"))]
        number = len(self.paths)
        return super().get_context_data(
            exception=OUT_OF_ORDER[self.kwargs["slug"]],
            caption=f"{number:,} {'victim' if number == 1 else 'victims'}",
            crumbs=crumbs,
            **rows_of(self.paths),
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return subjects(self.paths, with_cases=False)
