"""The victims: finding one, one victim's page, who they are, and the sign not to contact them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from disposals.models import Child
from disposals.search import search as search_children
from restorative.filters import NarrowForm, SoughtForm, narrowed
from restorative.forms.victims import DoNotContactForm, VictimForm
from restorative.letters import templates
from restorative.models import Step, Victim, VictimContact
from restorative.search import search
from restorative.victims_path import Path, paths_of
from restorative.views.of_a_victim import OfAVictim, logged, subjects, way_to
from restorative.views.of_reparation import is_of_a_provider
from restorative.views.texts import TextList
from restorative.views.victims_page import VictimsPage, rows_of
from yjs.people.access import Requires
from yjs.people.models import Act, User
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove, versions_for
from yjs.records.days import today
from yjs.records.record import keep


VICTIMS = reverse_lazy("restorative:victim-list")
SOUGHT = "victim_sought"
CHILDREN_FOUND = 8


class VictimList(Requires, ListView):
    """The victims a person may see, each with the clock of the first contact and what comes next.

    A name that is looked for is sent apart from the address and waits in the session: it stands in no history.
    """

    requires = May.SEE_VICTIMS
    template_name = "restorative/victim_list.html"
    paginate_by = 50
    doing = Act.SEARCHED

    @classmethod
    def in_short(cls, user: User) -> str:
        number = narrowed(Victim.objects.visible_to(user), {}, today()).count()
        return ", ".join(filter(None, (f"{number:,} open", TextList.in_short(user))))

    @property
    def looking(self) -> Act:  # type: ignore[override]
        return Act.SEARCHED if self.sought else Act.LOOKED

    @property
    def sought(self) -> str:
        return self.request.session.get(SOUGHT, "") if "found" in self.request.GET else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SoughtForm(request.POST)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        request.session[SOUGHT] = text
        return HttpResponseRedirect(f"{VICTIMS}?found=yes" if text else str(VICTIMS))

    @cached_property
    def narrowing(self) -> NarrowForm:
        return NarrowForm(self.request.GET, user=cast(User, self.request.user))

    def get_queryset(self) -> QuerySet[Victim]:
        victims = Victim.objects.visible_to(self.request.user)
        return search(victims, self.sought) if self.sought else narrowed(victims, self.narrowing.said, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        self.paths = paths_of(context["page_obj"], today())
        number = context["paginator"].count
        typed = self.typed if self.typed is not None else {"q": self.sought}
        return context | {
            "caption": f"{number:,} {'victim' if number == 1 else 'victims'}",
            "search": SoughtForm(initial={"q": typed.get("q", "")}),
            "sought": self.sought,
            "narrowing": self.narrowing,
            "may_add": cast(User, self.request.user).may(May.SEE_CHILDREN),
            **rows_of(self.paths),
        }

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return subjects(self.paths, with_cases=False) if "page_obj" in context else []


class VictimDetail(OfAVictim, Requires, DetailView):
    """One victim: who, what harmed them, where they stand on the path, and what the child's side was told."""

    template_name = "restorative/victim_detail.html"
    shows_cases = True

    def get_queryset(self) -> QuerySet[Victim]:
        return Victim.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=VictimsPage(self.path, self.user),
            crumbs=way_to(),
            versions=versions_for(self.user, self.victim),
            letters=templates().values(),
            **kwargs,
        )


class VictimAdd(RecordAdd):
    """A victim comes to the service: by the case of the child who harmed them."""

    requires = May.SEE_VICTIMS
    template_name = "restorative/victim_add.html"
    form_class = VictimForm
    extra_context = {"title": "Add a victim", "submit": "Save this victim", "cancel": VICTIMS}

    @cached_property
    def child(self) -> Child | None:
        """The child whose case it is, once somebody has said so."""
        asked = self.request.GET.get("child", "")
        children = Child.objects.visible_to(self.request.user)
        return children.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None

    @cached_property
    def found(self) -> list[Child]:
        """The children of a name, among those this person may see."""
        asked = self.request.GET.get("q", "")
        children = Child.objects.visible_to(self.request.user)
        return list(search_children(children, asked)[:CHILDREN_FOUND]) if asked else []

    def get_form_kwargs(self) -> dict[str, Any]:
        children = (self.child,) if self.child is not None else ()
        return super().get_form_kwargs() | {"by": self.request.user, "children": children}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            child=self.child,
            found=self.found,
            asked=self.request.GET.get("q", ""),
            crumbs=way_to(),
            may_add=cast(User, self.request.user).may(May.SEE_CHILDREN),
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        shown = [child.ref for child in (self.child, *self.found) if child is not None] + _asked_about(context)
        added = getattr(self, "object", None)
        return [logged(added), *shown] if added is not None else shown


class _OneVictim(OfAVictim):
    def get_queryset(self) -> QuerySet[Victim]:
        return Victim.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What was typed is not the victim's name until it is saved.
        kept = self.get_queryset().get(pk=self.victim.pk)
        return super().get_context_data(crumbs=way_to(kept), **kwargs)


class VictimChange(_OneVictim, RecordChange):
    """Who a victim is and how they wish to be reached, corrected or filled in."""

    form_class = VictimForm
    shows_cases = True
    extra_context = {"title": "Change who this victim is", "submit": "Save"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        remove = "" if is_of_a_provider(self.user) else "restorative:victim-remove"
        return super().get_context_data(remove=remove, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        children = {offence.child for offence in self.path.offences} if self.user.may(May.SEE_CHILDREN) else ()
        return super().get_form_kwargs() | {"by": self.user, "children": tuple(children)}

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [*super().people_shown(context), *_asked_about(context)]


def _asked_about(context: Mapping[str, Any]) -> list[str]:
    """The victims of whom a form asks whether they are this one, as the log of access names them."""
    return [logged(one) for one in getattr(context.get("form"), "asks_first", ())]


class VictimRemove(_OneVictim, RecordRemove):
    """A victim recorded twice, or by mistake, is taken away: by the service, which referred them."""

    model = Victim
    extra_context = {"cancel": VICTIMS}

    def get_queryset(self) -> QuerySet[Victim]:
        if is_of_a_provider(self.user):
            raise Http404
        return super().get_queryset()

    def form_valid(self, form: Any) -> HttpResponse:
        # For the log: afterwards there is nobody to look up.
        self.shown = subjects([self.path], with_cases=False)
        return super().form_valid(form)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return getattr(self, "shown", None) or super().people_shown(context)

    def get_success_url(self) -> str:
        return str(VICTIMS)


class VictimDoNotContact(_OneVictim, RecordChange):
    """The sign that a victim must not be contacted is put up, or taken down."""

    form_class = DoNotContactForm
    extra_context = {"title": "Do not contact them", "submit": "Save"}

    def get_initial(self) -> dict[str, Any]:
        path: Path = self.path
        asked = super().get_initial() | {"they_said_so": path.said_no or path.victim.may_be_contacted}
        if path.consent is None or not path.said_no or not self.victim.may_be_contacted:
            return asked
        return asked | {
            "do_not_contact_from": path.consent.on,
            "reason": "They said no to being contacted.",
        }

    def form_valid(self, form: Any) -> HttpResponse:
        was_up = not self.get_queryset().get(pk=self.victim.pk).may_be_contacted
        response = super().form_valid(form)
        if form.errors:
            return response
        alone_from = form.instance.do_not_contact_from
        if alone_from and form.cleaned_data["they_said_so"] and not self.path.said_no:
            # No bundle carries the sign: their no does.
            said = VictimContact(victim=form.instance, kind=Step.CONSENT, on=alone_from, answer=False)
            keep(said, by=self.request.user)
        if was_up and alone_from is None:
            still = "Their last answer to being contacted was no." if self.path.said_no else "They may be contacted."
            messages.info(self.request, f"The sign is down. {still}")
        return response
