"""What is asked of somebody who brings a table in, and of those who say whose a notification is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from disposals.forms import KINDS_BY_TIER
from disposals.imports.layouts import LEFT_OUT, Layout
from disposals.imports.sheets import first_cells, headings
from disposals.imports.words import NOT_MATCHED, PENDING, guess
from disposals.models import Child, Notification
from yjs.records.bundle import limits
from yjs.records.bundle.files import CURES
from yjs.records.bundle.sheets import Sheet


KINDS = (".xlsx", ".csv")
MOST_WORDS = 200
WHO = "Match a column to the child's reference, or to the name and the date of birth."


class FileForm(forms.Form):
    """The table to look over. Nothing is stored by sending it."""

    file = forms.FileField(
        label="File",
        help_text="An .xlsx workbook or a .csv file, up to 50 MB, with the names of the columns in its first row.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={"required": "Choose the file.", "empty": "This file is empty. Choose another."},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if self.suffix() not in KINDS:
            raise forms.ValidationError(CURES.get(self.suffix(), "Choose an .xlsx or a .csv file."))
        if file.size > limits.PACKED:
            raise forms.ValidationError("This file is larger than 50 MB. Divide it into several.")
        return file

    def suffix(self) -> str:
        return Path(self.cleaned_data["file"].name).suffix.casefold()


class ColumnsForm(forms.Form):
    """Which of our columns each column of the sheet is. The first rows of each stand below its name."""

    # By name: there is one for each column of the sheet.
    fields: Any

    def __init__(self, *args: Any, layout: Layout, sheet: Sheet, number: int, said: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.headings = headings(sheet)
        self.fields["sheet"] = forms.IntegerField(widget=forms.HiddenInput, initial=number)
        guessed = layout.guess(self.headings)
        choices = [(LEFT_OUT, "Leave it out"), *((ours.name, ours.label) for ours in in_order(layout))]
        for place, heading in enumerate(self.headings):
            first = first_cells(sheet, place)
            if not first and not sheet.header[place].strip():
                continue
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading,
                help_text=f"First rows: {'; '.join(first)}" if first else "The first rows are empty.",
                choices=choices,
                initial=said.get("columns", {}).get(str(place), guessed[place]),
            )
        if layout.name == "tracker":
            self.fields["date_index_offences"] = forms.BooleanField(
                label="Where the date of the index offence is not given, date the offence on the index date",
                help_text=(
                    "A disposal is always for an offence. Such an offence says that the workbook does not name it, "
                    "so that somebody can correct it."
                ),
                required=False,
                initial=said.get("date_index_offences", False),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        matched = self.matched()
        times = Counter(matched.values())
        for place, name in matched.items():
            ours = self.layout.column(name)
            if times[name] > 1 and not ours.may_repeat:
                self.add_error(f"column-{place}", f"Several columns are matched to “{ours.label}”. Leave one.")
        if not self.errors:
            for said in faults_of_tracker(times) if self.layout.name == "tracker" else faults_of_police(times):
                self.add_error(None, said)
        return cleaned

    def matched(self) -> dict[int, str]:
        """Which of ours each column of the sheet is, by its place; those left out are not in it."""
        said = {name.removeprefix("column-"): ours for name, ours in self.cleaned_data.items() if "column-" in name}
        return {int(place): ours for place, ours in said.items() if ours != LEFT_OUT}

    def answers(self) -> dict[str, Any]:
        """What was said, to be remembered."""
        columns = {name.removeprefix("column-"): self.cleaned_data[name] for name in self.fields if "column-" in name}
        kept = {"sheet": self.cleaned_data["sheet"], "columns": columns}
        return kept | {"date_index_offences": self.cleaned_data.get("date_index_offences", False)}


def in_order(layout: Layout) -> list[Any]:
    """Our columns in the order of a child's story: who, the index event, the reoffences; or as the police tell it."""
    order = ("ref", "name", "first_name", "last_name", "born_on", "pnc_id", "crime_reference", "index_on")
    places = {name: place for place, name in enumerate(order)}
    rest = len(order)
    return sorted(
        layout.ours, key=lambda ours: (places.get(ours.name, rest), not ours.name.startswith("index"), ours.label)
    )


def faults_of_tracker(times: Mapping[str, int]) -> list[str]:
    """What is missing among the columns of a tracker workbook, or does not go together."""
    found = []
    if not times["ref"] and not ((times["name"] or times["last_name"]) and times["born_on"]):
        found.append(WHO)
    if bool(times["index_on"]) != bool(times["index_outcome"]):
        found.append("The index date and the index outcome go together: match a column to each, or to neither.")
    if not times["index_on"] and not times["reoffence_on"]:
        found.append("Match a column to the index date, or to the dates of reoffences.")
    for name, what in (
        ("reoffence_outcome", "outcomes"),
        ("reoffence_outcome_on", "dates of outcomes"),
        ("reoffence_what", "words for what it was"),
    ):
        if times[name] not in (0, times["reoffence_on"]):
            said = f"There are {times['reoffence_on']} columns of reoffences' dates and {times[name]} of their {what}."
            found.append(f"{said} Match one for each, in the same order, or none.")
    if times["reoffence_outcome"] != times["reoffence_outcome_on"]:
        found.append("The outcomes of reoffences and the dates of those outcomes go together: match both, or neither.")
    return found


def faults_of_police(times: Mapping[str, int]) -> list[str]:
    """What is missing among the columns of a police file."""
    found = []
    if not times["crime_reference"]:
        found.append("Match a column to the crime reference.")
    if not times["name"] and not times["last_name"]:
        found.append("Match a column to the name.")
    if not times["committed_on"]:
        found.append("Match a column to the date of the offence.")
    if not times["born_on"] and not times["pnc_id"]:
        found.append("Match a column to the date of birth or to the PNC ID: nobody is known by a name alone.")
    return found


class WordsForm(forms.Form):
    """Which kind of disposal each word for an outcome means. One that nobody matched stands in the way of its rows."""

    fields: Any

    def __init__(
        self, *args: Any, words: Sequence[tuple[str, str, int]], said: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = [key for key, _, _ in words]
        choices = [(NOT_MATCHED, "Not matched"), (PENDING, "No result yet"), *KINDS_BY_TIER]
        for place, (key, written, number) in enumerate(words):
            self.fields[f"word-{place}"] = forms.ChoiceField(
                label=written,
                help_text=f"In {number} {'cell' if number == 1 else 'cells'}.",
                choices=choices,
                initial=said.get(key, guess(written)),
            )

    def unmatched(self) -> list[str]:
        """The words that nothing is matched to as the page stands."""
        return [str(field.label) for field in self if field.value() == NOT_MATCHED]

    def answers(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"word-{place}"] for place, key in enumerate(self.words)}


class MatchForm(forms.Form):
    """Which child a notification is about."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    child = forms.ModelChoiceField(
        queryset=Child.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label="Which child is it about?",
        error_messages={"required": "Choose a child, or one of the other answers below."},
    )

    # By name, whatever kind of field it is.
    fields: Any

    def __init__(self, *args: Any, children: Any, notification: Notification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].queryset = children
        self.fields["child"].label_from_instance = told_apart
        self.initial["version"] = notification.version


def told_apart(child: Child) -> str:
    """A child in the words by which one is told from another."""
    also = f" ({child.known_as})" if child.known_as else ""
    pnc = f", PNC ID {child.pnc_id}" if child.pnc_id else ""
    return f"{child}{also}, born {child.date_of_birth:%d/%m/%Y}, reference {child.ref}{pnc}"


class AnswerForm(forms.Form):
    """Why a notification is not ours, or why an answer to it is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why."},
    )

    def __init__(self, *args: Any, notification: Notification, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = hint
        self.initial["version"] = notification.version
