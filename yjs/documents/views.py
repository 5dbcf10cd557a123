"""The gallery: every component once, with made-up contents, to look at and to test."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.views.generic import TemplateView

from yjs.documents.document import Cell, Column, Row, Table
from yjs.people.access import Requires
from yjs.people.permissions import May


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="First name", help_text="As the child likes to be called.")
    happened_on = forms.DateField(
        label="Date of the contact", help_text="For example 27/3/2019.", widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label="Kind of contact",
        choices=[("", "Choose one"), ("visit", "Home visit"), ("office", "At the office"), ("phone", "By telephone")],
    )
    attended = forms.ChoiceField(
        label="Did the child attend?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="What was talked about",
        choices=[("school", "School or college"), ("home", "Home"), ("health", "Health")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    letter = forms.FileField(label="Letter sent", required=False)
    is_urgent = forms.BooleanField(label="The manager should see this today", required=False)


class SampleFilter(forms.Form):
    """What a list might be narrowed by."""

    search = forms.CharField(label="Name or reference", required=False)
    status = forms.ChoiceField(label="Open or closed", choices=[("", "Either"), ("open", "Open")], required=False)
    since = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}), required=False)


TABLE = Table(
    key="hours",
    caption="Reparation hours by quarter, 2018/19",
    columns=(Column("Kind of reparation", numeric=False), *map(Column, ("Q1", "Q2", "Q3", "Q4", "Year"))),
    rows=(
        Row((Cell("Working with others"),), is_heading=True),
        Row((Cell("Allotments"), *map(Cell, ("42", "38", "51", "47")), Cell("178", href="#table"))),
        Row((Cell("Furniture for families"), *map(Cell, ("21", "36", "18")), Cell("12", marker="[p]"), Cell("87"))),
        Row((Cell("Direct to the victim"), *map(Cell, ("6", "9", "11")), Cell("", marker="[c]"), Cell("31"))),
        Row((Cell("All reparation"), *map(Cell, ("69", "83", "80", "64", "296"))), is_total=True),
    ),
    notes=("Hours attended: the time a child was at a session, from arrival to leaving.",),
)

FIGURE = SimpleNamespace(
    text="19.1%",
    address="#figure",
    reason="",
    measure=SimpleNamespace(title="Binary reoffending rate"),
    numerator=SimpleNamespace(value=33),
    denominator=SimpleNamespace(value=173),
)

CARDS: list[dict[str, Any]] = [
    {
        "title": "Binary reoffending rate",
        "period": "January to March 2018 cohort",
        "value": "33.3%",
        "of": "9 of 27 children",
        "interval": "95% interval 18.6% to 52.2%",
        "change": "No clear change from 29.6% the year before",
        "change_kind": "unclear",
        "status": "Final",
        "status_colour": "green",
        "beside": [("Family", "38.2%"), ("Yorkshire and the Humber", "39.6%"), ("England and Wales", "38.4%")],
        "definition": "Children in the cohort with a reoffence within 12 months that was proven in time.",
        "address": "#measure-card",
    },
    {
        "title": "First time entrants",
        "period": "Year to 31 December 2018",
        "value": "169",
        "of": "42 children, for each 100,000 aged 10 to 17",
        "interval": "95% interval 122 to 229",
        "change": "Down, better, from 297 the year before",
        "change_kind": "better",
        "status": "Provisional",
        "status_colour": "yellow",
        "trend": True,
        "trend_text": "First time entrants fell in each of the last five years.",
        "definition": "Children living here whose first ever caution or court disposal was imposed in the period.",
        "address": "#measure-card",
    },
    {
        "title": "Victims contacted",
        "period": "2018/19",
        "value": "64.8%",
        "of": "81 of 125 victims",
        "interval": "95% interval 56.1% to 72.6%",
        "change": "Down, worse, from 78.0% the year before",
        "change_kind": "worse",
        "status": "Still open",
        "status_colour": "grey",
        "definition": "Victims who had been spoken or written to within the time limit.",
        "address": "#measure-card",
    },
]

ROWS = [
    [
        Cell("Amira Khan", href="#record-list"),
        Cell("YJ-0412"),
        Cell("Referral order"),
        {"text": "Overdue", "colour": "red"},
    ],
    [
        Cell("Tom O’Neill-Hart", href="#record-list"),
        Cell("YJ-0398"),
        Cell("Youth caution"),
        {"text": "Open", "colour": "teal"},
    ],
]

EVENTS = [
    {"on": date(2018, 4, 9), "title": "Offence: criminal damage", "detail": "A bus shelter in Wellgate."},
    {"on": date(2018, 6, 21), "title": "Referral order, 6 months", "detail": "Youth court.", "href": "#event-history"},
    {"on": date(2018, 12, 20), "title": "Order completed", "detail": "24 of 24 reparation hours credited."},
]


class Gallery(Requires, TemplateView):
    """Every component once."""

    requires = May.ENTER
    template_name = "components/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        picture = static("yjs/sample.svg")
        return super().get_context_data(
            crumbs=[("Children", "#"), ("Amira Khan", "#")],
            figure=FIGURE,
            cards=[card | {"trend": picture} if "trend" in card else card for card in CARDS],
            picture=picture,
            table=TABLE,
            columns=["Name", "Reference", "Latest disposal", "Next contact"],
            rows=ROWS,
            page_obj=Paginator(range(480), 20).get_page(5),
            filter=SampleFilter(),
            form=SampleForm({"note": "She was early, and had brought her sister."}),
            summary=[
                ("Reference", "YJ-0412"),
                ("Date of birth", "3 May 2004"),
                ("Ethnicity", ""),
                ("Worker", "J. Ellis", "#"),
            ],
            events=EVENTS,
            stale=[("Address", "14 Moor Lane", "41 Moor Lane"), ("Note", "Moved in March.", "")],
            **kwargs,
        )
