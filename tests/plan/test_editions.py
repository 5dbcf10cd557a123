"""The headings of the annual plan, edition by edition: those of the guidance that have tables, in its order."""

from __future__ import annotations

from collections import Counter

import pytest

from yjs.plan.editions import Edition, edition_for, editions
from yjs.plan.parts import PARTS


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: str(edition.first_year))
def test_every_part_stands_once_and_no_heading_is_empty(edition: Edition) -> None:
    assert Counter(part for section in edition.sections for part in section.parts) == Counter(PARTS.keys())
    assert all(section.parts for section in edition.sections)


@pytest.mark.parametrize(
    ("year", "first"),
    [(2009, 2010), (2010, 2010), (2018, 2010), (2020, 2010), (2021, 2021), (2022, 2022), (2026, 2022)],
)
def test_a_plan_has_the_headings_in_force_in_its_year(year: int, first: int) -> None:
    assert edition_for(year).first_year == first


def test_what_the_guidance_of_2022_asks_for_stands_in_its_order() -> None:
    assert [section.heading for section in edition_for(2024).sections] == [
        "Local context",
        "Resources and services",
        "Performance: first time entrants",
        "Performance: reoffending",
        "Performance: children from over-represented groups",
        "Performance: diversion",
        "Performance: restorative approaches and victims",
        "Performance: remands, use of custody and constructive resettlement",
    ]


def test_resources_stand_before_performance_in_that_of_2021_and_after_it_in_older_plans() -> None:
    assert edition_for(2021).sections[0].heading == "Resources and services"
    assert edition_for(2018).sections[-1].heading == "Resources and services"
