"""Reparation: the hours a child owes, where they are worked, and what became of each session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from disposals.models import Child, Disposal
from disposals.models.child import before_birth
from restorative.lengths import A_WHOLE_DAY, NOUGHT, in_words
from restorative.models.placement import PlacementDay
from restorative.models.walled import Referred
from restorative.rules import HoursLimit, limit_of, unpaid_work_limit
from yjs.people.permissions import May
from yjs.records.days import start_of
from yjs.records.history import Event
from yjs.records.record import Fault, Find, find_saved, new_ref


def hours(name: str, **options: Any) -> models.DecimalField:
    """A field of hours, to the minute's hundredth; never below nought."""
    return models.DecimalField(
        name, max_digits=6, decimal_places=2, validators=[MinValueValidator(NOUGHT, "This is below nought.")], **options
    )


def not_below_nought(*names: str) -> list[models.CheckConstraint]:
    """The database's own word that hours are not below nought."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0}),
            name=f"{name}_not_below_nought",
        )
        for name in names
    ]


class Reparation(Referred):
    """Reparation that a child owes: ordered by a court, or agreed in a contract or out of court."""

    own_date: ClassVar = "referred_on"
    later_dates: ClassVar = ("ended_on",)
    in_order: ClassVar = (("referred_on", "ended_on"),)
    uncounted: ClassVar = ("suitability", "medical", "wishes")
    seen_with: ClassVar[May] = May.SEE_REPARATION
    bundle_file: ClassVar = "reparation.csv"
    not_in_bundle: ClassVar = (
        "suitability",
        "medical",
        "may_take_part",
        "may_have_treatment",
        "may_be_photographed",
        "wishes",
        "provider",
    )

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, null=True, blank=True)
    hours_owed = hours("hours owed")
    referred_on = models.DateField("referred on")
    ended_on = models.DateField("ended on", null=True, blank=True)
    suitability = models.TextField("what suits the child, and what does not", max_length=2_000, blank=True)
    medical = models.TextField("medical needs the supervisor must know", max_length=1_000, blank=True)
    may_take_part = models.BooleanField(
        "do the child and a parent consent to the child taking part?", null=True, blank=True
    )
    may_have_treatment = models.BooleanField("is there consent to medical treatment?", null=True, blank=True)
    may_be_photographed = models.BooleanField("is there consent to photographs?", null=True, blank=True)
    wishes = models.CharField("what the victim asked for, naming nobody", max_length=200, blank=True)
    provider = models.CharField("referred to the provider", max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["-referred_on", "-id"]
        verbose_name_plural = "reparation"
        constraints = [
            *not_below_nought("hours_owed"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("referred_on")),
                name="reparation_ends_after_it_was_referred",
            ),
        ]

    def __str__(self) -> str:
        return f"Reparation, {float(self.hours_owed):g} hours, from {self.referred_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("restorative:reparation-detail", args=[self.pk])

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find) + before_birth(self, "referred_on")
        if self.disposal is None or not hasattr(self, "child"):
            return faults
        if self.disposal.child != self.child:
            faults.append(Fault("disposal", "This disposal is of another child.", "Name a disposal of this child."))
        return faults + self.beyond_the_law(find) + self._unlike_the_order(find)

    def beyond_the_law(self, find: Find = find_saved) -> list[Fault]:
        """More hours than the law lets its disposal ask for, with the other reparation under it: refused where it is
        typed, said where it came from elsewhere.
        """
        limit, together = self._limit(), self._under_its_disposal(find)
        if limit is None or together is None or max(self.hours_owed, together) <= limit.most:
            return []
        more, cure = "", "Check the hours against the order."
        if together > self.hours_owed:
            more = f" With the other reparation under it, {in_words(together)} are owed."
            cure = "Check the hours of each, or end what is worked no more."
        return [Fault("hours_owed", limit.words + more, cure, is_error=False)]

    def _unlike_the_order(self, find: Find) -> list[Fault]:
        """Hours that may be lawful, and are not what such an order asks for."""
        limit, together = self._limit(), self._under_its_disposal(find)
        if together is None:
            return []
        if limit is not None and together < limit.least:
            return [Fault("hours_owed", limit.words, "Check the hours against the order.", is_error=False)]
        unpaid = None if limit is not None else self._limit(unpaid_work_limit)
        if unpaid is not None and together > unpaid.most:
            said = f"This is more than the {unpaid.most} hours of unpaid work that such an order can ask for."
            return [Fault("hours_owed", said, "Check the hours, and the unpaid work on the disposal.", is_error=False)]
        return []

    def _limit(self, rule: Callable[[Disposal], HoursLimit | None] = limit_of) -> HoursLimit | None:
        order = self.disposal
        return rule(order) if order is not None and isinstance(order.imposed_on, dt.date) else None

    def _under_its_disposal(self, find: Find) -> Decimal | None:
        """The hours of all reparation under its disposal; of what has ended, those that were worked."""
        if self.disposal is None or not isinstance(self.hours_owed, Decimal):
            return None
        # What a bundle brings in is judged by itself: what is beside it is not all saved yet.
        if find is not find_saved or not self.disposal.pk:
            return self.hours_owed
        others = Reparation.objects.filter(disposal=self.disposal).exclude(pk=self.pk)
        return self._still_asked() + sum((one._still_asked() for one in others), NOUGHT)

    def _still_asked(self) -> Decimal:
        if self.ended_on is None or not self.pk:
            return self.hours_owed
        credited = self.reparationsession_set.exclude(hours_credited=None).values_list("hours_credited", flat=True)
        return min(sum(credited, NOUGHT), self.hours_owed)

    def may_not_take_part_on(self, day: dt.date) -> bool:
        """Whether consent to take part is refused, and was by the end of a day: it can be taken back later."""
        if self.may_take_part is not False:
            return False
        known = self.history.filter(history_date__lt=start_of(day + dt.timedelta(days=1))).order_by("history_id").last()
        return known is None or known.may_take_part is False

    def events(self) -> list[Event]:
        events = [Event(self.referred_on, "Reparation", f"{self.hours_owed.normalize():f} hours owed", self)]
        if self.ended_on:
            events.append(Event(self.ended_on, "Reparation ended", "", self))
        missed = self.reparationsession_set.filter(absence=Absence.UNACCEPTABLE) if self.pk else ()
        return events + [Event(one.held_on, "Unacceptable absence", one.in_short, self) for one in missed]


class Absence(models.TextChoices):
    ACCEPTABLE = "acceptable", "Acceptable"
    UNACCEPTABLE = "unacceptable", "Unacceptable"


class ReparationSession(Referred):
    """One child's place in one session: the hours offered, whether the child came, the hours attended and credited."""

    own_date: ClassVar = "held_on"
    later_dates: ClassVar = ("followed_up_on",)
    in_order: ClassVar = (("held_on", "followed_up_on"),)
    uncounted: ClassVar = ("behaviour", "work_done", "follow_up")
    seen_with: ClassVar[May] = May.SEE_REPARATION
    provider_path: ClassVar = "reparation__provider"
    bundle_file: ClassVar = "reparation_sessions.csv"
    bundle_name: ClassVar = "session"
    not_in_bundle: ClassVar = (
        "day",
        "arrived_at",
        "left_at",
        "was_sent_home",
        "hours_allowed",
        "behaviour",
        "work_done",
        "followed_up_on",
        "follow_up",
    )

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    reparation = models.ForeignKey(Reparation, on_delete=models.PROTECT)
    held_on = models.DateField("day")
    placement = models.CharField(max_length=100, blank=True)
    hours_offered = hours("hours offered")
    attended = models.BooleanField("did the child come?", null=True, blank=True)
    hours_attended = hours("hours attended", null=True, blank=True)
    hours_credited = hours("hours credited", null=True, blank=True)
    absence = models.CharField(max_length=12, choices=Absence, blank=True)
    day = models.ForeignKey(PlacementDay, on_delete=models.PROTECT, null=True, blank=True)
    arrived_at = models.TimeField("arrived", null=True, blank=True)
    left_at = models.TimeField("left", null=True, blank=True)
    was_sent_home = models.BooleanField("sent home", null=True, blank=True)
    hours_allowed = hours("hours allowed without being there", default=NOUGHT, blank=True)
    behaviour = models.CharField(max_length=300, blank=True)
    work_done = models.CharField("work done", max_length=300, blank=True)
    followed_up_on = models.DateField("absence followed up on", null=True, blank=True)
    follow_up = models.CharField("what was done about the absence", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["held_on", "id"]
        verbose_name = "reparation session"
        constraints = [
            models.UniqueConstraint(fields=["day", "reparation"], name="one_session_for_each_child_of_a_day"),
            *not_below_nought("hours_offered", "hours_attended", "hours_credited", "hours_allowed"),
            models.CheckConstraint(
                condition=~models.Q(attended=True) | models.Q(absence=""), name="who_came_was_not_absent"
            ),
        ]

    def __str__(self) -> str:
        return f"Session of {self.held_on:%d/%m/%Y}" + (f", {self.placement}" if self.placement else "")

    @property
    def child(self) -> Child:
        return self.reparation.child

    @property
    def in_short(self) -> str:
        """The session in a child's history, and what was done about an absence."""
        where = f"Reparation at {self.placement}" if self.placement else "Reparation"
        return f"{where}. {self.follow_up}" if self.follow_up else where

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        if self.attended and self.absence:
            faults.append(Fault("absence", "The child came, so was not absent.", "Leave one of the two empty."))
        if self.attended is False and self.hours_attended:
            faults.append(Fault("hours_attended", "The child did not come.", "Leave the hours attended empty."))
        referred_on = self.reparation.referred_on if hasattr(self, "reparation") else dt.date.min
        if isinstance(self.held_on, dt.date) and self.held_on < referred_on:
            said = f"This is before the reparation was referred ({referred_on:%d/%m/%Y})."
            faults.append(Fault("held_on", said, "Check both dates.", is_error=False))
        there, credited = self.hours_attended or NOUGHT, self.hours_credited or NOUGHT
        if credited > there + (self.hours_allowed or NOUGHT):
            faults.append(
                Fault(
                    "hours_credited",
                    "More hours are credited than attended and allowed.",
                    "Correct the hours, or say how many are allowed.",
                    is_error=self.day is not None,
                )
            )
        return faults + self._too_long(find) + self._more_than_left(find)

    def _too_long(self, find: Find) -> list[Fault]:
        """Hours that the session does not have, or no day has."""
        most, said = A_WHOLE_DAY, "A day has no more than 24 hours."
        if self.day is not None:
            most, said = self.day.hours, f"The session lasts {in_words(self.day.hours)} hours."
        names = ["hours_offered", "hours_attended", "hours_credited"]
        # No bundle tells what was allowed.
        names += ["hours_allowed"] if find is find_saved else []
        numbers = [(name, getattr(self, name)) for name in names]
        return [
            Fault(name, said, f"Give at most {in_words(most)}.")
            for name, number in numbers
            if isinstance(number, Decimal) and number > most
        ]

    def _more_than_left(self, find: Find) -> list[Fault]:
        """More hours credited than were still owed: unlikely, for the child is done then."""
        if not hasattr(self, "reparation") or not isinstance(self.hours_credited, Decimal) or not self.hours_credited:
            return []
        left = self.reparation.hours_owed
        # What a bundle brings in is judged by itself: the sessions beside it are not all saved yet.
        if find is find_saved and self.reparation.pk:
            others = self.reparation.reparationsession_set.exclude(pk=self.pk).exclude(hours_credited=None)
            left -= sum(others.values_list("hours_credited", flat=True), NOUGHT)
        if not isinstance(left, Decimal) or self.hours_credited <= left:
            return []
        said = f"More hours are credited than were left ({in_words(max(left, NOUGHT))})."
        return [Fault("hours_credited", said, "Check the hours, here and owed.", is_error=False)]
