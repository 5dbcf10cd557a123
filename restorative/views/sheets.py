"""The register on a sheet: made for a day without a network, sent back, looked over, and stored once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, View

from restorative.forms.sheets import SheetConfirmForm, SheetForm
from restorative.models import PlacementDay
from restorative.register import Said, StaleRegister, differs, register, sessions_of
from restorative.sheets import Read, read_sheet, sheet_of, typed_of
from restorative.views.of_reparation import WAY, ByAUser, Cell, text
from restorative.views.register import OfADay, told
from yjs.documents.formats import FORMATS
from yjs.documents.release import is_held
from yjs.people.access import Requires
from yjs.people.models import Act
from yjs.people.permissions import May
from yjs.records.bundle import uploads
from yjs.records.bundle.problems import Problem


SHEETS = reverse_lazy("restorative:sheet-in")
MEANWHILE = "Somebody else recorded some of these children meanwhile. Look the sheet over again before you store it."
STATES = {"New": "blue", "Changed": "yellow", "As recorded": "grey"}


@dataclass(frozen=True)
class _Tray:
    """Where one person's sheets are kept, apart from the bundles they send."""

    pk: str


def _tray(user: Any) -> _Tray:
    return _Tray(f"{user.pk}-register")


class SheetOut(OfADay, View):
    """The sheet of a session, a row for each child."""

    requires = May.RUN_REPARATION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_held(request, typed_of(self.places), [place.reparation.child.ref for place in self.places]):
            return redirect(self.page_of_day)
        content = sheet_of(self.day, self.places)
        response = HttpResponse(content, content_type=FORMATS["xlsx"].content_type)
        name = f"register-{self.day.on.isoformat()}-{self.day.pk}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        self.log_detail = f"register sheet, {len(self.places)} children"
        return response


class SheetIn(Requires, FormView):
    """Choose the sheet. It is read, and nothing is stored yet."""

    requires = May.RUN_REPARATION
    template_name = "restorative/sheet_in.html"
    form_class = SheetForm
    # Sending a sheet is not yet storing it.
    doing = Act.LOOKED

    def form_valid(self, form: SheetForm) -> HttpResponse:
        upload = uploads.keep(_tray(self.request.user), form.cleaned_data["file"], ".xlsx")
        _remember(upload, read_sheet(upload.path, self.request.user))
        return redirect("restorative:sheet-preview", upload.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*WAY, ("Registers", reverse("restorative:register-list"))]
        return super().get_context_data(crumbs=crumbs, **kwargs)


def _remember(upload: uploads.Upload, read: Read) -> None:
    """Keep with the sheet which versions it was laid beside."""
    versions = {_key(day, said): said.version for day, told_of in read.said.items() for said in told_of}
    upload.remember({"versions": versions})


def _key(day: PlacementDay, said: Said) -> str:
    return f"{day.pk} {said.reparation.pk}"


class SheetPreview(ByAUser, Requires, FormView):
    """What a sheet would record, child by child. Stored only when confirmed here: all of it, or nothing."""

    requires = May.RUN_REPARATION
    template_name = "restorative/sheet_preview.html"
    form_class = SheetConfirmForm
    doing: Act | None = Act.LOOKED
    read: Read
    upload: uploads.Upload | None = None

    def beforehand(self) -> None:
        self.upload = uploads.find(_tray(self.request.user), self.kwargs["name"])
        self.read = Read() if self.upload is None else read_sheet(self.upload.path, self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._gone() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if gone := self._gone():
            return gone
        assert self.upload is not None
        if "discard" in request.POST:
            self.upload.let_go()
            messages.info(request, "Nothing was stored, and the sheet is thrown away.")
            return redirect(SHEETS)
        if self.read.has_errors or not self.read.said:
            return super().get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def _gone(self) -> HttpResponse | None:
        if self.upload is not None:
            return None
        messages.warning(self.request, "That sheet is no longer here. Choose it again.")
        return redirect(SHEETS)

    def get_form_kwargs(self) -> dict[str, Any]:
        states = {state for _, _, state in self._lines()}
        return super().get_form_kwargs() | {"changes": "Changed" in states}

    def form_valid(self, form: SheetConfirmForm) -> HttpResponse:
        assert self.upload is not None
        made = corrected = 0
        seen = self.upload.found()["versions"]
        try:
            with transaction.atomic():
                for day, said in self.read.said.items():
                    as_seen = [replace(one, version=seen.get(_key(day, one), one.version)) for one in said]
                    reason = form.cleaned_data.get("reason", "")
                    done = register(day=day, said=as_seen, by=self.request.user, reason=reason)
                    made, corrected = made + len(done.made), corrected + len(done.corrected)
        except StaleRegister:
            _remember(self.upload, self.read)
            messages.warning(self.request, MEANWHILE)
            return redirect("restorative:sheet-preview", self.upload.name)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.upload.let_go()
        self.doing = Act.IMPORTED
        self.log_detail = f"register sheet: {made} recorded, {corrected} corrected"
        messages.success(self.request, f"Stored: {made} recorded, {corrected} corrected.")
        return redirect("restorative:session-day", next(iter(self.read.said)).pk)

    def _lines(self) -> list[tuple[PlacementDay, Said, str]]:
        """What is said of each child, and whether it is new."""
        lines = []
        for day, said in self.read.said.items():
            sessions = sessions_of(day, [one.reparation for one in said])
            for one in said:
                saved = sessions.get(one.reparation.pk)
                state = "New" if saved is None else "Changed" if differs(day, one, saved) else "As recorded"
                lines.append((day, one, state))
        return lines

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self._lines()
        to_store = sum(state != "As recorded" for _, _, state in lines)
        return super().get_context_data(
            has_errors=self.read.has_errors,
            problems=[_cells(found) for found in self.read.problems],
            problem_columns=["Row", "Column", "Value", "What is wrong, and the cure"],
            rows=[self._row(*line) for line in lines],
            columns=["Child", "Session", "Row is", "What became of it", "Times", "Attended", "Credited", "Notes"],
            to_store=0 if self.read.has_errors else to_store,
            submit=f"Store {to_store} {'record' if to_store == 1 else 'records'}",
            left_empty=self.read.left_empty,
            crumbs=[*WAY, ("Registers", reverse("restorative:register-list")), ("A sheet back in", SHEETS)],
            **kwargs,
        )

    def _row(self, day: PlacementDay, said: Said, state: str) -> list[Cell]:
        tag = {"text": state, "colour": STATES[state]}
        return [text(str(said.reparation.child)), text(str(day)), tag, *told(day, said)]

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        said = [one for told_of in self.read.said.values() for one in told_of]
        return list(dict.fromkeys(one.reparation.child.ref for one in said))


def _cells(found: Problem) -> list[Cell]:
    return [
        {"text": "" if found.row is None else found.row},
        {"text": found.column},
        {"text": found.value},
        {"text": found.message},
    ]
