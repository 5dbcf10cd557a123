"""Texts of the child's side in which a victim seems to be named, for those who work with victims to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from disposals.views.childs_page import CHANGE_PAGES
from restorative.forms.texts import LookedAtForm
from restorative.models import Finding
from restorative.texts import TextToLookAt, look_at, texts_to_look_at
from restorative.views.of_a_victim import logged, way_to
from yjs.people.access import Requires, required_by
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import day_in_words
from yjs.records.record import Record


TEXTS = reverse_lazy("restorative:text-list")
ON_A_PAGE = 20
MEANWHILE = "These words were changed or looked at meanwhile. What is still to be looked at is below."


class TextList(Requires, TemplateView):
    """The texts to look at, each with the words around the name; what was found is kept, and the text leaves the list."""

    requires = May.SEE_VICTIMS
    template_name = "restorative/text_list.html"

    @classmethod
    def in_short(cls, user: User) -> str:
        number = len(texts_to_look_at(user))
        return f"{number:,} {'text' if number == 1 else 'texts'} to look at" if number else ""

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LookedAtForm(request.POST)
        sent = form.cleaned_data if form.is_valid() else {}
        texts = (text for text in texts_to_look_at(self.user) if text.name == sent.get("text"))
        text = next((text for text in texts if text.digest == sent["digest"]), None)
        if text is None:
            messages.warning(request, MEANWHILE)
        else:
            look_at(text, finding=Finding(sent["finding"]), by=self.user)
            self.shown = [text]
            messages.success(request, "Kept. It comes back if its words change.")
        return HttpResponseRedirect(str(TEXTS))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = texts_to_look_at(self.user)
        page = Paginator(texts, ON_A_PAGE).get_page(self.request.GET.get("page"))
        self.shown = list(page)
        return super().get_context_data(
            page_obj=page,
            texts=[(text, self._link(text), _saved(text)) for text in self.shown],
            findings=Finding.choices,
            crumbs=way_to(),
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        shown: list[TextToLookAt] = getattr(self, "shown", [])
        children = (text.child.ref for text in shown if text.child is not None)
        return list(dict.fromkeys([*(logged(text.victim) for text in shown), *children]))

    def _link(self, text: TextToLookAt) -> str:
        """Where this person corrects the record, or sees its versions; empty where they may do neither."""
        record = text.kind._default_manager.visible_to(self.user).filter(pk=text.pk).first()
        page = reverse("records:versions", args=[text.kind._meta.label, text.pk])
        if record is not None:
            page = _change_page(record) or page
        return page if self.user.may(required_by(page)) else ""


def _change_page(record: Record) -> str:
    name = CHANGE_PAGES.get(type(record))
    return reverse(name, args=[record.pk]) if name else getattr(record, "get_absolute_url", str)()


def _saved(text: TextToLookAt) -> str:
    at, who = text.last_saved
    local = timezone.localtime(at)
    return f"{day_in_words(local.date())} at {local:%H:%M}, by {who}"
