"""What people choose of the tracker: the cohort by its rule, days and groups, and the order of its children."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from disposals.breakdowns import EVENT_BREAKDOWNS, SINGLE_AGE, WORKER
from disposals.models import KINDS
from reoffending.models import Action, Meeting, Review
from reoffending.rules import RULES, SUBSTANTIVE
from reoffending.survival import TWELVE_MONTHS
from reoffending.tracked import TrackedChild
from yjs.documents.cells import STATES
from yjs.documents.choosing import not_begun
from yjs.measures.breakdown import Breakdown
from yjs.measures.periods import Period, financial_year_of, quarter_of, today, year_to
from yjs.measures.spellings import read_period
from yjs.people.models import User
from yjs.people.permissions import ROLES, May
from yjs.records.forms import RecordForm
from yjs.records.record import Record


GROUPS: tuple[Breakdown, ...] = (*(each for each in EVENT_BREAKDOWNS if each is not SINGLE_AGE), WORKER)
ORDERS = {
    "concern": "Who to talk about first",
    "index": "Day followed from",
    "left": "Days left of the twelve months",
    "proven": "Proven reoffences",
    "pending": "Offences that wait",
    "worker": "Worker",
}


class CohortForm(forms.Form):
    """Which children: followed from which days, by which rule, of which groups."""

    period = forms.CharField(
        label="Followed from a disposal or release in",
        help_text="For example 2026/27, July to September 2026, or 2026-04-01..2026-09-30.",
    )
    rule = forms.ChoiceField(
        label="Opened by",
        choices=[(rule.code, rule.label) for rule in RULES.values()],
        widget=forms.RadioSelect,
    )
    order = forms.ChoiceField(label="In the order of", choices=list(ORDERS.items()), required=False)

    def __init__(self, asked: Mapping[str, str], *, workers: list[str]) -> None:
        # What nobody chose is shown as chosen too: it is what the page goes by.
        super().__init__({**asked, "rule": asked.get("rule") or SUBSTANTIVE.code})
        for each in GROUPS:
            self.fields[each.slug] = forms.ChoiceField(
                label=each.title, required=False, choices=[("", "All"), *_choices(each, workers)]
            )

    def clean_period(self) -> Period:
        try:
            period = read_period(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if why := not_begun(period):
            raise forms.ValidationError(why)
        return period

    @property
    def within(self) -> tuple[tuple[Breakdown, str], ...]:
        """The groups chosen."""
        return tuple((each, self.cleaned_data[each.slug]) for each in GROUPS if self.cleaned_data.get(each.slug))

    @property
    def narrowing(self) -> list[forms.BoundField]:
        return [self[each.slug] for each in GROUPS]


def _choices(breakdown: Breakdown, workers: list[str]) -> list[tuple[str, str]]:
    if breakdown is WORKER:
        return [(name, breakdown.name(name)) for name in workers]
    if breakdown.slug == "disposal":
        return [(code, kind.label) for code, kind in KINDS.items()]
    return list({**breakdown.groups, **breakdown.also}.items())


def usual_cohorts() -> list[Period]:
    """What is mostly asked for: this financial year, the two before, the year to the last quarter's end, that quarter."""
    year, ended = financial_year_of(today()), quarter_of(today()).start - dt.timedelta(days=1)
    return [*reversed(year.years(3)), year_to(ended), quarter_of(ended)]


class ShownForm(forms.Form):
    """Which of the cohort's children are listed: of a state, or counted by a day since the day each is followed from."""

    status = forms.ChoiceField(choices=list(STATES.items()), required=False)
    reoffended_by = forms.IntegerField(min_value=0, max_value=TWELVE_MONTHS, required=False)
    followed_for = forms.IntegerField(min_value=0, max_value=TWELVE_MONTHS, required=False)

    def of(self, children: Iterable[TrackedChild]) -> list[TrackedChild]:
        """Those of the children who are asked for."""
        status, by, long = (self.cleaned_data[name] for name in ("status", "reoffended_by", "followed_for"))
        return [
            child
            for child in children
            if (not status or child.status == status)
            and (by is None or child.reoffended_by(by))
            and (long is None or child.was_followed_for(long))
        ]

    @property
    def words(self) -> str:
        """Whom the list shows, where it does not show everybody."""
        status, by, long = (self.cleaned_data[name] for name in ("status", "reoffended_by", "followed_for"))
        said = [f"marked “{STATES[status]}”"] if status else []
        said += [f"with a proven reoffence by {_day_of_twelve_months(by)}"] if by is not None else []
        said += [f"followed until {_day_of_twelve_months(long)}"] if long is not None else []
        return f"Only children {' and '.join(said)}." if said else ""


def _day_of_twelve_months(day: int) -> str:
    return "the end of the twelve months" if day == TWELVE_MONTHS else f"day {day}"


class ReviewForm(RecordForm):
    """Whether a child comes first at the meeting, and why."""

    is_priority = forms.TypedChoiceField(
        label="Does this child come first at the meeting?",
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda chosen: chosen == "True",
        widget=forms.RadioSelect,
    )

    class Meta(RecordForm.Meta):
        model = Review
        fields: ClassVar = ("is_priority", "why")
        labels: ClassVar = {"why": "Why"}
        help_texts: ClassVar = {"why": "A line for those who meet. Name no victim here."}


class ActionForm(RecordForm):
    """What is to be done, by whom and by when: one line."""

    class Meta(RecordForm.Meta):
        model = Action
        fields: ClassVar = ("what", "owner", "due_on")
        labels: ClassVar = {"what": "What is to be done", "owner": "Who", "due_on": "By when"}
        # The names on the list are those by which people's own pages know them; others may be typed.
        widgets: ClassVar = {"owner": forms.TextInput(attrs={"list": "people"})}

    @property
    def people(self) -> list[str]:
        """The names of those who may hold meetings."""
        roles = [role for role, may in ROLES.items() if May.HOLD_MEETINGS in may]
        found = User.objects.filter(role__in=roles, is_active=True).exclude(name="")
        return list(found.order_by("name").values_list("name", flat=True).distinct())


class CloseForm(RecordForm):
    """The note that is kept of a meeting, with which it closes."""

    class Meta(RecordForm.Meta):
        model = Meeting
        fields: ClassVar = ("note",)
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"note": "Note of the meeting"}
        help_texts: ClassVar = {"note": "A few lines: what was talked about and decided. Name no victim here."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Closing is what is done here, so nobody is asked why the meeting is changed.
        self.fields.pop("reason", None)

    def save(self, commit: bool = True, *, by: User | None = None) -> Record:
        self.instance.is_closed, self.instance.closed_at = True, timezone.now()
        return super().save(commit, by=by)
