"""Where a victim stands on the path: what was done of each step, the clock of the first contact, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Min

from disposals.models import KINDS, Disposal, Offence
from restorative.models import RestorativeProcess, Step, Victim, VictimContact
from restorative.rules import first_contact_by, is_working_day


# So many working days before the limit the clock is said to be short.
SHORT = 2


@dataclass(frozen=True)
class Clock:
    """How a victim stands against the limit of the first contact, in a few words with a colour. Its days are working days."""

    words: str
    colour: str = ""


@dataclass(frozen=True)
class Path:
    """One victim on a day: every step of the contact in order, the processes, and the offences with their decisions."""

    victim: Victim
    day: dt.date
    contacts: tuple[VictimContact, ...]
    processes: tuple[RestorativeProcess, ...]
    offences: tuple[Offence, ...]
    # By the reference of an offence, the day of the first decision on it.
    decided: dict[str, dt.date]
    # The day until which their view counts as asked for in time; None where nothing is decided.
    view_due_on: dt.date | None

    def of(self, *kinds: Step) -> list[VictimContact]:
        """The steps of these kinds, oldest first."""
        return [step for step in self.contacts if step.kind in kinds]

    def first(self, kind: Step) -> VictimContact | None:
        return next(iter(self.of(kind)), None)

    def last(self, *kinds: Step) -> VictimContact | None:
        return next(iter(self.of(*kinds)[::-1]), None)

    @cached_property
    def consent(self) -> VictimContact | None:
        """The last step on consent that was answered: it can be given and taken back. On one day a no stands."""
        answered = [step for step in self.of(Step.CONSENT) if step.answer is not None]
        return max(answered, key=lambda step: (step.on, not step.answer), default=None)

    @property
    def said_no(self) -> bool:
        return self.consent is not None and self.consent.answer is False

    @property
    def may_be_contacted(self) -> bool:
        """Whether anybody may get in touch: neither the sign nor the last answer on consent stands against it."""
        return self.victim.may_be_contacted and not self.said_no

    @property
    def left_alone_from(self) -> dt.date | None:
        """The first day on which they had asked to be left alone, by the sign or by their last answer."""
        days = [self.victim.do_not_contact_from, self.consent.on if self.consent and self.said_no else None]
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def closed(self) -> VictimContact | None:
        """The closing, unless something happened on a later day: that opens it again."""
        closing = self.last(Step.CLOSED)
        return closing if closing is not None and closing.on == self.contacts[-1].on else None

    @property
    def owed(self) -> list[str]:
        """What they asked for or accepted and have not had; nothing where they must not be contacted."""
        owed = {
            "the news they asked for": self.waits_for(Step.INFORMED),
            "the information on support they asked for": self.waits_for(Step.SUPPORT_INFORMATION),
            "the process they accepted": self.waits_for_process,
        }
        return [words for words, is_owed in owed.items() if is_owed and self.may_be_contacted]

    @property
    def is_live(self) -> bool:
        """Whether there is something to be reminded of: it is open, and they may be contacted."""
        return self.closed is None and self.may_be_contacted

    @cached_property
    def reached_on(self) -> dt.date | None:
        reached = self.first(Step.CONTACTED)
        return reached.on if reached else None

    @cached_property
    def contact_by(self) -> dt.date | None:
        """The last day on which the first contact is in time; None where no details came, or before there was a rule."""
        told_on = self.victim.details_from_police_on
        return first_contact_by(told_on) if told_on else None

    @property
    def in_time(self) -> bool | None:
        """Whether the first contact was in time; None while that is open, or cannot be said."""
        if self.contact_by is None:
            return None
        if self.reached_on is not None:
            return self.reached_on <= self.contact_by
        return False if self.contact_by < self.day else None

    @property
    def days_left(self) -> int | None:
        """The working days left for the first contact, today left out; below nought, by how many it is late."""
        if self.contact_by is None:
            return None
        if self.contact_by < self.day:
            return -working_days(self.contact_by, self.day)
        return working_days(self.day, self.contact_by)

    @property
    def clock(self) -> Clock:
        """The sign of a row. That somebody must not be contacted wins over everything else there is to say."""
        if not self.victim.may_be_contacted:
            return Clock("Do not contact", "red")
        if self.said_no:
            return Clock("Said no to contact", "red")
        if self.closed is not None:
            return Clock("Closed", "grey")
        if self.reached_on is not None:
            return Clock("Reached late", "yellow") if self.in_time is False else Clock("Reached", "green")
        left = self.days_left
        if left is None:
            return Clock("Details withheld" if self.victim.withheld_reason else "No details yet", "grey")
        if left < 0:
            return Clock(f"{_number(-left, 'day')} over", "red")
        if left == 0:
            return Clock("Last day today", "yellow")
        return Clock(f"{_number(left, 'day')} left", "yellow" if left <= SHORT else "")

    @property
    def undecided(self) -> list[Offence]:
        """The offences on which nothing is decided yet."""
        return [offence for offence in self.offences if offence.ref not in self.decided]

    @property
    def decided_on(self) -> dt.date | None:
        """The day of the first decision on one of the offences."""
        return min(self.decided.values(), default=None)

    @cached_property
    def view(self) -> VictimContact | None:
        return self.first(Step.VIEW_SOUGHT)

    @property
    def view_in_time(self) -> bool | None:
        """Whether their view was asked for before the decision, or the plan of a sentence; None while there is neither."""
        if self.view is not None:
            return self.view_due_on is None or self.view.on <= self.view_due_on
        return None if self.view_due_on is None else False

    @cached_property
    def choice(self) -> VictimContact | None:
        """What they last said to the offer."""
        return self.last(Step.ACCEPTED, Step.DECLINED)

    @property
    def accepted_on(self) -> dt.date | None:
        return self.choice.on if self.choice is not None and self.choice.kind == Step.ACCEPTED else None

    @property
    def waits_for_process(self) -> bool:
        on = self.accepted_on
        return on is not None and not any(process.held_on >= on for process in self.processes)

    @property
    def is_withheld(self) -> bool:
        """Whether the police withheld how to reach them, and nobody reached them otherwise."""
        is_told = self.victim.details_from_police_on is not None
        return bool(self.victim.withheld_reason) and not is_told and self.reached_on is None

    @property
    def has_nobody_to_speak(self) -> bool:
        """Whether they are under 18 and it is not recorded which adult speaks for them."""
        return bool(self.victim.is_child) and not self.victim.speaker

    @property
    def no_offer_and_no_reason(self) -> bool:
        answered = self.of(Step.OFFERED, Step.ACCEPTED, Step.DECLINED) or self.processes
        return not answered and not self.victim.not_offered_reason

    def waits_for(self, step: Step) -> bool:
        """Whether they asked for something, such as news, that has not been given since."""
        last = self.last(step)
        return last is not None and last.answer is not True

    @property
    def next_step(self) -> str:
        """What comes next, in a few words; nothing where they must not be contacted or it is closed."""
        if self.closed is not None or not self.victim.may_be_contacted:
            return ""
        return next(words for words, is_next in NEXT if is_next(self))

    @property
    def is_to_close(self) -> bool:
        """Whether nothing is left to do but to close it."""
        return self.closed is None and (not self.may_be_contacted or self.next_step in (CLOSE, CLOSE_WITHHELD))

    @property
    def waits_for_contact(self) -> bool:
        """Whether nobody has reached them yet and there is still time to."""
        return self.reached_on is None and self.contact_by is not None and self.in_time is None


CLOSE, CLOSE_WITHHELD = "Close", "Close: their details are withheld"
NEXT: tuple[tuple[str, Callable[[Path], bool]], ...] = (
    ("Put up the sign not to contact them", lambda path: path.said_no),
    ("Give the news they asked for", lambda path: path.waits_for(Step.INFORMED)),
    ("Give the information on support they asked for", lambda path: path.waits_for(Step.SUPPORT_INFORMATION)),
    (CLOSE_WITHHELD, lambda path: path.is_withheld),
    (
        "Ask the police for their details",
        lambda path: path.victim.details_from_police_on is None and path.reached_on is None,
    ),
    ("Reach them", lambda path: path.reached_on is None),
    ("Ask whether they consent to contact", lambda path: path.consent is None),
    ("Ask for their view before the decision", lambda path: path.view is None and bool(path.undecided)),
    ("Offer restorative justice, or say why not", lambda path: path.no_offer_and_no_reason),
    ("Ask for their choice", lambda path: path.choice is None and bool(path.of(Step.OFFERED))),
    ("Hold the process", lambda path: path.waits_for_process),
    ("Keep them informed until it is decided", lambda path: bool(path.undecided)),
    (CLOSE, lambda path: True),
)


def paths_of(victims: Iterable[Victim], day: dt.date) -> list[Path]:
    """The paths of victims, in their order, with as many questions to the database for one as for many."""
    listed = list(victims)
    refs = {ref for victim in listed for ref in victim.offence_refs}
    offences = {o.ref: o for o in Offence.objects.filter(ref__in=refs).select_related("child")}
    children = {offence.child_id for offence in offences.values()}
    decided: dict[str, dt.date] = {}
    view_due: dict[str, dt.date] = {}
    disposals = Disposal.objects.filter(child__in=children).annotate(work_began_on=Min("intervention__started_on"))
    for named, kind, on, began in disposals.values_list("offence_refs", "kind", "imposed_on", "work_began_on"):
        asked_by = on if KINDS[kind].is_out_of_court else max(on, began or on)
        for ref in named:
            decided[ref] = min(on, decided.get(ref, on))
            view_due[ref] = min(asked_by, view_due.get(ref, asked_by))
    contacts, processes = defaultdict(list), defaultdict(list)
    for step in VictimContact.objects.filter(victim__in=listed).order_by("on", "pk"):
        contacts[step.victim_id].append(step)
    for process in RestorativeProcess.objects.filter(victim__in=listed).order_by("held_on", "pk"):
        processes[process.victim_id].append(process)
    return [
        Path(
            victim=victim,
            day=day,
            contacts=tuple(contacts[victim.pk]),
            processes=tuple(processes[victim.pk]),
            offences=tuple(offences[ref] for ref in victim.offence_refs if ref in offences),
            decided={ref: decided[ref] for ref in victim.offence_refs if ref in decided},
            view_due_on=min((view_due[ref] for ref in victim.offence_refs if ref in view_due), default=None),
        )
        for victim in listed
    ]


def working_days(after: dt.date, until: dt.date) -> int:
    """The working days after a day, up to and with another."""
    return sum(is_working_day(after + dt.timedelta(days=n)) for n in range(1, (until - after).days + 1))


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
