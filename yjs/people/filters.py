"""What the log of access can be narrowed by."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

import django_filters
from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from yjs.people.days import DayField
from yjs.people.models import AccessEvent, Act, User


ONE_DAY = timedelta(days=1)


# The acts that a page or a command of this service does, in the words of the log. What is removed keeps its versions.
ACTS: dict[str, str] = dict(Act.choices) | {Act.ERASED.value: "Removed"}
FILTERED_BY = [(act, words) for act, words in ACTS.items() if act != Act.COMBINED]


class DayFilter(django_filters.Filter):
    """A day, typed as on any other page."""

    field_class = DayField


class AccessLogFilter(django_filters.FilterSet):
    who = django_filters.CharFilter(method="of_person", label="Name or user name")
    what = django_filters.ChoiceFilter(
        field_name="act", choices=FILTERED_BY, label="What they did", empty_label="Anything"
    )
    child = django_filters.CharFilter(method="of_child", label="Child reference")
    since = DayFilter(method="since_day", label="From", help_text="For example 27/3/2026.")
    until = DayFilter(method="until_day", label="To", help_text="For example 27/3/2026.")

    class Meta:
        model = AccessEvent
        fields: ClassVar[list[str]] = []

    def of_person(self, lines: QuerySet, name: str, who: str) -> QuerySet:
        people = User.objects.filter(name__iexact=who).values_list("username", flat=True)
        return lines.filter(Q(username__iexact=who) | Q(username__in=list(people)))

    def of_child(self, lines: QuerySet, name: str, ref: str) -> QuerySet:
        if connection.features.supports_json_field_contains:
            return lines.filter(subjects__contains=[ref])
        field = AccessEvent._meta.get_field("subjects")
        written = field.get_db_prep_value([ref], connection)[1:-1]
        return lines.annotate(written=Cast("subjects", TextField())).filter(written__contains=written)

    def since_day(self, lines: QuerySet, name: str, day: date) -> QuerySet:
        return lines.filter(at__gte=_start_of(day))

    def until_day(self, lines: QuerySet, name: str, day: date) -> QuerySet:
        return lines.filter(at__lt=_start_of(min(day, date.max - ONE_DAY) + ONE_DAY))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
