"""Rules that have dates: within how many working days a victim is contacted, how many hours an order may ask for and of
whom, and by when they are worked.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import holidays
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from disposals.models import KINDS, Disposal
from disposals.models.disposal import LIMITS
from yjs.measures.periods import add_months, age_on
from yjs.records.days import day_in_words
from yjs.records.record import Fault


TABLE = Path(__file__).parent / "rules.toml"
# In the data folder: the rules of a service of its own, which no upgrade writes over.
OWN = "rules.toml"
# Days on which nobody works though it is a weekday.
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


@dataclass(frozen=True)
class HoursLimit:
    """How many hours of reparation, or of unpaid work, a kind of disposal may ask for."""

    least: int
    most: int
    reference: str
    of: str = "hours"

    def allows(self, hours: Decimal) -> bool:
        return self.least <= hours <= self.most

    @property
    def words(self) -> str:
        """What the law allows, and where it says so."""
        said = f"from {self.least} to {self.most}" if self.least else f"at most {self.most}"
        return f"This order can ask for {said} {self.of} ({self.reference})."


Rules = dict[str, list[dict[str, Any]]]


def _rules() -> Rules:
    return _rules_with(settings.YJS_DATA / OWN)


@cache
def _rules_with(own: Path) -> Rules:
    """The rules, the latest of each name first. Those a service has of its own stand in place of all of their name."""
    if wrong := faults_of(own):
        raise ValueError(f"{own}: {' '.join(wrong)}")
    read = _read(TABLE) | (_read(own) if own.exists() else {})
    return {name: sorted(rules, key=lambda rule: rule["from"], reverse=True) for name, rules in read.items()}


def _read(table: Path) -> Rules:
    return tomllib.loads(table.read_text(encoding="utf-8"))


def faults_of(own: Path) -> list[str]:
    """What is wrong with the rules of a service, each with its cure; nothing where it has none of its own."""
    if not own.exists():
        return []
    try:
        read, like = _read(own), _read(TABLE)
    except (OSError, ValueError) as error:
        return [f"It cannot be read as TOML ({error}). Start from a copy of {TABLE}."]
    found = []
    for name, rules in read.items():
        if name not in like:
            found.append(f"There is no rule {name}. Use one of: {', '.join(like)}.")
        elif not isinstance(rules, list) or not rules:
            found.append(f"{name} is no list of rules. Begin each with [[{name}]].")
        else:
            found += [
                f"{name}, rule {at}: {said}"
                for at, rule in enumerate(rules, 1)
                if (said := _wrong(rule, like[name][0]))
            ]
    return found


def _wrong(rule: Any, like: dict[str, Any]) -> str:
    """What is wrong with one rule, beside one of the same name that is right."""
    if not isinstance(rule, dict) or rule.keys() != like.keys():
        return f"It needs these and no others: {', '.join(like)}."
    for key, value in like.items():
        if type(rule[key]) is not type(value):
            what = {int: "a whole number", str: "words in quotes", dt.date: "a day, as 2026-04-01"}[type(value)]
            return f"{key} must be {what}."
        if isinstance(value, int) and rule[key] < 0:
            return f"{key} is below nought."
    if rule.get("kind", "fine") not in KINDS:
        return f"There is no kind of disposal {rule['kind']}. Use the code of one."
    return "least is more than most." if rule.get("least", 0) > rule.get("most", rule.get("least", 0)) else ""


@register("restorative")
def a_service_s_own_rules_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for each fault in the rules that a service has of its own."""
    own = settings.YJS_DATA / OWN
    hint = f"Correct it, or take {own} away: then the rules that came with the program hold."
    return [Error(f"{own}: {said}", hint=hint, id="restorative.E001") for said in faults_of(own)]


def limit_of(disposal: Disposal) -> HoursLimit | None:
    """The legal limit of hours under a disposal on the day it was imposed; None where the law sets none. Hours under an
    order that asks for unpaid work are limited as that is.
    """
    if disposal.unpaid_work_hours:
        return unpaid_work_limit(disposal)
    rule = _rule_of("hours", disposal)
    return HoursLimit(0, rule["most"], rule["reference"]) if rule else None


def unpaid_work_limit(disposal: Disposal) -> HoursLimit | None:
    """How many hours of unpaid work a kind of order may ask for; None where it may ask for none."""
    rule = _rule_of("unpaid_work", disposal)
    return HoursLimit(rule["least"], rule["most"], rule["reference"], "hours of unpaid work") if rule else None


def beyond_the_law(disposal: Disposal) -> list[Fault]:
    """What the law does not allow of a disposal: too much or too little unpaid work, or of too young a child, and an
    order that goes on too long.
    """
    found, unpaid = [], _rule_of("unpaid_work", disposal)
    limit, within = unpaid_work_limit(disposal), _rule_of("worked_within", disposal)
    if unpaid and limit and disposal.unpaid_work_hours:
        column, least_age = "unpaid_work_hours", unpaid["least_age"]
        if age_on(disposal.child.date_of_birth, disposal.imposed_on) < least_age:
            said = f"Nobody under {least_age} can be given unpaid work ({limit.reference})."
            cure = "Leave the hours empty, or check the kind, the day, and the date of birth."
            found.append(Fault(column, said, cure, is_error=False))
        if not limit.allows(Decimal(disposal.unpaid_work_hours)):
            found.append(Fault(column, limit.words, "Check the hours against the order.", is_error=False))
    last = add_months(disposal.imposed_on, within["months"]) if within else None
    if within and last and disposal.ends_on and disposal.ends_on > last:
        said = f"This order ends within {within['months']} months, by {day_in_words(last)} ({within['reference']})."
        found.append(Fault("ends_on", said, "Check both dates, or leave the end empty.", is_error=False))
    return found


def enter() -> None:
    """Lets every disposal be judged by these limits."""
    if beyond_the_law not in LIMITS:
        LIMITS.append(beyond_the_law)


def worked_by(disposal: Disposal) -> dt.date | None:
    """The last day on which the hours under a disposal can be worked: the day it ends, or the one the law sets."""
    if disposal.ends_on:
        return disposal.ends_on
    rule = _rule_of("worked_within", disposal)
    return add_months(disposal.imposed_on, rule["months"]) - dt.timedelta(days=1) if rule else None


def _rule_of(name: str, disposal: Disposal) -> dict[str, Any] | None:
    """The rule for a kind of disposal as it was on the day it was imposed."""
    return next(
        (rule for rule in _rules()[name] if rule["kind"] == disposal.kind and rule["from"] <= disposal.imposed_on), None
    )


def first_contact_by(told_on: dt.date) -> dt.date | None:
    """The last day on which a victim's first contact is in time, where their details came on a day."""
    rule = next((rule for rule in _rules()["first_contact"] if rule["from"] <= told_on), None)
    return after_working_days(told_on, rule["working_days"]) if rule else None


def after_working_days(day: dt.date, number: int) -> dt.date:
    """The day that is so many working days after another."""
    while number:
        day += dt.timedelta(days=1)
        number -= is_working_day(day)
    return day


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, and no bank holiday in England and Wales."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS
