"""What people call an outcome in a workbook, and which kind of disposal they probably mean."""

from __future__ import annotations

import re

from disposals.codes import NATIONAL_CODES
from disposals.models import KINDS


# Not a kind of disposal: there is no result yet.
PENDING = "pending"
NOT_MATCHED = "not_matched"

SHORT = {
    "cr": "community_resolution_police",
    "community resolution": "community_resolution_police",
    "police cr": "community_resolution_police",
    "outcome 8": "community_resolution_police",
    "yjs cr": "community_resolution_yjs",
    "yot cr": "community_resolution_yjs",
    "yrd": "youth_restorative_disposal",
    "rj": "youth_restorative_disposal",
    "diversion": "outcome_22",
    "deferred prosecution": "outcome_22_deferred",
    "deferred caution": "outcome_22_deferred",
    "yc": "youth_caution",
    "caution": "youth_caution",
    "outcome 2": "youth_caution",
    "ycc": "youth_conditional_caution",
    "conditional caution": "youth_conditional_caution",
    "fw": "final_warning",
    "ad": "absolute_discharge",
    "cd": "conditional_discharge",
    "bound over": "bind_over",
    "compensation": "compensation_order",
    "deferred sentence": "sentence_deferred",
    "ro": "referral_order",
    "referral": "referral_order",
    "yro": "youth_rehabilitation_order",
    "yro iss": "youth_rehabilitation_order_iss",
    "yro with iss": "youth_rehabilitation_order_iss",
    "dto": "detention_and_training_order",
    "s250": "section_250",
    "s254": "section_254",
    "s259": "section_259",
    "s90": "section_90_92",
    "s91": "section_90_92",
    "section 90": "section_90_92",
    "section 91": "section_90_92",
    "section 92": "section_90_92",
    "s226": "section_226",
    "s226b": "section_226b",
    "nfa": "no_further_action",
    "hospital": "hospital_order",
    "not guilty": "dismissed",
    "acquitted": "dismissed",
    "discontinued": "dismissed",
    "withdrawn": "dismissed",
    "case dismissed": "dismissed",
    "ydo": "youth_diversion_order",
}
STILL_OPEN = re.compile(
    r"\b(pending|await\w*|adjourned|outstanding|ongoing|charged?|summons(ed)?|bail|bailed|rui|investigation|tbc|"
    r"not yet|no (outcome|result)|unknown|not known|in court|postal requisition|trial)\b"
)
# How long an order lasts says nothing of its kind.
HOW_LONG = re.compile(
    r"\b\d+ ?(d|days?|w|wks?|weeks?|m|mths?|months?|y|yrs?|years?|h|hrs?|hours?)\b|\b\d+ (month|hour|year|day|week)s?\b"
)
OUTCOME = re.compile(r"\b(?:oc|o|outcome code|outcome|code) ?(20|21|22|23|8)\b")


def fold(word: str) -> str:
    """A word as it is compared: without capitals, signs and spaces."""
    return " ".join(re.findall(r"[^\W_]+", word.casefold()))


KNOWN = {
    **{fold(code.code): code.kind for code in reversed(NATIONAL_CODES)},
    **{fold(kind.label): kind.code for kind in KINDS.values()},
    **{fold(kind.code): kind.code for kind in KINDS.values()},
    **SHORT,
}


def guess(word: str) -> str:
    """The kind of disposal that is probably meant, PENDING, or NOT_MATCHED."""
    words = fold(word)
    for said in (words, fold(HOW_LONG.sub(" ", words))):
        if said in KNOWN:
            return KNOWN[said]
    if found := OUTCOME.search(words):
        deferred = found[1] == "22" and "deferred" in words
        return KNOWN[f"outcome {found[1]}"] if not deferred else "outcome_22_deferred"
    if STILL_OPEN.search(words):
        return PENDING
    longest = sorted((known for known in KNOWN if len(known) > 3), key=len, reverse=True)
    return next((KNOWN[known] for known in longest if re.search(rf"\b{known}\b", words)), NOT_MATCHED)
