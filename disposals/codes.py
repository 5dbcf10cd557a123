"""What the national returns call a disposal, and from when: a dated mapping at the edge. Our records keep their own kinds.

The returns are behind the law. Until the schema that is due in 2027/28 an outcome 23 is sent as a reprimand and a youth
diversion order as a drug treatment and testing order, so what a code means depends on the day it was given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class NationalCode:
    """A national code for one of our kinds, over the days for which it is used; both ends may be open."""

    code: str
    kind: str
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max

    def holds(self, on: dt.date) -> bool:
        return self.first <= on <= self.last


INTERIM = dt.date(2026, 1, 1)
LAST_REPRIMAND = dt.date(2013, 4, 7)

NATIONAL_CODES: tuple[NationalCode, ...] = (
    NationalCode("COMMUNITY_RESOLUTION_POLICE_FACILITATED", "community_resolution_police"),
    NationalCode("COMMUNITY_RESOLUTION_OTHER_AGENCY_FACILITATED", "community_resolution_other_agency"),
    NationalCode("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "community_resolution_yjs"),
    NationalCode("OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", "other_informal_action"),
    NationalCode("NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "outcome_20"),
    NationalCode("NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "outcome_21"),
    NationalCode("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "outcome_22"),
    NationalCode(
        "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT", "outcome_22_deferred"
    ),
    NationalCode("REPRIMAND", "reprimand", last=LAST_REPRIMAND),
    NationalCode("REPRIMAND", "outcome_23", first=INTERIM),
    NationalCode("FINAL_WARNING", "final_warning", last=LAST_REPRIMAND),
    NationalCode("YOUTH_CAUTION", "youth_caution"),
    NationalCode("YOUTH_CONDITIONAL_CAUTION", "youth_conditional_caution"),
    NationalCode("REFERRAL_ORDER", "referral_order"),
    NationalCode("YOUTH_REHABILITATION_ORDER", "youth_rehabilitation_order"),
    NationalCode("YOUTH_REHABILITATION_ORDER", "youth_rehabilitation_order_iss"),
    NationalCode("DETENTION_AND_TRAINING_ORDER", "detention_and_training_order"),
    NationalCode("SECTION_250", "section_250"),
    NationalCode("SECTION_254", "section_254"),
    NationalCode("SECTION_259", "section_259"),
    NationalCode("SECTION_90_92_DETENTION", "section_90_92"),
    NationalCode("SECTION_226_LIFE", "section_226"),
    NationalCode("SECTION_226_B", "section_226b"),
    NationalCode("DRUG_TREATMENT_AND_TESTING_ORDER", "youth_diversion_order", first=INTERIM),
)


def national_code(kind: str, on: dt.date) -> str | None:
    """What the national returns call a disposal of this kind given on a day; None where they have no code for it."""
    return next((each.code for each in NATIONAL_CODES if each.kind == kind and each.holds(on)), None)


def kinds_of(code: str, on: dt.date) -> tuple[str, ...]:
    """Our kinds that a national code given on a day may mean, the likeliest first; none where it means nothing then."""
    return tuple(each.kind for each in NATIONAL_CODES if each.code == code and each.holds(on))
