"""Bringing records in as a case bundle, looked over first; and taking them all out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.timezone import localdate
from django.views.generic import FormView, TemplateView

from yjs.people.access import Requires
from yjs.people.models import Act
from yjs.people.permissions import May
from yjs.records.bundle import Checked, Export, Report, check_bundle, report_on, store, uploads
from yjs.records.bundle.forms import ExportForm, ImportForm


PROBLEMS_A_PAGE = 50
KINDS_OF_FILE = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IMPORT = reverse_lazy("records:import-bundle")


class WorkedOutBeforehand(Requires, FormView, ABC):
    """A page with one form whose answer takes long: it is worked out before anybody has to wait for it."""

    def beforehand(self) -> None:
        form = self.get_form()
        if self.request.method == "POST" and form.is_valid():
            self.work_out(form)

    @abstractmethod
    def work_out(self, form: Any) -> None:
        """What takes long of the answer to a form that is right."""


class ImportBundle(WorkedOutBeforehand):
    """Choose a bundle. It is checked, and nothing is stored yet."""

    requires = May.IMPORT
    template_name = "records/import_bundle.html"
    form_class = ImportForm
    # Sending a file is not yet bringing it in.
    doing = Act.LOOKED

    def work_out(self, form: ImportForm) -> None:
        self.upload = uploads.keep(self.request.user, form.cleaned_data["bundle"], form.suffix())
        checked = check_bundle(self.upload.path, by=self.request.user)
        self.upload.remember(_findings(checked))
        self.log_detail = f"a case bundle checked: {report_on(checked, good_rows_only=True).in_words()}"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        return redirect("records:import-preview", self.upload.name)


class ImportPreview(Requires, TemplateView):
    """What a bundle would do: counts by file and every problem. Stored only when confirmed here."""

    requires = May.IMPORT
    template_name = "records/import_preview.html"
    whom: Iterable[str] = ()
    checked: Checked | None = None

    def beforehand(self) -> None:
        upload = uploads.find(self.request.user, self.kwargs["name"])
        if self.request.method == "POST" and upload is not None and "discard" not in self.request.POST:
            self.checked = check_bundle(upload.path, by=self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = uploads.find(request.user, kwargs["name"])
        if upload is None:
            return self._gone()
        found = upload.found()
        page = Paginator(found["problems"], PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
        self.whom = [problem["about"] for problem in page]
        context = {
            "found": found,
            "columns_of_counts": ["File", "New", "Changed", "As they are", "Left out"],
            "columns_of_problems": ["What", "File", "Row", "Column", "Value", "Problem and cure"],
            "counts": [[{"text": part} for part in counts] for counts in found["counts"]],
            "page_obj": page,
            "problems": [_cells(problem) for problem in page],
            "crumbs": [("Bring records in", IMPORT)],
        }
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = uploads.find(request.user, kwargs["name"])
        if upload is None:
            return self._gone()
        if "discard" in request.POST:
            upload.let_go()
            self.doing = Act.LOOKED
            messages.info(request, "Nothing was stored, and the file is thrown away.")
            return redirect(IMPORT)
        if self.checked is None:
            return self._gone()
        report = store(self.checked, by=request.user, good_rows_only="good_rows_only" in request.POST)
        if not report.is_accepted:
            upload.remember(_findings(report.checked))
            self.doing = Act.LOOKED
            messages.error(request, "Nothing was stored. What stands in the way is listed here.")
            return redirect("records:import-preview", upload.name)
        upload.let_go()
        self.whom, self.log_detail = report.whom, report.in_words()
        messages.success(request, _stored(report))
        return redirect(IMPORT)

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        return self.whom

    def _gone(self) -> HttpResponse:
        self.doing = Act.LOOKED
        messages.warning(self.request, "That bundle is no longer here. Choose it again.")
        return redirect(IMPORT)


class ExportBundle(WorkedOutBeforehand):
    """Every record as a case bundle, once somebody has said what for and for whom."""

    requires = May.EXPORT
    template_name = "records/export_bundle.html"
    form_class = ExportForm
    whom: Iterable[str] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(left_out=Export.cannot_carry(self.request.user), **kwargs)

    def work_out(self, form: ExportForm) -> None:
        self.export = Export.read(by=self.request.user)
        self.file = self.export.as_zip() if form.cleaned_data["form"] == "zip" else self.export.as_xlsx()

    def form_valid(self, form: ExportForm) -> HttpResponse:
        ending = form.cleaned_data["form"]
        self.whom = self.export.whom
        self.log_detail = "; ".join(
            [
                f"for {form.cleaned_data['purpose']}",
                f"to {form.cleaned_data['recipient']}",
                ending,
                self.export.in_words(),
            ]
        )
        return HttpResponse(
            self.file,
            content_type=KINDS_OF_FILE[ending],
            headers={"Content-Disposition": f'attachment; filename="case-bundle-{localdate()}.{ending}"'},
        )

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        return self.whom


def _findings(checked: Checked) -> dict[str, Any]:
    """What the preview shows. A bundle that is refused as a whole has nothing good in it."""
    report = report_on(checked, good_rows_only=True)
    files = report.files.values()
    return {
        "counts": [
            [name, counts.new, counts.changed, counts.unchanged, counts.refused]
            for name, counts in report.files.items()
        ],
        "problems": [found.as_json() | {"about": found.about} for found in report.problems],
        "errors": sum(found.is_error for found in report.problems),
        "warnings": sum(not found.is_error for found in report.problems),
        "to_store": sum(counts.stored for counts in files),
        "left_out": sum(counts.refused for counts in files),
    }


def _cells(problem: dict[str, Any]) -> list[dict[str, Any]]:
    is_error = problem["severity"] == "error"
    return [
        {"text": "Error" if is_error else "Warning", "colour": "red" if is_error else "yellow"},
        {"text": problem["file"] or "The bundle"},
        {"text": "" if problem["row"] is None else problem["row"]},
        {"text": problem["column"]},
        {"text": problem["value"]},
        {"text": problem["message"]},
    ]


def _stored(report: Report) -> str:
    counts = report.files.values()
    new, changed, refused = (sum(getattr(c, name) for c in counts) for name in ("new", "changed", "refused"))
    left_out = f" {refused} rows were left out." if refused else ""
    return f"The bundle is stored: {new} new records, {changed} changed.{left_out}"
