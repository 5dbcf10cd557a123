"""The list behind every figure has exactly as many records as the figure says, whichever way it is asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import book_from
from tests.second_opinion.histories import services
from tests.second_opinion.questions import as_ats, periods
from yjs.measures.catalogue import measures
from yjs.measures.periods import days


SLUGS = [slug for slug in measures() if not slug.startswith("contributions")]


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_figure_has_as_many_records_as_it_says_and_so_has_each_of_its_groups(slug: str, data: st.DataObject) -> None:
    records = data.draw(services())
    as_at: dt.date = data.draw(as_ats(records))
    figure = measures()[slug].figure(book_from(records, as_at), days(*data.draw(periods(records))))
    for part in ("numerator", "denominator"):
        counted = getattr(figure, part)
        if counted is None or counted.is_sum:
            continue
        assert len(figure.refs(part)) == counted.value
        for breakdown in figure.measure.breakdowns:
            groups = figure.by(breakdown)
            assert sum(getattr(group, part).value for group in groups) == counted.value
            told = sorted(ref for group in groups for ref in group.refs(part))
            assert told == sorted(figure.refs(part))
