"""How fast the tracker is, in ratios, and whether its bars hold: `python -m tests.benchmarks.tracker`.

It makes up a service of about 200 children and one of about 2,000, each in a folder that is thrown away, and measures
the page of each in a process of its own. It ends with 1 where a bar does not hold, or where there were not fifty rows
to measure the page with. On 22 November 2026, on two cores that others were using too, it printed:

    198 children and 1,993; the times are of the latter
    rows on the page               50   bar: 50                  holds
    first page                   4223 ms, 76 and 76 questions
    page, book warm              68.4 ms; template, rows ready 31.7 ms
    P1 page / template           2.16   bar: 3.0                 holds
    P2 questions, 198 children      6   bar: 6                   holds
    P2 questions, 1,993 children      6   bar: 6                 holds
    P2 many / few                1.00   bar: 1, the same number  holds
    P3 after one offence         1.21   bar: 1.3                 holds
    P3 after one disposal        1.21   bar: 1.3                 holds
    P3 after one intervention    1.25   bar: 1.3                 holds
    P3 after one child           1.27   bar: 1.3                 holds
    asked, nothing new           2.04 ms of processor
    60 open pages                0.08   bar: 0.25 of a core      holds

Only the ratios say anything: the times are those of that machine, at that moment.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any


FEW, MANY = 200, 2_000
ROWS = 50
PAGES_OPEN = 60
# The page with its book warm, beside its template with the rows ready; its questions to the database; the page after one
# new record, beside the page before it; and the share of a processor that the open pages take when nothing changes.
PAGE, QUESTIONS, AFTER_ONE, OPEN_PAGES = 3.0, 6, 1.3, 0.25
Judged = tuple[str, bool | None]


def measured(children: int) -> dict[str, Any]:
    """What the page of a service of about so many children takes."""
    with tempfile.TemporaryDirectory() as folder:
        own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        own |= {"YJS_DATA": folder, "SECRET_KEY": secrets.token_urlsafe(50)}
        command = [sys.executable, "-m", "tests.benchmarks.tracker_page", str(children)]
        told = subprocess.run(command, env=own, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def judged(few: dict[str, Any], many: dict[str, Any]) -> Iterator[Judged]:
    """Every line, and whether its bar holds; None where the line has no bar."""
    page, template = many["page"], many["template"]
    yield f"{few['children']} children and {many['children']:,}; the times are of the latter", None
    yield f"rows on the page           {many['rows']:6}   bar: {ROWS}", many["rows"] == ROWS
    yield f"first page                 {1000 * many['first']:6.0f} ms, {few['cold']} and {many['cold']} questions", None
    yield f"page, book warm            {1000 * page:6.1f} ms; template, rows ready {1000 * template:.1f} ms", None
    yield f"P1 page / template         {page / template:6.2f}   bar: {PAGE}", page / template <= PAGE
    for each in (few, many):
        words = f"P2 questions, {each['children']:,} children"
        yield f"{words:26} {each['warm']:6}   bar: {QUESTIONS}", each["warm"] <= QUESTIONS
    ratio = many["warm"] / few["warm"]
    yield f"P2 many / few              {ratio:6.2f}   bar: 1, the same number", many["warm"] == few["warm"]
    for kind, times in many["after"].items():
        yield f"P3 after one {kind:13} {times:6.2f}   bar: {AFTER_ONE}", times <= AFTER_ONE
    share = PAGES_OPEN * many["unchanged"] / many["every"]
    each = 1000 * many["unchanged"]
    yield f"asked, nothing new         {each:6.2f} ms of processor", None
    yield f"{PAGES_OPEN} open pages              {share:6.2f}   bar: {OPEN_PAGES} of a core", share < OPEN_PAGES


def main() -> int:
    lines = list(judged(measured(FEW), measured(MANY)))
    for words, holds in lines:
        print(words if holds is None else f"{words:60} {'holds' if holds else 'does not hold'}")
    return 0 if all(holds is not False for _, holds in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
