"""The steps in which somebody else's table comes in: choose it, match its columns and words, look it over, store it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from disposals.imports.forms import MOST_WORDS, ColumnsForm, FileForm, WordsForm
from disposals.imports.layouts import POLICE, TRACKER, Layout
from disposals.imports.prepared import Prepared
from disposals.imports.sent import Sent
from disposals.imports.sheets import title
from yjs.people.access import Requires
from yjs.people.models import Act, User
from yjs.people.permissions import May
from yjs.records.bundle import Problem
from yjs.records.bundle.problems import Refused


PROBLEMS_A_PAGE = 50
IN = "Bring records in"


class _OfALayout(Requires):
    """A page of one kind of table. Each page of its import is named after it."""

    requires = May.IMPORT
    layout: ClassVar[Layout]

    def page(self, step: str, *name: str) -> str:
        return reverse(f"disposals:{self.layout.name}-{step}", args=name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_record = cast(User, self.request.user).may(May.RECORD)
        context = {"layout": self.layout, "may_record": may_record, "crumbs": [(IN, reverse("records:import-bundle"))]}
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]


class ImportFile(_OfALayout, FormView):
    """Choose the file. It is read, and nothing is stored yet."""

    template_name = "disposals/import_file.html"
    form_class = FileForm
    # Sending a file is not yet bringing it in.
    doing = Act.LOOKED
    sent: Sent
    refusal = ""

    def beforehand(self) -> None:
        form = self.get_form()
        if self.request.method == "POST" and form.is_valid():
            try:
                self.sent = Sent.keep(self.request.user, self.layout, form.cleaned_data["file"], form.suffix())
            except Refused as refused:
                self.refusal = str(refused)

    def form_valid(self, form: FileForm) -> HttpResponse:
        if self.refusal:
            form.add_error("file", self.refusal)
            return self.form_invalid(form)
        return redirect(self.page("columns", self.sent.upload.name))


class _OfAFile(_OfALayout):
    """A page about a file that was sent. Where it is gone, the way back to where it is chosen."""

    doing: Act | None = Act.LOOKED
    sent: Sent | None = None

    def beforehand(self) -> None:
        self.sent = Sent.find(self.request.user, self.layout, self.kwargs["name"])

    def elsewhere(self) -> HttpResponse | None:
        """Another page, where this one has nothing to go by yet, or any more."""
        if self.sent is None:
            messages.warning(self.request, "That file is no longer here. Choose it again.")
            return redirect(self.page("import"))
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or super().post(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(IN, reverse("records:import-bundle")), (self.layout.title, self.page("import"))]
        return super().get_context_data(crumbs=crumbs, **kwargs)


class _AfterColumns(_OfAFile):
    """A page for which the columns must have been matched."""

    def elsewhere(self) -> HttpResponse | None:
        other = super().elsewhere()
        if other is None and self.sent is not None and not self.sent.has_columns:
            return redirect(self.page("columns", self.sent.upload.name))
        return other


class ImportColumns(_OfAFile, FormView):
    """Which of our columns each column of the sheet is, guessed by its name."""

    template_name = "disposals/import_columns.html"
    form_class = ColumnsForm

    different_words = 0

    def beforehand(self) -> None:
        super().beforehand()
        if self.sent is not None and self.request.method == "POST":
            form = self.get_form()
            if form.is_valid():
                self.sent.remember(**form.answers())
                self.different_words = len(self.sent.words()) if self.layout is TRACKER else 0

    def get_form_kwargs(self) -> dict[str, Any]:
        sent = self.sent
        assert sent is not None
        sheet = self.request.POST.get("sheet", "") or self.request.GET.get("sheet", "")
        number = sent.number(sheet)
        said = sent.said if sent.said.get("sheet") == number else {}
        own = {"layout": self.layout, "sheet": sent.sheets[number], "number": number, "said": said}
        return super().get_form_kwargs() | own

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        assert self.sent is not None
        if self.different_words > MOST_WORDS:
            said = f"There are {self.different_words} different outcomes. Check which columns they are in."
            form.add_error(None, said)
            return self.form_invalid(form)
        return redirect(self.page("words" if self.layout is TRACKER else "preview", self.sent.upload.name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        assert self.sent is not None
        number = context["form"].fields["sheet"].initial
        sheets = [(title(sheet), f"?sheet={place}", place == number) for place, sheet in enumerate(self.sent.sheets)]
        return context | {"sheets": sheets if len(sheets) > 1 else []}


class ImportWords(_AfterColumns, FormView):
    """Which kind of disposal each word for an outcome means, guessed where it can be."""

    template_name = "disposals/import_words.html"
    form_class = WordsForm

    words: Sequence[tuple[str, str, int]] = ()

    def beforehand(self) -> None:
        super().beforehand()
        if self.sent is not None and self.sent.has_columns:
            self.words = self.sent.words()

    def get_form_kwargs(self) -> dict[str, Any]:
        assert self.sent is not None
        return super().get_form_kwargs() | {"words": self.words, "said": self.sent.said.get("words", {})}

    def form_valid(self, form: WordsForm) -> HttpResponse:
        assert self.sent is not None
        self.sent.remember(words=form.answers())
        return redirect(self.page("preview", self.sent.upload.name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        assert self.sent is not None
        unmatched = context["form"].unmatched()
        return context | {"unmatched": unmatched, "columns": self.page("columns", self.sent.upload.name)}


class ImportPreview(_AfterColumns, TemplateView):
    """What the table would do: counts, every problem, and who is here already. Stored only when confirmed here."""

    template_name = "disposals/import_preview.html"
    prepared: Prepared
    children: Iterable[str] = ()

    def beforehand(self) -> None:
        super().beforehand()
        if self.sent is not None and self.sent.has_columns and self.sent.has_words:
            self.prepared = self.sent.prepared()
            self.problems, self.counts = self.prepared.problems, self.prepared.counts

    def elsewhere(self) -> HttpResponse | None:
        other = super().elsewhere()
        if other is None and self.sent is not None and not self.sent.has_words:
            return redirect(self.page("words", self.sent.upload.name))
        return other

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.sent is not None
        name, problems, notes = self.sent.upload.name, self.problems, self.prepared.notes
        found = [(_what(one), one) for one in problems] + [("Here" if one.about else "Queue", one) for one in notes]
        page = Paginator(found, PROBLEMS_A_PAGE).get_page(self.request.GET.get("page"))
        self.children = [one.about for _, one in page if one.about]
        words = [("Change the outcomes", self.page("words", name))] if self.layout is TRACKER else []
        return super().get_context_data(
            has_errors=self.prepared.has_errors,
            errors=sum(one.is_error for one in problems),
            warnings=sum(not one.is_error for one in problems),
            to_store=sum(one.new + one.changed for one in self.counts),
            counts=[
                [{"text": part} for part in (one.called, one.new, one.changed, one.unchanged)] for one in self.counts
            ],
            columns_of_counts=["Records", "New", "Changed", "As they are"],
            page_obj=page,
            found=[_cells(what, one) for what, one in page],
            columns_of_found=["What", "Row", "Column", "Value", "What was found, and the cure"],
            changes=[("Change the columns", self.page("columns", name)), *words],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = self.elsewhere()
        if elsewhere is not None:
            return elsewhere
        assert self.sent is not None
        if "discard" in request.POST:
            self.sent.upload.let_go()
            messages.info(request, "Nothing was stored, and the file is thrown away.")
            return redirect(self.page("import"))
        ready, report, in_words = self.prepared.store(request.user)
        if not report.is_accepted:
            messages.error(request, "Nothing was stored. What stands in the way is listed here.")
            return redirect(self.page("preview", self.sent.upload.name))
        self.sent.upload.let_go()
        self.doing = Act.IMPORTED
        self.children = [*report.whom, *(one.child_ref for one in ready.notifications if one.child_ref)]
        self.log_detail = f"{self.layout.title}: {in_words}"
        messages.success(request, f"Stored: {in_words}.")
        has_queue = self.layout is POLICE and cast(User, request.user).may(May.RECORD)
        return redirect("disposals:notification-list" if has_queue else self.page("import"))

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        return list(dict.fromkeys(self.children))


def _what(found: Problem) -> str:
    return "Error" if found.is_error else "Warning"


def _cells(what: str, found: Problem) -> list[dict[str, Any]]:
    colours = {"Error": "red", "Warning": "yellow", "Here": "blue", "Queue": "grey"}
    return [
        {"text": what, "colour": colours[what]},
        {"text": "" if found.row is None else found.row},
        {"text": found.column},
        {"text": found.value},
        {"text": found.message},
    ]
