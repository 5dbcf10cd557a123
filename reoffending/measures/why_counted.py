"""Why a child is counted as having reoffended: the first reoffence of the follow-up, and when it was proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pandas import DataFrame, concat, isna

from disposals.models import Offence
from reoffending.cohort import pending_reoffences, proven_offences, proven_reoffences
from reoffending.measures.after_disposal import ReoffendingAfterDisposal
from reoffending.measures.diversion_included import (
    DiversionReoffencesPerReoffender,
    DiversionReoffendingEstimate,
    DiversionReoffendingRate,
    DiversionReoffendingWithPending,
)
from reoffending.measures.live import LiveReoffendingEstimate, ReoffendingWithPending
from reoffending.measures.proven import (
    BinaryReoffendingRate,
    BinaryReoffendingRateFourQuarters,
    ReoffencesPerReoffender,
)
from yjs.documents.behind import REASONS, Behind, Cells, Reasons
from yjs.measures.measure import Measure
from yjs.measures.periods import day_in_words
from yjs.records.book import Book


# One child can be followed from several days.
FOLLOWED = ["child_id", "on"]
NONE, WAITS = "No proven reoffence", "Waits for an outcome"


def _first_reoffences(book: Book, rows: DataFrame) -> DataFrame:
    """The first proven reoffence of each child followed, or where there is none the first that waits for an outcome."""
    found = concat([proven_reoffences(book, rows), pending_reoffences(book, rows)]).rename_axis("offence").reset_index()
    found["proven_on"] = found["offence"].map(proven_offences(book)["proven_on"])
    in_order = found.assign(waits=found["proven_on"].isna()).sort_values(["waits", "committed_on", "offence"])
    return in_order.drop_duplicates(FOLLOWED).set_index(FOLLOWED)


def first_reoffence(behind: Behind, rows: DataFrame) -> Iterator[Cells]:
    """The first reoffence of each child followed, with its day, and when it was proven."""
    first = _first_reoffences(behind.book, rows)
    named = behind.records(Offence, first["offence"].tolist())
    told = {key: [name, _proven(day)] for key, name, day in zip(first.index, named, first["proven_on"], strict=True)}
    for key in zip(rows["child_id"], rows["on"], strict=True):
        yield told.get(key, [{"text": NONE}, {"text": "–"}])


def when_proven(behind: Behind, rows: DataFrame) -> Iterator[Cells]:
    """The day on which each reoffence was proven."""
    for day in proven_offences(behind.book)["proven_on"].reindex(rows.index):
        yield [_proven(day)]


def _proven(day: Any) -> dict[str, str]:
    return {"text": WAITS if isna(day) else day_in_words(day)}


OF_CHILDREN = Reasons("Followed from", ("First reoffence", "Proven"), first_reoffence)
OF_OFFENCES = Reasons("Followed from", ("Proven",), when_proven)
OF_COHORTS: tuple[type[Measure], ...] = (
    *(BinaryReoffendingRate, BinaryReoffendingRateFourQuarters, ReoffendingWithPending, LiveReoffendingEstimate),
    *(DiversionReoffendingRate, DiversionReoffendingWithPending, DiversionReoffendingEstimate),
    ReoffendingAfterDisposal,
)
OF_REOFFENCES: tuple[type[Measure], ...] = (ReoffencesPerReoffender, DiversionReoffencesPerReoffender)
REASONS.update({part: OF_CHILDREN for each in OF_COHORTS for part in (each.numerator, each.denominator)})
REASONS.update({each.numerator: OF_OFFENCES for each in OF_REOFFENCES})
