"""The headings of the annual plan, year by year: data, since the guidance changes and old plans must not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Section:
    """One heading of the plan and the parts under it, by name."""

    heading: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """The headings in force from a financial year on."""

    first_year: int
    name: str
    reference: str
    sections: tuple[Section, ...]


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the oldest first."""
    told = tomllib.loads((Path(__file__).parent / "editions.toml").read_text(encoding="utf-8"))
    found = [
        Edition(
            each["first_year"],
            each["name"],
            each["reference"],
            tuple(Section(section["heading"], tuple(section["parts"])) for section in each["section"]),
        )
        for each in told["edition"]
    ]
    return tuple(sorted(found, key=lambda edition: edition.first_year))


def edition_for(year: int) -> Edition:
    """The edition in force in the financial year that begins in `year`; the oldest for years before all of them."""
    known = [edition for edition in editions() if edition.first_year <= year]
    return known[-1] if known else editions()[0]
