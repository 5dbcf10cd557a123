"""The curve of a cohort: its numbers are the estimate's and the counts by hand, and no small count can be read off it."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from pypdf import PdfReader

from reoffending.curves import chart, description, projected, table
from reoffending.lines import EVERY_QUARTER, Lines
from reoffending.rules import RULES, SUBSTANTIVE
from reoffending.survival import TWELVE_MONTHS
from reoffending.tracker import Tracker
from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.reading import text_of
from tests.stories import Records, story, together
from yjs.documents.groups import WHOLE_YEARS
from yjs.measures.disclosure import audit
from yjs.measures.periods import Period, financial_year, today
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.live import live


ClientFor = Callable[[Role | str], Client]
CURVE = "/reoffending/tracker/2018-19/curve/"
FILE = "/reoffending/tracker/2018-19/curve.pdf"


def service(children: int, *, first: dt.date = dt.date(2018, 4, 2), every: int = 3, name: str = "C") -> Records:
    """Children who enter evenly over a year; every so many reoffends, each later after the index day than the last."""
    told = []
    for number in range(children):
        index = first + dt.timedelta(days=number * 360 // children)
        lines = [f"youth_caution {index} for {index}"]
        if number % every == 0:
            reoffence = index + dt.timedelta(days=5 + number * 330 // children)
            lines.append(f"youth_caution {reoffence} for {reoffence}")
        told.append(story(f"{name}{number}", *lines, born=f"{first.year - 15}-01-01"))
    return together(*told)


def lines_of(records: Records, as_at: dt.date, *, may_open: bool = True, year: int = 2018) -> Lines:
    return Lines(Tracker(book_from(records, as_at), SUBSTANTIVE, financial_year(year)), may_open)


class TestTheLines:
    def test_a_final_cohort_is_drawn_as_it_is_counted_by_hand(self) -> None:
        lines = lines_of(service(60), dt.date(2021, 6, 1))
        firsts = [5 + number * 330 // 60 for number in range(0, 60, 3)]
        for day, row in zip(lines.days, table(lines).rows, strict=True):
            by_hand = sum(first <= day for first in firsts)
            assert row.cells[3].value == by_hand
            assert row.cells[1].value == pytest.approx(100 * by_hand / 60)
            assert row.cells[4].value == 60

    def test_its_last_number_is_the_estimate_at_twelve_months(self) -> None:
        before = service(80, first=dt.date(2015, 4, 2), name="B")
        for as_at in (dt.date(2018, 12, 1), dt.date(2019, 3, 31), dt.date(2021, 6, 1)):
            lines = lines_of(together(before, service(60)), as_at)
            estimate = lines.tracker.figure(SUBSTANTIVE.estimate)
            last = table(lines).rows[-1].cells
            assert last[1].value == pytest.approx(estimate.value)
            assert last[1].href == estimate.address
            low, high = (estimate.measure.unit.show(limit) for limit in estimate.interval or ())
            assert last[2].text == f"{low} to {high}"

    def test_it_marks_where_the_cohorts_own_children_stop_telling(self) -> None:
        before = service(80, first=dt.date(2015, 4, 2), name="B")
        lines = lines_of(together(before, service(60)), dt.date(2018, 12, 1))
        assert 0 < lines.reach < TWELVE_MONTHS
        assert f"The cohort’s own children tell as far as day {lines.reach}" in description(lines)
        own, onward, *_ = chart(lines).series
        for day, mine, theirs, row in zip(lines.days, own.values, onward.values, table(lines).rows, strict=True):
            assert (mine is not None) == (day <= lines.reach)
            assert (theirs is not None) or day < lines.reach
            assert row.cells[5].text == ("The cohort itself" if day <= lines.reach else "Earlier children")
        assert "going on as earlier children did" in onward.name

    def test_without_earlier_children_nothing_is_said_beyond_its_own(self) -> None:
        lines = lines_of(service(60), dt.date(2018, 12, 1))
        assert "beyond it nothing can be said yet" in description(lines)
        assert table(lines).rows[-1].cells[1].text == "– [x]"
        assert table(lines).rows[-1].cells[5].text == "Nobody yet"
        assert projected(lines.tracker).startswith("Nothing is projected: no earlier child")

    def test_the_last_three_final_cohorts_stand_beside_it_together(self) -> None:
        parts = [service(30, first=dt.date(year, 4, 2), name=f"Y{year}-", every=2) for year in (2013, 2014, 2015, 2016)]
        lines = lines_of(together(*parts, service(60)), dt.date(2018, 12, 1))
        assert [part.name for part in lines.parts] == ["2016/17", "2015/16", "2014/15"]
        assert lines.before is not None
        assert lines.before.name == "Earlier cohorts together, 2014/15 to 2016/17"
        figures = [SUBSTANTIVE.seen.figure(lines.tracker.book, financial_year(year)) for year in (2014, 2015, 2016)]
        whole = sum(figure.denominator_value or 0 for figure in figures)
        assert len(lines.before.children) == whole
        reoffended = sum(figure.numerator.value for figure in figures)
        assert lines.before.share(TWELVE_MONTHS) == pytest.approx(100 * reoffended / whole)

    def test_a_child_who_turned_up_twice_is_no_longer_projected_once_all_is_final(self) -> None:
        lines = lines_of(service(60), dt.date(2021, 6, 1))
        assert (
            projected(lines.tracker) == "Nothing is projected any more: every child is final, and 20 of 60 reoffended."
        )

    def test_what_is_projected_is_a_range_of_the_children_in_it(self) -> None:
        before = service(80, first=dt.date(2015, 4, 2), name="B")
        tracker = lines_of(together(before, service(60)), dt.date(2018, 12, 1)).tracker
        found, seen = tracker.projection, tracker.seen
        assert found is not None
        assert projected(tracker).startswith(
            f"Between {found.low} and {found.high} of the {seen.denominator_value} children in it so far will be known"
        )

    def test_series_are_told_apart_without_colour(self) -> None:
        from yjs.documents.charts.looks import looks

        before = service(80, first=dt.date(2015, 4, 2), name="B")
        drawn = looks(chart(lines_of(together(before, service(60)), dt.date(2018, 12, 1))).series)
        assert len({(look.dash, look.marker) for look in drawn}) == len(drawn)


class TestThoseWhoMayOpenNoRecords:
    def test_no_small_count_can_be_worked_out_from_what_they_see(self) -> None:
        for children, every in itertools.product((24, 60, 150), (2, 3, 5)):
            lines = lines_of(service(children, every=every), dt.date(2021, 6, 1), may_open=False)
            line, days = lines.ours, lines.days
            assert days == EVERY_QUARTER
            hidden = {line.counts_by(day) for day in days if lines.is_hidden(line, day)}
            shown = [line.seen_by(day) for day in days if line.counts_by(day) not in hidden and day < TWELVE_MONTHS]
            assert not [count for count in shown if 1 <= count <= 4]
            ties = list(line.ties(days))
            values = {key: count for whole, parts in ties for key, count in (whole, *parts)}
            between = {key for key in values if key.is_rest}
            sums = [(whole[0], [key for key, _ in parts]) for whole, parts in ties]
            for key, (low, high) in audit(values, sums, hidden, unpublished=between).items():
                if 1 <= values[key] <= 4:
                    assert high - low >= 2, (children, every, key)

    def test_what_is_hidden_is_in_no_picture_and_no_words(self) -> None:
        lines = lines_of(service(24, every=5), dt.date(2021, 6, 1), may_open=False)
        drawn = chart(lines)
        hid = [place for place, day in enumerate(lines.days) if lines.is_hidden(lines.ours, day)]
        assert hid
        for place in hid:
            assert drawn.series[0].values[place] is None
            assert (drawn.series[0].low or ())[place] is None
            assert [cell.text for cell in drawn.table.rows[place].cells[1:3]] == ["[c]", "[c]"]  # type: ignore[union-attr]
            shown = lines.ours.share(lines.days[place])
            assert f"{shown:.1f}%" not in drawn.description or lines.days[place] not in (183, TWELVE_MONTHS)

    def test_cohorts_put_together_are_hidden_with_any_of_them(self) -> None:
        few = service(12, first=dt.date(2015, 4, 2), name="F", every=4)
        many = service(200, first=dt.date(2016, 4, 2), name="M", every=2)
        lines = lines_of(together(few, many, service(60)), dt.date(2021, 6, 1), may_open=False)
        assert lines.before is not None
        first = next(day for day in lines.days if lines.is_hidden(lines.parts[-1], day))
        assert lines.is_hidden(lines.before, first)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestCurveDetail:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_see_figures(self, client_for: ClientFor, role: Role) -> None:
        assert client_for(role).get(CURVE).status_code == (200 if May.SEE_FIGURES in ROLES[role] else 403)

    def test_the_page_says_the_numbers_in_a_picture_a_table_and_words(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(CURVE)
        lines = Lines(Tracker(live(), SUBSTANTIVE, Period.parse("2018/19")), may_open=True)
        assert description(lines) in unescape(response.content.decode())
        for row in table(lines).rows:
            assert " ".join(cell.text for cell in row.cells) in text_of(response)
        assert projected(lines.tracker) in text_of(response)
        assert "never about a child" in text_of(response)

    def test_it_takes_the_trackers_questions(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(CURVE, {"rule": "any", "sex": "male"})
        shown = response.context["tracker"]
        assert shown.rule == RULES["any"]
        assert shown.seen.group == "Male"
        assert "England and Wales" not in text_of(response)

    def test_nobody_in_the_cohort_is_said(self, client_for: ClientFor) -> None:
        assert "Nobody is in this cohort" in text_of(
            client_for(Role.MANAGER).get("/reoffending/tracker/1995-96/curve/")
        )

    def test_the_board_sees_a_release_day_and_no_count_of_children_by_day(self, client_for: ClientFor) -> None:
        response = client_for(Role.BOARD).get(CURVE)
        assert response.context["tracker"].book.day < today()
        assert "As known at the end of" in response.content.decode()
        assert "Followed so long" not in text_of(response)

    def test_the_board_sees_no_group_alone_and_no_days_of_its_own_choosing(self, client_for: ClientFor) -> None:
        board = client_for(Role.BOARD)
        alone = board.get(CURVE, {"sex": "female", "rule": "any"})
        assert (alone.status_code, alone["Location"]) == (302, f"{CURVE}?rule=any")
        for period in ("2018Q2", "2018-04-01..2018-04-30"):
            assert WHOLE_YEARS in text_of(board.get(f"/reoffending/tracker/{period}/curve/"))
        typed = board.get(CURVE, {"period": "2018-04-01..2018-04-30"})
        assert WHOLE_YEARS in text_of(typed)

    def test_it_is_as_it_was_known_on_a_day_that_is_asked_for(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(f"{CURVE}as-at/2019-06-30/")
        assert response.context["tracker"].book.day == dt.date(2019, 6, 30)
        assert "as-at/2019-06-30/curve.pdf" in response.content.decode()

    @pytest.mark.parametrize("as_at", ["", "as-at/2019-06-30/"])
    def test_every_count_opens_as_many_records(self, client_for: ClientFor, as_at: str) -> None:
        client = client_for(Role.ANALYST)
        rows = client.get(f"{CURVE}{as_at}", {"sex": "male"}).context["chart"].table.rows
        counts = [cell for row in rows for cell in row.cells if cell.unit == "count"]
        assert len(counts) == 2 * len(rows)
        assert len({cell.text for cell in counts}) > 3
        for cell in counts:
            behind = client.get(cell.href)
            assert f"{behind.context['page_obj'].paginator.count:,}" == cell.text
        board = client_for(Role.BOARD).get(CURVE).context["chart"].table.rows
        assert not [cell.href for row in board for cell in row.cells if cell.href and "numerator" in cell.href]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestCurveFile:
    @pytest.mark.parametrize("role", Role)
    def test_it_is_for_those_who_see_figures_and_its_taking_is_logged(self, client_for: ClientFor, role: Role) -> None:
        response = client_for(role).get(FILE)
        if May.SEE_FIGURES not in ROLES[role]:
            assert response.status_code == 403
            return
        assert response["Content-Disposition"] == 'attachment; filename="reoffending-curve-2018-19.pdf"'
        last = AccessEvent.objects.latest("pk")
        assert (last.act, last.page, last.subjects) == (Act.EXPORTED, "reoffending:curve-file", [])
        assert "2018/19" in last.detail

    def test_it_says_what_the_page_says(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(FILE)
        said = re.sub(
            r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
        )
        lines = Lines(Tracker(live(), SUBSTANTIVE, Period.parse("2018/19")), may_open=True)
        assert projected(lines.tracker) in said
        for row in table(lines).rows:
            assert row.cells[1].text in said

    @pytest.mark.parametrize("address", [f"{FILE}?sex=male", "/reoffending/tracker/2018Q2/curve.pdf"])
    def test_the_board_is_led_to_the_page_that_says_why_not(self, client_for: ClientFor, address: str) -> None:
        response = client_for(Role.BOARD).get(address)
        assert response.status_code == 302
        assert "/curve/" in response["Location"]
