"""What to ask of a random service: periods and days that begin, end or fall by a day beside its own."""

from datetime import date

from hypothesis import strategies as st

from tests.second_opinion.days import add_days, add_months, financial_year_of
from tests.second_opinion.known import OWN_DATES


Records = dict[str, list[dict]]
Period = tuple[date, date]

LONG_AFTER = date(2026, 10, 1)
SHAPES = [
    "financial year",
    "quarter",
    "calendar year",
    "year to",
    "year from",
    "days up to",
    "days from",
    "day",
]
YEARS = ["financial year", "calendar year", "year to"]


@st.composite
def periods(draw: st.DrawFn, records: Records, shapes: list[str] = SHAPES) -> Period:
    """Mostly about a day on which something was imposed or somebody released."""
    disposals = {"disposals": records["disposals"]}
    days = days_of(disposals if draw(st.integers(0, 3)) else records)
    return period_about(draw(st.sampled_from(days)), draw(st.sampled_from(shapes)))


@st.composite
def as_ats(draw: st.DrawFn, records: Records) -> date:
    """Long after everything, or about a day of the service, or the end of a follow-up or waiting from one."""
    if draw(st.integers(0, 4)) < 2:
        return LONG_AFTER
    day = draw(st.sampled_from(days_of(records)))
    day = add_months(day, draw(st.sampled_from([0, 0, 0, 12, 18])))
    return min(add_days(day, draw(st.sampled_from([-1, 0, 0, 1]))), LONG_AFTER)


def days_of(records: Records) -> list[date]:
    """Every day on which something happened or came to be known."""
    columns = {*OWN_DATES.values(), "released_on", "ended_on", "recorded_on"} - {"date_of_birth"}
    days = {row[column] for rows in records.values() for row in rows for column in columns if row.get(column)}
    return sorted(days) or [date(2018, 4, 1)]


def period_about(day: date, shape: str) -> Period:
    """A period of that shape which holds the day, or has it as an end."""
    if shape == "financial year":
        year = financial_year_of(day)
        return date(year, 4, 1), date(year + 1, 3, 31)
    if shape == "calendar year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if shape == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return first, add_days(add_months(first, 3), -1)
    if shape == "year to":
        last = add_days(add_months(date(day.year, day.month, 1), 1), -1)
        return add_months(add_days(last, 1), -12), last
    if shape == "year from":
        return day, add_days(add_months(day, 12), -1)
    if shape == "days up to":
        return add_days(day, -200), day
    return day, add_days(day, 200 if shape == "days from" else 0)
