"""Children with reparation to do: who owes how much, how each stands, and one child's reparation from end to end."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from disposals.models import Child
from disposals.search import search
from restorative import cautions, hours
from restorative.forms.lists import ENDED, ReparationFilter
from restorative.gaps import not_followed_up
from restorative.hours import NAMES, FiveNumbers, five_numbers, five_numbers_of
from restorative.models import Absence, Placement, PlacementDay, Reparation, ReparationSession
from restorative.rules import limit_of
from restorative.schedule import COLOURS, due_on, not_filled_in, places_to_come, standing
from restorative.views.of_reparation import (
    WAY,
    ByAUser,
    Cell,
    OfReparation,
    day_of,
    is_of_a_provider,
    text,
    what_became,
)
from yjs.people.access import Requires
from yjs.people.models import Act, User
from yjs.people.permissions import May
from yjs.records.changing import versions_for
from yjs.records.days import today


A_PAGE = 50
# So many absences stand above the list, unless all are asked for.
MISSED_AT_FIRST = 10
SESSION_COLUMNS = [
    "Day",
    "Placement",
    "What became of it",
    "Hours offered",
    "Hours attended",
    "Hours credited",
    "Notes",
]


class ReparationList(ByAUser, Requires, TemplateView):
    """Reparation with its five numbers, the most pressing first; and the absences that wait for the case manager."""

    requires = May.SEE_REPARATION
    template_name = "restorative/reparation_list.html"
    children: tuple[str, ...] = ()

    @classmethod
    def of_a_child(cls, child: Child, user: User) -> dict[str, Any]:
        """A child's reparation with its five numbers, the latest first, and the absences that wait for the case
        manager, as other pages show them.
        """
        found = list(Reparation.objects.visible_to(user).filter(child=child).select_related("disposal"))
        numbers, day = five_numbers_of(found), today()
        to_come = places_to_come(PlacementDay.objects.filter(on__gte=day))
        rows = []
        for one in found:
            how = standing(one, numbers[one.pk], to_come[one.ref], day)
            named = {"text": f"From {day_of(one.referred_on)}", "href": one.get_absolute_url()}
            rows.append([named, *_five(numbers[one.pk]), {"text": how.label, "colour": COLOURS[how]}])
        waiting = not_followed_up(user).filter(reparation__child=child) if user.may(May.RECORD) else ()
        absences = [(day_of(one.held_on), reverse("restorative:absence-follow-up", args=[one.pk])) for one in waiting]
        return {"columns": ["Reparation", *NAMES, "How it stands"], "rows": rows, "absences": absences}

    @property
    def looking(self) -> Act:  # type: ignore[override]
        return Act.SEARCHED if self.request.GET.get("q") else Act.LOOKED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ReparationFilter(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {"q": "", "state": "", "stands": ""}
        page = Paginator(self._rows(**asked), A_PAGE).get_page(self.request.GET.get("page"))
        user = self.user
        waiting = not_followed_up(user)
        missed = list(waiting if "absences" in self.request.GET else waiting[:MISSED_AT_FIRST])
        shown = [one.child.ref for one, _ in page] + [one.child_ref for one in missed]
        self.children = tuple(dict.fromkeys(shown))
        return super().get_context_data(
            form=form,
            page_obj=page,
            rows=[row for _, row in page],
            columns=["Child", *NAMES, "How it stands", "Due"],
            caption=f"{'Ended' if asked['state'] == ENDED else 'Open'} reparation ({page.paginator.count:,})",
            missed=[self._missed_row(one) for one in missed],
            more_missed=waiting.count() - len(missed),
            missed_columns=["Child", "Day", "Placement", "Follow up"],
            may_run=user.may(May.RUN_REPARATION),
            may_add=user.may(May.RUN_REPARATION) and user.may(May.SEE_CHILDREN),
            **kwargs,
        )

    def _rows(self, q: str, state: str, stands: str) -> list[tuple[Reparation, list[Cell]]]:
        """The reparation that was asked for, each with its row."""
        found, day = self._found(q, state), today()
        numbers = five_numbers_of(found)
        to_come = places_to_come(PlacementDay.objects.filter(on__gte=day))
        rows = []
        for one in found:
            how = standing(one, numbers[one.pk], to_come[one.ref], day)
            if not stands or how == stands:
                named = {"text": str(one.child), "href": one.get_absolute_url()}
                row = [
                    named,
                    *_five(numbers[one.pk]),
                    {"text": how.label, "colour": COLOURS[how]},
                    {"text": day_of(due_on(one)) or "-"},
                ]
                rows.append((list(COLOURS).index(how), one, row))
        return [(one, row) for _, one, row in sorted(rows, key=lambda each: each[0])]

    def _found(self, q: str, state: str) -> list[Reparation]:
        theirs = Reparation.objects.visible_to(self.request.user).select_related("child", "disposal")
        theirs = theirs.filter(ended_on__isnull=state != ENDED)
        if not q:
            return list(theirs.order_by("child__last_name", "child__first_name", "pk"))
        if is_of_a_provider(self.user):
            # Nothing of other children may play a part in what they find.
            named = Q(child__first_name__icontains=q) | Q(child__last_name__icontains=q) | Q(child__ref__iexact=q)
            return list(theirs.filter(named | Q(child__known_as__icontains=q)))
        children = {child.pk: place for place, child in enumerate(search(Child.objects.visible_to(self.user), q))}
        return sorted(theirs.filter(child__in=children), key=lambda one: children[one.child_id])

    def _missed_row(self, one: ReparationSession) -> list[Cell]:
        page = reverse("restorative:absence-follow-up", args=[one.pk])
        follow = {"text": "Say what was done", "href": page} if self.user.may(May.RECORD) else text("Waits")
        child = {"text": str(one.reparation.child), "href": one.reparation.get_absolute_url()}
        return [child, text(day_of(one.held_on)), text(one.placement), follow]

    def people_shown(self, context: Any) -> tuple[str, ...]:
        return self.children


def _five(numbers: FiveNumbers) -> list[Cell]:
    return [{"text": number} for _, number in numbers.rows]


class ReparationDetail(OfReparation, DetailView):
    """One child's reparation: the five numbers, what must be known, the sessions, and where it could be worked."""

    requires = May.SEE_REPARATION
    template_name = "restorative/reparation_detail.html"
    object: Reparation

    @property
    def reparation(self) -> Reparation:
        return self.object

    def get_queryset(self) -> QuerySet[Reparation]:
        return Reparation.objects.visible_to(self.request.user).select_related("child", "disposal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, day = self.object, today()
        sessions = list(ReparationSession.objects.visible_to(self.request.user).filter(reparation=one))
        numbers = five_numbers(one.hours_owed, sessions)
        held = PlacementDay.objects.visible_to(self.request.user).filter(reparationsession__in=sessions)
        seen = set(held.values_list("pk", flat=True))
        days = PlacementDay.objects.visible_to(self.request.user).filter(on__gte=day).select_related("placement")
        to_come = [set_up for set_up in days if one.ref in set_up.reparation_refs]
        stands = standing(one, numbers, len(to_come), day)
        placements = Placement.objects.visible_to(self.request.user)
        return super().get_context_data(
            crumbs=WAY,
            numbers=numbers.rows,
            standing=stands.label,
            colour=COLOURS[stands],
            is_open=one.ended_on is None,
            rows=self._rows(),
            warnings=[*cautions.of_the_child(one), *self._beyond_the_law()],
            limit=self._limit(),
            sessions=[self._session(session, seen) for session in reversed(sessions)],
            session_columns=SESSION_COLUMNS,
            to_come_columns=["Day", "Times", "Placement"],
            waiting_columns=["Day", "Placement", "Hours not counted yet"],
            to_come=[
                [text(day_of(s.on)), text(f"{s.starts_at:%H:%M} to {s.ends_at:%H:%M}"), text(s.placement.name)]
                for s in to_come
            ],
            waiting=[
                self._waiting(each)
                for each in not_filled_in(self.user, before=day, pk=one.pk)
                if each.pk not in {session.day_id for session in sessions}
            ],
            wished=[(p.name, p.get_absolute_url(), p.work) for p in cautions.wished_for(self.asked, placements)],
            unsuited=[(p.name, said) for p in placements if (said := cautions.against(one, p))],
            may_run=self.user.may(May.RUN_REPARATION),
            may_remove=self.user.may(May.RUN_REPARATION) and not is_of_a_provider(self.user),
            may_see_child=self.user.may(May.SEE_CHILDREN),
            asked=self.asked,
            versions=versions_for(self.user, one),
            **kwargs,
        )

    @cached_property
    def asked(self) -> list[str]:
        """What the victims of the child asked for."""
        return cautions.asked_of([self.object], self.user)[self.object.pk]

    def _rows(self) -> list[tuple[str, Any]]:
        one, due = self.object, due_on(self.object)
        words = {True: "Yes", False: "No", None: ""}
        under = [("Under", str(one.disposal) if one.disposal else "No disposal named")]
        return [
            *([] if is_of_a_provider(self.user) else under),
            ("Referred on", day_of(one.referred_on)),
            *([("To be worked by", day_of(due))] if due else []),
            *([("Ended on", day_of(one.ended_on))] if one.ended_on else []),
            ("Consent to take part", words[one.may_take_part]),
            ("Consent to medical treatment", words[one.may_have_treatment]),
            ("Consent to photographs", words[one.may_be_photographed]),
            ("Medical needs", one.medical),
            ("What suits, and what does not", one.suitability),
            ("What the victim asked for", "; ".join(self.asked)),
            ("Referred to", one.provider or "The service itself"),
        ]

    def _waiting(self, one: PlacementDay) -> list[Cell]:
        page = reverse("restorative:register", args=[one.pk]) if self.user.may(May.RUN_REPARATION) else ""
        return [{"text": day_of(one.on), "href": page}, text(one.placement.name), text(hours.in_words(one.hours))]

    def _limit(self) -> str:
        """What the law says of these hours. A provider's staff are told of no order."""
        if self.object.disposal is None or is_of_a_provider(self.user):
            return ""
        limit = limit_of(self.object.disposal)
        return limit.words if limit else ""

    def _beyond_the_law(self) -> list[str]:
        return [] if is_of_a_provider(self.user) else [str(fault) for fault in self.object.beyond_the_law()]

    def _session(self, one: ReparationSession, seen: set[int]) -> list[Cell]:
        page = reverse("restorative:session-change", args=[one.pk]) if self.user.may(May.RUN_REPARATION) else ""
        # What was held at another's placement is not theirs to open.
        if one.day_id in seen:
            page = reverse("restorative:session-day", args=[one.day_id])
        return [
            {"text": day_of(one.held_on), "href": page},
            text(one.placement),
            what_became(one),
            *(
                text("" if number is None else hours.in_words(number))
                for number in (one.hours_offered, one.hours_attended)
            ),
            text("" if one.hours_credited is None else hours.in_words(one.hours_credited)),
            self._notes(one),
        ]

    def _notes(self, one: ReparationSession) -> Cell:
        """How it went; of an unacceptable absence what was done about it, or the way to say so."""
        if one.absence == Absence.UNACCEPTABLE and one.followed_up_on is None and self.user.may(May.RECORD):
            return {"text": "Follow up", "href": reverse("restorative:absence-follow-up", args=[one.pk])}
        followed = f"Followed up {day_of(one.followed_up_on)}" if one.followed_up_on else ""
        # What was done about it is between the case manager and the family.
        followed += f": {one.follow_up}" if followed and not is_of_a_provider(self.user) else ""
        return text("; ".join(filter(None, (one.behaviour, one.work_done, followed))) or "-")
