"""A child's life in one call, as rows of the case bundle.

    story("Jonny",
          "youth_caution 2009-02-10 for 2009-02-01",
          "referral_order 2010-01-12 for 2009-08-05 and 2009-08-06 heard 2009-12-01",
          born="1994-05-01")

A line is a kind, a day and what is said about it. An offence is known by its day: `2009-02-01#2` is another
of that day, and an offence named by two disposals is dealt with twice.

    <disposal kind> DAY for OFFENCE [and OFFENCE] [heard DAY] [released DAY] [elsewhere] [quashed]
                                        `local` and `changed` are said in the same places
    offence DAY, breach DAY             one that nothing has dealt with yet; an offence that is a breach
    <status> DAY [to DAY]               looked_after, ehc_plan ...
    intervention <kind> DAY [to DAY]    intervention statutory 2018-05-01 to 2018-11-01
    remand <kind> DAY [to DAY]          remand secure 2018-05-01
    ... recorded DAY                    any line may end with the day it came to be known

References are readable: offence `Jonny/2009-02-01`, disposal `Jonny/youth_caution/2009-02-10`.
"""

from datetime import date


Records = dict[str, list[dict]]
STATUSES = (
    "looked_after",
    "child_protection_plan",
    "child_in_need",
    "early_help_plan",
    "ehc_plan",
    "sen_support",
    "no_send",
)
WORDS_BEFORE_A_DAY = ("for", "and", "heard", "released", "to", "recorded")


def story(
    ref: str,
    *lines: str,
    born: str,
    sex: str = "not_known",
    ethnicity: str = "not_known",
    recorded: str | None = None,
) -> Records:
    """The records of one child; `recorded` is the day the child's own row came to be known."""
    records: Records = {"children": [child_row(ref, born, sex, ethnicity, recorded)]}
    for line in lines:
        tell(records, ref, line.split())
    return records


def together(*stories: Records) -> Records:
    """Several stories as the records of one service."""
    records: Records = {}
    for told in stories:
        for file, rows in told.items():
            records.setdefault(file, []).extend(rows)
    return records


def population(year: int, children: int, area: str = "local", recorded: str | None = None) -> Records:
    """A mid-year estimate of children aged 10 to 17."""
    row = {"area": area, "year": year, "age_10_17": children, "recorded_on": day_of(recorded)}
    return {"population": [row]}


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def tell(records: Records, child: str, words: list[str]) -> None:
    first = words[0]
    if first in ("offence", "breach"):
        said = read(words[2:])
        offence(records, child, words[1], said, is_breach=first == "breach")
    elif first in STATUSES:
        said = read(words[2:])
        add(records, "statuses", status_row(child, first, words[1], said))
    elif first in ("intervention", "remand"):
        said = read(words[3:])
        row = intervention_row if first == "intervention" else remand_row
        add(records, f"{first}s", row(child, words[1], words[2], said))
    else:
        said = read(words[2:])
        for label in said["for"]:
            offence(records, child, label, said)
        add(records, "disposals", disposal_row(child, first, words[1], said))


def read(words: list[str]) -> dict:
    """What a line says after its kind and day."""
    said: dict = {"for": [], "residence": "", "appeal": ""}
    rest = iter(words)
    for word in rest:
        if word in ("for", "and"):
            said["for"].append(next(rest))
        elif word in WORDS_BEFORE_A_DAY:
            said[word] = date.fromisoformat(next(rest))
        elif word in ("elsewhere", "local"):
            said["residence"] = "other" if word == "elsewhere" else "local"
        elif word in ("quashed", "changed"):
            said["appeal"] = "successful" if word == "quashed" else "changed"
        else:
            raise ValueError(f"A story does not know the word {word!r}.")
    return said


def add(records: Records, file: str, row: dict) -> None:
    records.setdefault(file, []).append(row)


def offence(records: Records, child: str, label: str, said: dict, is_breach: bool = False) -> None:
    """An offence is told once, by its own line or by the first disposal that names it."""
    ref = f"{child}/{label}"
    if not any(row["offence_ref"] == ref for row in records.get("offences", [])):
        add(records, "offences", offence_row(child, ref, label, is_breach, said.get("recorded")))


def child_row(ref: str, born: str, sex: str, ethnicity: str, recorded: str | None) -> dict:
    return {
        "child_ref": ref,
        "first_name": ref,
        "last_name": "",
        "known_as": "",
        "date_of_birth": date.fromisoformat(born),
        "sex": sex,
        "ethnicity": ethnicity,
        "pnc_id": "",
        "postcode": "",
        "recorded_on": day_of(recorded),
    }


def status_row(child: str, status: str, started: str, said: dict) -> dict:
    return {
        "child_ref": child,
        "status": status,
        "started_on": date.fromisoformat(started),
        "ended_on": said.get("to"),
        "recorded_on": said.get("recorded"),
    }


def offence_row(child: str, ref: str, label: str, is_breach: bool | None, recorded: date | None) -> dict:
    return {
        "offence_ref": ref,
        "child_ref": child,
        "committed_on": date.fromisoformat(label.split("#")[0]),
        "description": "",
        "ho_code": "",
        "category": "",
        "seriousness": None,
        "gravity": None,
        "is_breach": is_breach,
        "is_knife": None,
        "recorded_on": recorded,
    }


def disposal_row(child: str, kind: str, imposed: str, said: dict) -> dict:
    return {
        "disposal_ref": f"{child}/{kind}/{imposed}",
        "child_ref": child,
        "kind": kind,
        "imposed_on": date.fromisoformat(imposed.split("#")[0]),
        "offence_refs": [f"{child}/{label}" for label in said["for"]],
        "first_hearing_on": said.get("heard"),
        "court": "",
        "residence": said["residence"],
        "appeal": said["appeal"],
        "ends_on": None,
        "released_on": said.get("released"),
        "requirements": "",
        "unpaid_work_hours": None,
        "recorded_on": said.get("recorded"),
    }


def intervention_row(child: str, kind: str, started: str, said: dict) -> dict:
    return {
        "intervention_ref": f"{child}/{kind}/{started}",
        "child_ref": child,
        "kind": kind,
        "programme": "",
        "disposal_ref": "",
        "started_on": date.fromisoformat(started),
        "planned_end_on": None,
        "ended_on": said.get("to"),
        "completed": None,
        "worker": "",
        "recorded_on": said.get("recorded"),
    }


def remand_row(child: str, kind: str, started: str, said: dict) -> dict:
    return {
        "child_ref": child,
        "kind": kind,
        "started_on": date.fromisoformat(started),
        "ended_on": said.get("to"),
        "recorded_on": said.get("recorded"),
    }
