"""The sessions whose register is filled in, or is to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.generic import TemplateView

from restorative.models import PlacementDay, ReparationSession
from restorative.schedule import not_filled_in
from restorative.views.of_reparation import WAY, ByAUser, Cell, day_of, text
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.records.days import today


A_PAGE = 20
AHEAD = dt.timedelta(days=14)


class RegisterList(ByAUser, Requires, TemplateView):
    """Today's sessions first, then those whose register nobody filled in, however long ago, then the next two weeks."""

    requires = May.RUN_REPARATION
    template_name = "restorative/register_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = today()
        theirs = PlacementDay.objects.visible_to(self.request.user).filter(on__range=(now, now + AHEAD))
        days = list(theirs.select_related("placement").order_by("on", "starts_at", "pk"))
        missing = Paginator(not_filled_in(self.user, before=now), A_PAGE).get_page(self.request.GET.get("page"))
        recorded = _recorded([*days, *missing])
        return super().get_context_data(
            today=[self._row(day, recorded) for day in days if day.on == now],
            missing=[self._row(day, recorded) for day in missing],
            missing_caption=f"Not filled in yet, the oldest first ({missing.paginator.count:,})",
            page_obj=missing,
            ahead=[self._row(day, recorded) for day in days if day.on > now],
            columns=["Session", "Times", "Children", "Register"],
            crumbs=WAY,
            **kwargs,
        )

    def _row(self, day: PlacementDay, recorded: Mapping[int, int]) -> list[Cell]:
        children, told = len(day.reparation_refs), recorded[day.pk]
        name = f"{day.placement.name}, {day_of(day.on)}"
        page = "restorative:session-day" if day.on > today() or children == told else "restorative:register"
        state = {"text": "Filled in", "colour": "green"}
        if told < children:
            state = {"text": f"{told} of {children}", "colour": "yellow" if told else "grey"}
        return [
            {"text": name, "href": reverse(page, args=[day.pk])},
            text(f"{day.starts_at:%H:%M} to {day.ends_at:%H:%M}"),
            {"text": str(children)},
            {"text": "No children yet"} if not children else state,
        ]


def _recorded(days: Iterable[PlacementDay]) -> dict[int, int]:
    """Of how many children it is recorded what became of them, by session."""
    found = {day.pk: 0 for day in days}
    told = ReparationSession.objects.filter(day__in=found, attended__isnull=False)
    for pk in told.values_list("day", flat=True):
        found[pk] += 1
    return found
