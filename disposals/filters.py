"""What the list of children can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from disposals.models import Child, Intervention, Work
from disposals.search import search
from yjs.measures.periods import add_months
from yjs.people.models import User
from yjs.records.days import today


# Work that has begun and not ended.
OPEN = Q(ended_on=None)
OLDEST = 120
WHAT_AN_AGE_IS = f"Give the age in whole years, from 0 to {OLDEST}."
AN_AGE: dict[str, Any] = {
    "min_value": 0,
    "max_value": OLDEST,
    "decimal_places": 0,
    "error_messages": dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), WHAT_AN_AGE_IS),
}


def with_open_work(user: User) -> QuerySet:
    """The children, of those this person may see, with whom work is open."""
    return Intervention.objects.visible_to(user).filter(OPEN).order_by().values("child").distinct()


def works_with(user: User) -> QuerySet:
    """The children with whom this person has open work, as the work names its worker."""
    children = with_open_work(user)
    return children.filter(worker__icontains=user.name) if user.name else children.none()


class ChildFilter(django_filters.FilterSet):
    """A name, date of birth, reference or PNC ID, open work and who does it, and the child's age today."""

    q = django_filters.CharFilter(
        method="as_it_is",
        label="Name, date of birth, reference or PNC ID",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    work = django_filters.ChoiceFilter(
        method="as_it_is",
        label="Open work",
        choices=[("open", "Any open work"), ("late", "Past its planned end"), *Work.choices],
        empty_label="Open or not",
    )
    worker = django_filters.CharFilter(
        method="as_it_is", label="Worker", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    age_from = django_filters.NumberFilter(method="at_least", label="Age from", **AN_AGE)
    age_to = django_filters.NumberFilter(method="at_most", label="Age to", **AN_AGE)

    class Meta:
        model = Child
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: QuerySet[Child]) -> QuerySet[Child]:
        children = super().filter_queryset(queryset)
        said = self.form.cleaned_data
        work = Intervention.objects.visible_to(self.request.user).filter(OPEN)
        if said["work"] == "late":
            work = work.filter(planned_end_on__lt=today())
        elif said["work"] not in ("", "open"):
            work = work.filter(kind=said["work"])
        if said["worker"]:
            work = work.filter(worker__icontains=said["worker"])
        if said["work"] or said["worker"]:
            children = children.filter(pk__in=work.values("child"))
        return search(children, said["q"]) if said["q"] else children

    def as_it_is(self, children: QuerySet[Child], name: str, value: str) -> QuerySet[Child]:
        return children

    def at_least(self, children: QuerySet[Child], name: str, age: int) -> QuerySet[Child]:
        return children.filter(date_of_birth__lte=_born_on_or_before(int(age)))

    def at_most(self, children: QuerySet[Child], name: str, age: int) -> QuerySet[Child]:
        return children.filter(date_of_birth__gt=_born_on_or_before(int(age) + 1))


def _born_on_or_before(age: int) -> dt.date:
    """The last birth date of those who are this old today."""
    return add_months(today(), -12 * age)
