"""What the log of access can be narrowed by."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

import django_filters
from django import forms
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from yjs.people.models import AccessEvent, Act


ONE_DAY = timedelta(days=1)


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AccessLogFilter(django_filters.FilterSet):
    who = django_filters.CharFilter(field_name="username", lookup_expr="iexact", label="User name")
    what = django_filters.ChoiceFilter(
        field_name="act", choices=Act.choices, label="What they did", empty_label="Anything"
    )
    child = django_filters.CharFilter(method="of_child", label="Child reference")
    since = django_filters.DateFilter(method="since_day", label="From", widget=day_input())
    until = django_filters.DateFilter(method="until_day", label="To", widget=day_input())

    class Meta:
        model = AccessEvent
        fields: ClassVar[list[str]] = []

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
