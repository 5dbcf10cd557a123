"""What is out of order on the path of a victim: what should have been done and was not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from restorative.models import Step
from restorative.victims_path import Path


# Within how many days of a yes there should be a process.
PROCESS_WITHIN = dt.timedelta(days=30)


@dataclass(frozen=True)
class OutOfOrder:
    """Something that should have been done for a victim and was not."""

    slug: str
    title: str
    why: str
    applies: Callable[[Path], bool]


OUT_OF_ORDER = {
    one.slug: one
    for one in (
        OutOfOrder(
            "over-the-limit",
            "Over the limit of the first contact",
            "Their details came from the police, the working days for the first contact have passed, and nobody has "
            "reached them.",
            lambda path: path.reached_on is None and path.in_time is False,
        ),
        OutOfOrder(
            "view-not-sought",
            "View not asked for, and a decision to come",
            "They were not asked for their view, and nothing is decided yet on an offence that harmed them.",
            lambda path: path.view is None and bool(path.undecided) and not path.is_withheld,
        ),
        OutOfOrder(
            "no-offer",
            "Reached, with neither an offer nor a reason",
            "They were reached, restorative justice was not offered, and it is not recorded why.",
            lambda path: path.reached_on is not None and path.no_offer_and_no_reason,
        ),
        OutOfOrder(
            "no-process",
            "Accepted, and no process in 30 days",
            "They accepted restorative justice more than 30 days ago, and nothing has been held since.",
            lambda path: path.waits_for_process and (path.accepted_on or path.day) + PROCESS_WITHIN < path.day,
        ),
        OutOfOrder(
            "news-not-given",
            "Asked for news, and not given it",
            "They asked for news of the case, and since then none was given.",
            lambda path: path.waits_for(Step.INFORMED),
        ),
        OutOfOrder(
            "support-not-given",
            "Asked for information on support, and not given it",
            "They asked for information on support, and since then none was given.",
            lambda path: path.waits_for(Step.SUPPORT_INFORMATION),
        ),
        OutOfOrder(
            "nobody-speaks",
            "Under 18, and no adult is recorded",
            "They are under 18, and it is not recorded which adult speaks for them.",
            lambda path: path.has_nobody_to_speak,
        ),
        OutOfOrder(
            "no-details",
            "Details neither came nor were withheld",
            "Nothing came from the police, it is not recorded why, and nobody reached them otherwise.",
            lambda path: not (path.victim.details_from_police_on or path.victim.withheld_reason or path.reached_on),
        ),
    )
}


def out_of_order(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Those whom each exception is about. Who is closed, or must not be contacted, is in none of them."""
    live = [path for path in paths if path.is_live]
    return {slug: [path for path in live if one.applies(path)] for slug, one in OUT_OF_ORDER.items()}
