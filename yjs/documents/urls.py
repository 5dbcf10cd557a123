"""The pages of figures, and the gallery of components."""

import datetime as dt

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from yjs.documents import figures, records_behind, views
from yjs.measures.periods import FIRST_YEAR, Period, today


class DayConverter:
    """A day in an address, as 2019-03-31; a day that has not come, or of long ago, is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        day = dt.date.fromisoformat(value)
        if day > today() or day.year < FIRST_YEAR:
            raise ValueError
        return day

    def to_url(self, value: dt.date) -> str:
        return str(value)


class PeriodConverter(StringConverter):
    """A period in an address, as 2018-19, 2018Q4, 2018, 2018-04-01..2019-03-31 or year-to-2018-12-31."""

    regex = r"[0-9a-zQ.-]{4,24}"

    def to_python(self, value: str) -> str:
        Period.from_slug(value)
        return value


class PartConverter(StringConverter):
    """Which part of a figure."""

    regex = "numerator|denominator"


register_converter(DayConverter, "day")
register_converter(PeriodConverter, "period")
register_converter(PartConverter, "part")

app_name = "documents"

urlpatterns = [
    path("gallery/", views.Gallery.as_view(), name="gallery"),
    path("figures/", figures.MeasureList.as_view(), name="measure-list"),
    path("figures/<slug:slug>/", figures.MeasureDetail.as_view(), name="measure-detail"),
    path("figures/<slug:slug>/<period:period>/", figures.FigureDetail.as_view(), name="figure-detail"),
    path("figures/<slug:slug>/<period:period>/as-at/<day:as_at>/", figures.FigureDetail.as_view(), name="figure-as-at"),
    path(
        "figures/<slug:slug>/<period:period>/as-at/<day:as_at>/<part:part>/",
        records_behind.RecordsBehind.as_view(),
        name="records-behind",
    ),
    path(
        "figures/<slug:slug>/<period:period>/as-at/<day:as_at>/difference/",
        records_behind.FigureDifference.as_view(),
        name="figure-difference",
    ),
]
