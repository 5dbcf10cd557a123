"""The rules by which a cohort may be chosen, each with the measures that speak of it."""

from __future__ import annotations

from dataclasses import dataclass

from reoffending.cohort import cohort, cohort_diversion_included
from reoffending.estimates import Cohort
from reoffending.measures.diversion_included import (
    DiversionDaysToFirstReoffence,
    DiversionReoffencesPerChild,
    DiversionReoffencesPerReoffender,
    DiversionReoffendingEstimate,
    DiversionReoffendingRate,
    DiversionReoffendingWithPending,
)
from reoffending.measures.live import DaysToFirstReoffence, LiveReoffendingEstimate, ReoffendingWithPending
from reoffending.measures.proven import BinaryReoffendingRate, ReoffencesPerChild, ReoffencesPerReoffender
from yjs.measures.measure import Measure


@dataclass(frozen=True)
class Rule:
    """Which disposals open a cohort, and the measures of it: seen, with what is pending, estimated, how often and how
    soon.
    """

    code: str
    label: str
    cohort: Cohort
    seen: type[Measure]
    with_pending: type[Measure]
    estimate: type[Measure]
    per_reoffender: type[Measure]
    per_child: type[Measure]
    how_soon: type[Measure]


SUBSTANTIVE = Rule(
    "substantive",
    "Cautions, sentences and releases from custody, as the national measure",
    cohort,
    BinaryReoffendingRate,
    ReoffendingWithPending,
    LiveReoffendingEstimate,
    ReoffencesPerReoffender,
    ReoffencesPerChild,
    DaysToFirstReoffence,
)
DIVERSION_INCLUDED = Rule(
    "any",
    "Every kind of disposal, diversion too",
    cohort_diversion_included,
    DiversionReoffendingRate,
    DiversionReoffendingWithPending,
    DiversionReoffendingEstimate,
    DiversionReoffencesPerReoffender,
    DiversionReoffencesPerChild,
    DiversionDaysToFirstReoffence,
)
RULES = {rule.code: rule for rule in (SUBSTANTIVE, DIVERSION_INCLUDED)}
