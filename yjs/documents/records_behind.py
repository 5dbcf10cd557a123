"""The records behind a figure, and the ones that explain why it moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.views.generic import TemplateView

from yjs.documents.figures import PARTS, Earlier, OfAFigure
from yjs.measures.difference import Difference, between
from yjs.measures.figure import Counted, Figure
from yjs.measures.periods import today
from yjs.people.permissions import May
from yjs.records.book import Book


class RecordsBehind(OfAFigure, TemplateView):
    """Exactly the records that a figure was counted from: as many as the figure says."""

    requires = May.SEE_RECORDS_BEHIND
    template_name = "documents/records_behind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.figure(self.book())
        part = self.kwargs["part"]
        counted: Counted | None = getattr(figure, part)
        if counted is None:
            raise Http404
        rows = counted.rows.to_frame("amount") if counted.is_sum else counted.rows
        page = Paginator(range(len(rows)), 50).get_page(self.request.GET.get("page"))
        start = page.start_index() - 1 if len(rows) else 0
        shown = rows.iloc[start : start + 50]
        self.shown = _records(figure, counted.kind, shown, self.request)
        return super().get_context_data(
            figure=figure,
            part=PARTS[part],
            words=figure.measure.definition()[PARTS[part]],
            counted=counted,
            columns=["Record", "Child", "Day"] + (["Amount"] if counted.is_sum else []),
            rows=[record["cells"] for record in self.shown],
            page_obj=page,
            crumbs=self.crumbs(figure, (figure.title, figure.address)),
            **self.banner(),
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [record["child_ref"] for record in self.shown if record["child_ref"]]


def _records(figure: Figure, kind: str, rows: Any, request: HttpRequest) -> list[dict[str, Any]]:
    """The rows shown, each with the record as it is today where this person may see it."""
    model = apps.get_model(kind)
    ids = [int(i) for i in rows.index]
    related = [f.name for f in model._meta.concrete_fields if f.name == "child"]
    saved = model.objects.visible_to(request.user).select_related(*related).in_bulk(ids) if ids else {}
    found = []
    refs = figure.book.refs(kind, ids)
    for ref, (_, row), i in zip(refs, rows.iterrows(), ids, strict=True):
        record = saved.get(i)
        child = getattr(record, "child", record) if record is not None else None
        has_page = child is not None and hasattr(child, "get_absolute_url")
        cells = [
            {"text": str(record) if record is not None else f"{ref} (removed since)"},
            {"text": getattr(child, "child_ref", "") or "–", "href": child.get_absolute_url() if has_page else ""},
            {"text": f"{row['on']:%d/%m/%Y}" if "on" in row else "–"},
        ]
        if "amount" in row:
            cells.append({"text": figure.measure.unit.show(row["amount"]) if row["amount"] == row["amount"] else "–"})
        found.append({"cells": cells, "child_ref": getattr(child, "child_ref", "")})
    return found


class FigureDifference(OfAFigure, TemplateView):
    """What a figure was at another moment, and exactly the records that explain the difference."""

    template_name = "documents/figure_difference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = self.figure(self.book())
        form = Earlier(self.request.GET if "then" in self.request.GET else None)
        context: dict[str, Any] = {"form": form, "now": now, "changes": []}
        self.shown: list[str] = []
        if form.is_valid():
            then = self.figure(Book.at(min(form.cleaned_data["then"], today())))
            difference = between(then, now)
            context |= {"then": then, "difference": difference, "parts": list(_parts(difference))}
            if self.request.user.may(May.SEE_RECORDS_BEHIND):
                context["changes"] = difference.changes
                self.shown = [c.ref for c in difference.changes if c.model._meta.model_name == "child"]
                self.shown += [c.child_ref for c in difference.changes if c.child_ref]
        may_open = self.request.user.may(May.SEE_RECORDS_BEHIND)
        crumbs = self.crumbs(now, (now.title, now.address))
        return super().get_context_data(may_open=may_open, crumbs=crumbs, **context, **kwargs)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return list(dict.fromkeys(self.shown))


def _parts(difference: Difference) -> Iterable[tuple[str, Any, Any, int, int]]:
    for part, label in PARTS.items():
        moved = getattr(difference, part)
        if moved is not None:
            then, now = getattr(difference.then, part), getattr(difference.now, part)
            yield label, then.value, now.value, len(moved.gained), len(moved.lost)
