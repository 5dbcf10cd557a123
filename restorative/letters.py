"""Letters to victims: templates with the fields filled. Nothing is written to who must not be contacted.

A template is a file of its own in `letters/`: a title, when it is sent, the step it is recorded as, and paragraphs with
fields in braces. A letter says neither the child's name nor the offence: only the day on which it happened.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from string import Formatter

from restorative.models import Channel
from restorative.victims_path import Path
from yjs.documents.document import Document, Prose
from yjs.measures.periods import day_in_words
from yjs.people.models import User


FOLDER = FilePath(__file__).parent / "letters"
# What is missing where a field cannot be filled.
FIELDS = {
    "to": "the name of whom it is written to",
    "happened_on": "the day of an offence",
    "decided_on": "the day of the decision: nothing is decided yet",
    "held_on": "the day of the process: none has been held",
}


@dataclass(frozen=True)
class Template:
    """One kind of letter. `step` is what sending it is recorded as."""

    slug: str
    title: str
    when: str
    step: str
    paragraphs: tuple[str, ...]

    @property
    def fields(self) -> set[str]:
        """The fields its paragraphs name, and the greeting."""
        return {"to"} | {name for text in self.paragraphs for _, name, _, _ in Formatter().parse(text) if name}


@cache
def templates() -> dict[str, Template]:
    """Every kind of letter, by its slug, in the order in which they are mostly sent."""
    found = []
    for file in FOLDER.glob("*.toml"):
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        place = read.pop("place")
        found.append((place, Template(slug=file.stem, paragraphs=tuple(read.pop("paragraphs")), **read)))
    return {template.slug: template for _, template in sorted(found, key=lambda each: each[0])}


@dataclass(frozen=True)
class Letter:
    """A letter to one victim, its fields filled as far as they are known."""

    template: Template
    path: Path
    service: str
    by: User

    @property
    def values(self) -> dict[str, str]:
        victim, path = self.path.victim, self.path
        happened = min((offence.committed_on for offence in path.offences), default=None)
        held = path.processes[-1].held_on if path.processes else None
        return {
            "to": victim.speaker if victim.is_child else f"{victim.first_name} {victim.last_name}".strip(),
            "service": self.service,
            "worker": self.by.name,
            "today": day_in_words(path.day),
            "happened_on": _day(happened),
            "decided_on": _day(path.decided_on),
            "held_on": _day(held),
        }

    @property
    def missing(self) -> list[str]:
        """What must be recorded before it can be written."""
        values = self.values
        needed = self.template.fields - ({"to"} if self.path.has_nobody_to_speak else set())
        lacking = [words for name, words in FIELDS.items() if name in needed and not values[name]]
        if self.path.is_withheld:
            reason = self.path.victim.withheld_reason
            lacking.append(f"how to reach them: the police withheld it ({reason}), and nobody has reached them")
        if self.path.has_nobody_to_speak:
            lacking.append("who speaks for them: they are under 18, and no adult is recorded")
        return lacking

    @property
    def cautions(self) -> list[str]:
        """What to see to before it is sent."""
        victim = self.path.victim
        said = []
        if not self.by.contact:
            said.append(
                "It says nowhere how to answer you: ask the administrator to record your phone or email at work."
            )
        if not victim.address:
            said.append("No address is recorded.")
        if victim.is_child:
            reached = f" ({victim.speaker_contact})" if victim.speaker_contact else ""
            said.append(f"It is written to {victim.speaker}{reached}, who speaks for them: check the address.")
        if victim.language:
            said.append(f"Language, or interpreter: {victim.language}.")
        if victim.needs:
            said.append(f"Special needs: {victim.needs}")
        if victim.safety:
            said.append(f"Safety: {victim.safety}")
        if victim.channel not in ("", Channel.LETTER):
            said.append(f"They wish to be contacted otherwise: {victim.get_channel_display().lower()}.")
        return said

    @property
    def may_be_written(self) -> bool:
        return self.path.may_be_contacted and not self.missing

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The letter from its greeting to its signature."""
        values = self.values
        said = (text.format_map(values) for text in self.template.paragraphs)
        signed = "\n".join(filter(None, (self.by.name, self.service, self.by.contact)))
        return (f"Dear {values['to']},", *said, f"Yours sincerely,\n\n{signed}")

    def document(self) -> Document:
        """The letter for a file: from the address to the signature."""
        if not self.may_be_written:
            raise ValueError("This letter may not be written.")
        values, address = self.values, self.path.victim.address.splitlines()
        head = "\n".join(filter(None, (values["to"], *(line.strip() for line in address))))
        return Document(
            title=f"Letter: {self.template.title.lower()}",
            subtitle="",
            service_name=self.service,
            audience="internal",
            as_at_text="",
            made_text="",
            blocks=(Prose((head, values["today"], *self.paragraphs)),),
            is_letter=True,
        )

    @property
    def file_name(self) -> str:
        """It names the letter and the row, and nobody."""
        return f"letter-{self.template.slug}-{self.path.victim.pk}.docx"


def _day(day: dt.date | None) -> str:
    return day_in_words(day) if day else ""
