"""Days, months and ages, counted on the calendar."""

from datetime import date, timedelta


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def birthday(born: date, age: int) -> date:
    """The day a child turns an age. Born on 29 February it is 1 March in the years without one."""
    year = born.year + age
    if (born.month, born.day) == (2, 29) and not is_leap(year):
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def age_on(born: date, day: date) -> int:
    age = day.year - born.year
    return age if day >= birthday(born, age) else age - 1


def follow_up_ends(index: date) -> date:
    """The last day of the follow-up: the anniversary of the index day, that day in."""
    return add_months(index, 12)


def waiting_ends(index: date) -> date:
    """The last day on which an offence of the follow-up can be proven, that day in."""
    return add_months(index, 18)


def within(day: date | None, period: tuple[date, date]) -> bool:
    return day is not None and period[0] <= day <= period[1]


def quarters(period: tuple[date, date]) -> list[tuple[date, date]]:
    """A period cut into stretches of three months from its first day."""
    first, last = period
    cut, months = [], 0
    while add_months(first, months) <= last:
        ends = add_days(add_months(first, months + 3), -1)
        cut.append((add_months(first, months), min(ends, last)))
        months += 3
    return cut


def financial_year_of(day: date) -> int:
    """The calendar year in which the financial year of a day begins: 31 March 2019 is in 2018."""
    return day.year if day >= date(day.year, 4, 1) else day.year - 1
