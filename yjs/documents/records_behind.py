"""The records behind a figure, and the ones that explain why it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from yjs.documents.asking import Earlier
from yjs.documents.behind import Behind, Cells
from yjs.documents.document import Cell, Column, Row, Table
from yjs.documents.pages import PARTS, OfAFigure
from yjs.documents.release_days import release_day
from yjs.measures.difference import Change, Difference, between
from yjs.measures.periods import day_in_words
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book


PAGE = 50
CHANGE = ["Record", "What changed", "By", "Saved", "Known from", "Why"]


class RecordsBehind(OfAFigure, TemplateView):
    """Exactly the records that a figure was counted from: as many as the figure says, each as it was known then."""

    requires = May.SEE_RECORDS_BEHIND
    template_name = "documents/records_behind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure, part = self.figure(self.book()), self.kwargs["part"]
        if getattr(figure, part) is None:
            raise Http404
        behind = Behind(figure, part, cast(User, self.request.user))
        page = Paginator(range(len(behind.rows)), PAGE).get_page(self.request.GET.get("page"))
        rows = behind.rows.iloc[list(page.object_list)]
        self.refs = behind.child_refs(rows)
        shown = {
            "figure": figure,
            "what": PARTS[part],
            "number": figure.measure.unit.counted(behind.counted.value),
            "words": figure.measure.definition()[PARTS[part]],
            "caption": "The amounts added up" if behind.counted.is_sum else "The records counted",
            "columns": behind.columns(rows),
            "rows": behind.lines(rows),
            "page_obj": page,
            "crumbs": self.crumbs(figure, (figure.period.label, figure.address)),
        }
        return super().get_context_data(**{**kwargs, **shown, **self.banner()})

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return self.refs


class FigureDifference(OfAFigure, TemplateView):
    """What a figure was at an earlier moment, and exactly the records that explain the difference."""

    template_name = "documents/figure_difference.html"
    page = "documents:figure-difference"

    @cached_property
    def form(self) -> Earlier:
        return Earlier(self.request.GET if "then" in self.request.GET else None, than=self.day)

    def theirs(self) -> str:
        if (theirs := super().theirs()) or not self.form.is_valid():
            return theirs
        then = release_day(self.form.cleaned_data["then"])
        return "" if then == self.form.cleaned_data["then"] else f"{self.request.path}?then={then}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = self.figure(self.book())
        shown: dict[str, Any] = {"form": self.form, "now": now, "may_open": self.may_open}
        shown["why_nothing"] = self.why_nothing(now)
        self.refs: list[str] = []
        if self.form.is_valid() and not shown["why_nothing"]:
            then = self.figure(Book.at(self.form.cleaned_data["then"]))
            shown["why_nothing"] = self.why_nothing(then)
        if self.form.is_valid() and not shown["why_nothing"]:
            difference = between(then, now)
            shown |= {"difference": difference, "moments": _two_moments(difference)}
            if self.may_open:
                shown |= {"moved": list(self._moved(difference)), "change_columns": CHANGE}
                shown["changes"] = [_told(change) for change in difference.changes]
                self.refs += [ref for change in difference.changes for ref in change.child_refs]
        shown["crumbs"] = self.crumbs(now, (now.period.label, now.address))
        return super().get_context_data(**{**kwargs, **shown, **self.banner()})

    def _moved(self, difference: Difference) -> Iterator[tuple[str, list[str], list[Cells]]]:
        """The records that came into each part and those that left it: in words, their columns and lines."""
        for part, label in PARTS.items():
            moved = getattr(difference, part)
            if moved is None:
                continue
            for figure, ids, what in ((difference.now, moved.gained, "came in"), (difference.then, moved.lost, "left")):
                if ids:
                    behind = Behind(figure, part, cast(User, self.request.user))
                    rows = behind.of(ids)
                    self.refs += behind.child_refs(rows)
                    yield f"{label}: {what}", behind.columns(rows), behind.lines(rows)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(self.refs))


def _two_moments(difference: Difference) -> Table:
    """What the figure and its parts were and are, and how many of their records came in and left."""
    then, now = difference.then, difference.now
    values = [Cell(figure.text, href=figure.address) for figure in (then, now)]
    rows = [Row((Cell("Value"), *values, Cell(""), Cell("")))]
    for part, label in PARTS.items():
        moved = getattr(difference, part)
        if moved is not None:
            told = [now.measure.unit.counted(getattr(figure, part).value) for figure in (then, now)]
            told += [f"{len(moved.gained):,}", f"{len(moved.lost):,}"]
            rows.append(Row((Cell(label), *map(Cell, told))))
    days = [Column(day_in_words(figure.book.day)) for figure in (then, now)]
    columns = (Column("Part", numeric=False), *days, Column("Came in"), Column("Left"))
    return Table("two-moments", "The figure at two moments", columns, tuple(rows))


def _told(change: Change) -> Cells:
    """A change as a line: which record, what changed, who saved it when, from when it counts as known, and why."""
    fields = "; ".join(f"{name} from {old} to {new}" for name, old, new in change.fields)
    saved, known = timezone.localtime(change.saved_at), timezone.localtime(change.at)
    versions = reverse("records:versions", args=[change.model._meta.label, change.record_id])
    return [
        {"text": f"{change.kind.capitalize()} {change.ref}", "href": versions},
        {"text": f"{change.what}: {fields}" if fields else change.what},
        {"text": change.by},
        {"text": f"{day_in_words(saved)} at {saved:%H:%M}"},
        {"text": day_in_words(known)},
        {"text": change.reason or "No reason given"},
    ]
