"""Victims, processes and reparation as rows of the case bundle, each in one call."""

from __future__ import annotations

import datetime as dt
from typing import Any


Records = dict[str, list[dict]]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def victim(
    ref: str, *offences: str, details: str | None = None, kind: str = "person", is_child: bool | None = None
) -> Records:
    """A victim of offences; `details` is the day on which the police passed on how to reach them."""
    row = {
        "victim_ref": ref,
        "offence_refs": list(offences),
        "kind": kind,
        "is_child": is_child,
        "details_from_police_on": day(details) if details else None,
        "recorded_on": None,
    }
    return {"victims": [row]}


def contact(victim: str, kind: str, on: str, answer: bool | None = None) -> Records:
    """A step in the contact with a victim."""
    row = {"contact_ref": f"{victim}/{kind}/{on}", "victim_ref": victim, "kind": kind, "on": day(on), "answer": answer}
    return {"victim_contacts": [row | {"channel": "", "recorded_on": None}]}


def process(ref: str, victim: str, child: str, kind: str, on: str, form: str = "letter") -> Records:
    """A restorative process between a victim and a child."""
    row = {"process_ref": ref, "victim_ref": victim, "child_ref": child, "kind": kind, "form": form}
    return {"restorative_processes": [row | {"held_on": day(on), "recorded_on": None}]}


def reparation(ref: str, child: str, hours: float, on: str, ended: str | None = None) -> Records:
    """Reparation that a child owes."""
    row = {"reparation_ref": ref, "child_ref": child, "hours_owed": hours, "referred_on": day(on), "disposal_ref": ""}
    return {"reparation": [row | {"ended_on": day(ended) if ended else None, "recorded_on": None}]}


def session(ref: str, of: str, on: str, offered: float, **said: Any) -> Records:
    """A child's place in a session; `attended`, `there`, `credited` and `absence` say what became of it."""
    row = {
        "session_ref": ref,
        "reparation_ref": of,
        "held_on": day(on),
        "placement": "Allotment",
        "hours_offered": offered,
        "attended": said.get("attended"),
        "hours_attended": said.get("there"),
        "hours_credited": said.get("credited"),
        "absence": said.get("absence", ""),
        "recorded_on": None,
    }
    return {"reparation_sessions": [row]}
