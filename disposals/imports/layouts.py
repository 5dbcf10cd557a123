"""What each kind of table is expected to say: our columns for it, and the headings they usually go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from disposals.models import Child, Disposal, Notification, Offence
from yjs.records.bundle.column import Column
from yjs.records.bundle.columns import columns_of
from yjs.records.record import Record


LEFT_OUT = "leave_out"


@dataclass(frozen=True)
class Ours:
    """One of our columns: the field whose rules its cells must meet, and what its heading looks like elsewhere.

    `may_repeat`: several of the sheet's columns may say it, and one cell several times, one below the other or
    separated by semicolons.
    """

    name: str
    label: str
    model: type[Record]
    field: str
    headings: str
    may_repeat: bool = False

    @cached_property
    def column(self) -> Column:
        """What reads its cells and writes its values."""
        return next(column for column in columns_of(self.model) if column.field.name == self.field)

    @property
    def is_a_day(self) -> bool:
        return self.name.endswith("_on")

    def goes_by(self, heading: str) -> bool:
        return re.search(self.headings, heading) is not None


@dataclass(frozen=True)
class Layout:
    """One kind of table: what it is called, and our columns in the order in which a heading is tried on them."""

    name: str
    title: str
    ours: tuple[Ours, ...]

    def column(self, name: str) -> Ours:
        return next(ours for ours in self.ours if ours.name == name)

    def guess(self, headings: Sequence[str]) -> list[str]:
        """Which of our columns each of these headings is, by its words; LEFT_OUT where none is likely."""
        found: list[str] = []
        is_after_a_reoffence = False
        for heading in headings:
            words = plain(heading)
            ours = self._that_goes_by(words, is_after_a_reoffence)
            is_free = ours is not None and (ours.may_repeat or ours.name not in found)
            found.append(ours.name if ours is not None and is_free else LEFT_OUT)
            is_after_a_reoffence |= found[-1] == "reoffence_on"
        return found

    def _that_goes_by(self, words: str, is_after_a_reoffence: bool) -> Ours | None:
        if not words or COUNTS.search(words):
            return None
        if is_after_a_reoffence and not re.search(r"\bindex\b|\breoff", words):
            # What stands to the right of a reoffence's date and does not say otherwise is about the reoffence.
            ours = next((o for o in self.ours if o.may_repeat and o.goes_by(f"reoffence {words}")), None)
            if ours is not None and ours.name != "reoffence_on":
                return ours
        return next((ours for ours in self.ours if ours.goes_by(words)), None)


# A column that counts, or answers yes or no, holds none of what is stored.
COUNTS = re.compile(r"\b(number|no|count|total|how many) of\b|\breoffended\b|\bcount\b|\bdays to\b|\by n\b")
_RESULT = r"\b(outcome|result|disposal|sentence|conviction|decision)\b"
_DAY = r"\b(date|dates|on|when)\b"
_REOFFENCE = r"^(?=.*\breoffen)"
_SOMEBODY_ELSE = r"^(?!.*\b(worker|officer|manager|school|parent|carer|victim|agency|owner|team)\b)"


def plain(heading: str) -> str:
    """A heading's words, however it was written; what is written as further or new offending is a reoffence."""
    words = " ".join(re.findall(r"[^\W_]+", heading.casefold()))
    words = re.sub(r"\bre (offen)", r"re\1", words)
    words = re.sub(r"\b(further|new|subsequent|next|repeat) (offen[cs]\w*|offending)", "reoffence", words)
    return re.sub(r"\bdob\b|\bd o b\b", "birth", words)


TRACKER = Layout(
    "tracker",
    "Tracker workbook",
    (
        Ours(
            "reoffence_outcome_on",
            "Reoffence: date of its outcome",
            Disposal,
            "imposed_on",
            rf"{_REOFFENCE}(?=.*({_RESULT}|\bcourt\b))(?=.*{_DAY})",
            True,
        ),
        Ours(
            "reoffence_outcome",
            "Reoffence: outcome",
            Offence,
            "description",
            rf"{_REOFFENCE}.*({_RESULT}|\bstatus\b)",
            True,
        ),
        Ours(
            "reoffence_what",
            "Reoffence: what it was",
            Offence,
            "description",
            rf"{_REOFFENCE}.*\b(type|description|details?|what|category|nature|offence)\b",
            True,
        ),
        Ours("reoffence_on", "Reoffence: date", Offence, "committed_on", r"\breoffen", True),
        Ours("born_on", "Date of birth", Child, "date_of_birth", r"\bbirth|\bborn\b"),
        Ours("released_on", "Date of release, for custody", Disposal, "released_on", r"\breleased?\b"),
        Ours(
            "index_offence_on",
            "Index offence: date",
            Offence,
            "committed_on",
            rf"^(?=.*\boffence\b)(?=.*{_DAY})",
        ),
        Ours(
            "index_on",
            "Index: date of the disposal or sentence",
            Disposal,
            "imposed_on",
            rf"^(?=.*(\b(index|cohort|entry|start)\b|{_RESULT}))(?=.*{_DAY})",
        ),
        Ours(
            "index_outcome",
            "Index: outcome",
            Offence,
            "description",
            rf"\bindex (type|order|event)\b|{_RESULT}|\border type\b",
        ),
        Ours("index_what", "Index offence: what it was", Offence, "description", r"\boffence\b"),
        Ours("first_name", "First name", Child, "first_name", r"\b(first|given) ?names?\b|\bforenames?\b"),
        Ours("last_name", "Last name", Child, "last_name", r"\b(last|family) ?name\b|\bsurname\b"),
        Ours(
            "ref",
            "Child's reference",
            Child,
            "ref",
            r"^(?!.*\b(pnc|crime)\b).*\b(ref|reference|id|urn|upn|(case|child|client) (no|number))\b",
        ),
        Ours("name", "Name, in full", Child, "first_name", rf"{_SOMEBODY_ELSE}.*(\bname\b|^(child|young person|yp)\b)"),
    ),
)
POLICE = Layout(
    "police",
    "Police notifications",
    (
        Ours("born_on", "Date of birth", Notification, "date_of_birth", r"\bbirth|\bborn\b"),
        Ours("pnc_id", "PNC ID", Notification, "pnc_id", r"\bpnc"),
        Ours(
            "ho_code", "Home Office code", Notification, "ho_code", r"\b(home office|ho|offence|hooc|cjs)\b.*\bcode\b"
        ),
        Ours(
            "notified_on",
            "Date notified",
            Notification,
            "notified_on",
            rf"\bnotif|^(?=.*\b(received|referred|referral|sent|reported|created)\b)(?=.*{_DAY})",
        ),
        Ours(
            "crime_reference",
            "Crime reference",
            Notification,
            "crime_reference",
            r"\b(crime|occurrence|incident|niche|investigation)\b.*\b(ref|reference|number|no|id)\b|^crime$|^reference$",
        ),
        Ours(
            "police_status",
            "Status or outcome, as the police say it",
            Notification,
            "police_status",
            rf"\bstatus\b|{_RESULT}",
        ),
        Ours(
            "committed_on",
            "Date of the offence",
            Notification,
            "committed_on",
            rf"^(?=.*\b(offence|crime|incident|occurred)\b)(?=.*({_DAY}|\bfrom\b))|\bcommitted\b",
        ),
        Ours("description", "Offence", Notification, "description", r"\boffence|\bcrime (type|title)\b|\bcharge"),
        Ours("first_name", "First name", Child, "first_name", r"\b(first|given) ?names?\b|\bforenames?\b"),
        Ours("last_name", "Last name", Child, "last_name", r"\b(last|family) ?name\b|\bsurname\b"),
        Ours(
            "name",
            "Name, in full",
            Notification,
            "name",
            rf"{_SOMEBODY_ELSE}.*\b(name|suspect|nominal|subject|person)\b",
        ),
    ),
)
LAYOUTS = {layout.name: layout for layout in (TRACKER, POLICE)}
