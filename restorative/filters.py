"""What the list of victims can be narrowed by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from restorative.models import Step, Victim, VictimContact
from restorative.out_of_order import out_of_order
from restorative.rules import first_contact_by
from restorative.victims_path import paths_of
from yjs.people.models import User
from yjs.people.permissions import Role


OPEN, LATE, LEFT_ALONE, CLOSED, EVERYBODY = "open", "over-the-limit", "do-not-contact", "closed", "everybody"
SHOWN = [
    (OPEN, "Open"),
    (LATE, "Over the limit of the first contact"),
    (LEFT_ALONE, "Not to be contacted"),
    (CLOSED, "Closed"),
    (EVERYBODY, "Everybody"),
]
OUR_OWN = "-"
ONE_DAY = dt.timedelta(days=1)


class SoughtForm(forms.Form):
    """A name that is looked for."""

    q = forms.CharField(
        label="Name or reference",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NarrowForm(forms.Form):
    """Which victims to list, and whose."""

    show = forms.ChoiceField(label="Show", required=False, choices=SHOWN)
    provider = forms.ChoiceField(label="Referred to", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.role == Role.PROVIDER:
            del self.fields["provider"]
        else:
            known = Victim.objects.visible_to(user).exclude(provider="").order_by("provider")
            names = known.values_list("provider", flat=True).distinct()
            whose: Any = self.fields["provider"]
            whose.choices = [("", "Anybody"), (OUR_OWN, "Nobody: our own"), *((name, name) for name in names)]

    @property
    def said(self) -> dict[str, str]:
        """The choices that are on the list; what is not counts as not chosen."""
        return self.cleaned_data if self.is_valid() else dict(self.cleaned_data)


def narrowed(victims: QuerySet[Victim], said: dict[str, str], day: dt.date) -> QuerySet[Victim]:
    """The victims to list. Who still waits for the first contact comes first: those whose limit is to come, the nearest
    on top, then those whose limit has passed, the latest on top.
    """
    show, provider = said.get("show") or OPEN, said.get("provider", "")
    steps = VictimContact.objects.filter(victim=OuterRef("pk"))
    answers = steps.filter(kind=Step.CONSENT, answer__isnull=False).order_by("-on", "-pk")
    later = VictimContact.objects.filter(victim=OuterRef("victim"), on__gt=OuterRef("on"))
    is_closed = Exists(steps.filter(~Exists(later), kind=Step.CLOSED))
    is_reached = Exists(steps.filter(kind=Step.CONTACTED))
    left_alone = Q(do_not_contact_from__isnull=False) | Q(consents=False)
    # Who was never asked is neither here nor there: no answer is not a no.
    may_be_contacted = Q(do_not_contact_from=None) & (Q(consents=True) | Q(consents=None))
    victims = victims.annotate(consents=Subquery(answers.values("answer")[:1]))
    if provider:
        victims = victims.filter(provider="" if provider == OUR_OWN else provider)
    if show in (OPEN, LATE):
        victims = victims.filter(~is_closed)
    if show == LATE:
        waiting = victims.filter(may_be_contacted, ~is_reached, details_from_police_on__isnull=False)
        over = out_of_order(paths_of(waiting, day))[LATE]
        victims = victims.filter(pk__in=[path.victim.pk for path in over])
    elif show == LEFT_ALONE:
        victims = victims.filter(left_alone)
    elif show == CLOSED:
        victims = victims.filter(is_closed)
    waits = may_be_contacted & ~Q(is_closed) & ~Q(is_reached)
    in_time = Case(When(waits & Q(details_from_police_on__gte=_in_time_since(day)), then=F("details_from_police_on")))
    late = Case(When(waits, then=F("details_from_police_on")))
    return victims.order_by(in_time.asc(nulls_last=True), late.desc(nulls_last=True), "-pk")


def _in_time_since(day: dt.date) -> dt.date:
    """The first day of those on which details came and whose limit has not passed yet."""
    since = day
    while (limit := first_contact_by(since - ONE_DAY)) is not None and limit >= day:
        since -= ONE_DAY
    return since
