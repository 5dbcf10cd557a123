"""The victims' sample for an inspection: on a page, and as a file that names nobody."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView, View

from restorative.models import Victim
from restorative.sample import HEADS, MISSING, evidence, sample_document, victims_of_period
from restorative.victims_path import Path, paths_of
from restorative.views.of_a_victim import subjects, way_to
from yjs.documents.formats import FORMATS
from yjs.measures.periods import Period, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.permissions import May


class SampleForm(forms.Form):
    """Of which period."""

    period = forms.CharField(
        label="Period",
        help_text="For example 2018/19, 2018Q4, 2018 or 2018-04-01..2019-03-31.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class _OfAPeriod(Requires):
    requires = May.SEE_VICTIMS

    @cached_property
    def form(self) -> SampleForm:
        return SampleForm({"period": self.request.GET.get("period", financial_year_of(today()).text)})

    @cached_property
    def period(self) -> Period | None:
        return self.form.cleaned_data["period"] if self.form.is_valid() else None

    @cached_property
    def paths(self) -> list[Path]:
        victims = Victim.objects.visible_to(self.request.user)
        return paths_of(victims_of_period(victims, self.period), today()) if self.period else []

    def people_shown(self, context: Any) -> list[str]:
        return subjects(self.paths)


class VictimSample(_OfAPeriod, TemplateView):
    """Every victim of a period with the evidence for the case: the day of each step, or that it is missing."""

    template_name = "restorative/victim_sample.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = len(self.paths)
        return super().get_context_data(
            form=self.form,
            caption=f"{number:,} {'victim' if number == 1 else 'victims'}",
            columns=["Victim", "Number", *HEADS],
            rows=[
                [
                    {"text": path.victim.name, "href": path.victim.get_absolute_url()},
                    {"text": str(path.victim.pk)},
                    *({"text": said, "colour": "yellow" if said == MISSING else ""} for said in evidence(path)),
                ]
                for path in self.paths
            ],
            downloads=[(FORMATS[code].name, self._file(code)) for code in ("csv", "xlsx")] if self.period else [],
            crumbs=way_to(),
            **kwargs,
        )

    def _file(self, code: str) -> str:
        asked = urlencode({"period": self.period.text}) if self.period else ""
        return f"{reverse(f'restorative:victim-sample-{code}')}?{asked}"


class VictimSampleFile(_OfAPeriod, View):
    """The sample as a file: each victim by reference."""

    code = "csv"

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.period is None:
            raise Http404
        document = sample_document(self.paths, self.period, settings.SERVICE_NAME, today())
        self.log_detail = f"victims' sample of {self.period.text}: {len(self.paths)} victims, {self.code}"
        drawn = FORMATS[self.code]
        name = f"victims-sample-{self.period.slug}.{drawn.extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.render(document), content_type=drawn.content_type, headers=headers)
