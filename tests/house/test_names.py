"""The field's words: a child is a child, whatever the child has done."""

import re

from tests.house.tree import files, name


# "Youth offending team" is the statute's, as are the titles of Acts; "reoffending" is the guide's.
REFUSED = re.compile(r"(?<![a-z])(?:young[ _-]?)?offenders?(?![a-z]| Act)", re.IGNORECASE)
DRAWERS_WITHOUT_A_NAME = {"utils", "helpers", "common", "services", "misc", "core"}


def test_nobody_is_called_by_what_they_did() -> None:
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in files(".py", ".html", ".txt", ".css", ".js")
        if path.name != "test_names.py"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if REFUSED.search(line)
    ]
    assert found == []


def test_the_words_of_the_field_pass_and_the_others_do_not() -> None:
    for said in (
        "reoffender",
        "reoffenders",
        "reoffending",
        "youth offending team",
        "Punishment of Offenders Act 2012",
    ):
        assert not REFUSED.search(said)
    for said in ("offender", "Offenders", "young_offender", "an offender's", "offender_id"):
        assert REFUSED.search(said)


def test_every_module_is_named_after_what_it_holds() -> None:
    found = [name(path) for path in files(".py") if {path.stem, path.parent.name} & DRAWERS_WITHOUT_A_NAME]
    assert found == []
