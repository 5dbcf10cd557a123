"""Charts say what they show: names where lines end, markers where a number is hidden, and what the band means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportlab.graphics.shapes import Drawing, Polygon, String

from tests.documents.samples import DISPOSAL_CHART, HOURS_CHART, RATE_CHART, YEARS
from yjs.documents.charts import drawing
from yjs.documents.charts.looks import looks
from yjs.documents.document import Chart, CountKey, Document, Series
from yjs.documents.protection import without


OURS = RATE_CHART.series[0]
KEYS = tuple((CountKey("reoffended", year),) for year in YEARS)


def hiding(*places: int, chart: Chart = RATE_CHART) -> Chart:
    """The chart as it is drawn for those who may not see these of our values."""
    ours = replace(chart.series[0], keys=KEYS)
    inside = Document("t", "s", "n", "internal", "", "", (replace(chart, series=(ours, *chart.series[1:])),))
    return without(inside, frozenset(key for place in places for key in KEYS[place])).charts[0]


def texts(picture: Drawing) -> dict[str, String]:
    return {shape.text: shape for shape in picture.contents if isinstance(shape, String)}


def middle(picture: Drawing, category: str) -> float:
    return texts(picture)[category].x


class TestALineThatEndsEarly:
    @pytest.mark.parametrize(
        ("hidden", "last", "text"), [((4,), 3, "This service 33.0%"), ((2, 3, 4), 1, "This service 37.8%")]
    )
    def test_has_its_name_at_its_own_last_point(self, hidden: tuple[int, ...], last: int, text: str) -> None:
        picture = drawing(hiding(*hidden))
        name = texts(picture)[text]
        assert name.x <= middle(picture, YEARS[last]) + 10
        assert name.x > middle(picture, YEARS[last]) - 100
        assert name.x < middle(picture, YEARS[4])

    def test_is_not_led_on_to_the_years_after_it(self) -> None:
        picture = drawing(hiding(4))
        edge = texts(picture)["England and Wales"].x
        assert texts(picture)["South Yorkshire"].x == edge
        assert texts(picture)["This service 33.0%"].x < edge - 50

    def test_stands_beside_the_others_where_it_reaches_the_last_year(self) -> None:
        found = texts(drawing(RATE_CHART))
        assert found["This service 19.2%"].x == found["England and Wales"].x


class TestAHiddenPoint:
    def test_is_marked_above_its_year_and_the_marker_is_explained(self) -> None:
        picture = drawing(hiding(2, 4))
        marks = [shape for shape in picture.contents if isinstance(shape, String) and shape.text == "[c]"]
        assert [mark.x for mark in marks] == [middle(picture, YEARS[2]), middle(picture, YEARS[4])]
        assert "[c] not shown, so that nobody can be picked out" in texts(picture)
        assert "[c] stands for what is not shown" in hiding(2, 4).description

    def test_leaves_nothing_of_its_value_in_the_picture(self) -> None:
        shown = " ".join(texts(drawing(hiding(2))))
        assert "38.5%" in " ".join(texts(drawing(RATE_CHART)))
        assert "38.5%" not in shown

    def test_is_marked_where_a_bar_would_stand(self) -> None:
        hours = replace(HOURS_CHART, series=(replace(HOURS_CHART.series[0], values=(None, 650, 720, 690)),))
        marked = replace(hours, series=(replace(hours.series[0], texts=("[c]", "650", "720", "690")),))
        for chart in (marked, DISPOSAL_CHART):
            assert "[c]" in texts(drawing(chart))
            assert "[c] not shown, so that nobody can be picked out" in texts(drawing(chart))

    def test_nothing_is_marked_where_nothing_is_hidden(self) -> None:
        assert not [text for text in texts(drawing(RATE_CHART)) if "[c]" in text]
        assert hiding().description == RATE_CHART.description


class TestWhatTheSignsMean:
    @pytest.mark.parametrize("chart", [RATE_CHART, DISPOSAL_CHART, hiding(4), hiding(0, 2, 4)])
    def test_the_band_or_the_bar_is_told_to_be_the_interval(self, chart: Chart) -> None:
        assert "95% interval" in texts(drawing(chart))

    def test_where_there_is_no_interval_none_is_told_of(self) -> None:
        assert "95% interval" not in texts(drawing(HOURS_CHART))

    @pytest.mark.parametrize("width", [280, 340, 480])
    def test_the_signs_stay_in_the_picture_on_a_phone(self, width: int) -> None:
        picture = drawing(hiding(4), width)
        told = [text for text in texts(picture) if text.startswith(("95%", "[c] "))]
        assert len(told) == 2
        assert all(0 <= texts(picture)[text].x < width - 60 for text in told)
        assert all(0 <= texts(picture)[text].y <= picture.height for text in told)

    def test_the_band_has_an_edge_for_a_grey_printer(self) -> None:
        bands = [
            shape for shape in drawing(RATE_CHART).contents if isinstance(shape, Polygon) and shape.strokeWidth == 0.4
        ]
        assert len(bands) == 1
        assert bands[0].strokeColor != bands[0].fillColor

    def test_lines_are_told_apart_without_colour(self) -> None:
        found = looks(tuple(Series(f"Area {number}", (1.0,), is_ours=number == 0) for number in range(5)))
        assert len({(look.dash, look.marker) for look in found}) == 5
        assert len({look.dash for look in found}) == 5
        assert len({look.marker for look in found}) == 5
