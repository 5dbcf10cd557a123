"""The columns of a tracker workbook, and its words for outcomes, are guessed, and a person says what they are."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from disposals.imports.layouts import LEFT_OUT, POLICE, TRACKER
from disposals.imports.words import NOT_MATCHED, PENDING, guess
from disposals.models import Child, Disposal
from tests.disposals.tables import (
    A_CHILD,
    ALI,
    BORN,
    DECIDED,
    INDEX,
    WHOLE,
    errors,
    labelled,
    matched,
    send,
    sheet,
    text,
    with_one,
    workbook,
)
from yjs.people.permissions import Role
from yjs.records.bundle import uploads


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestTrackerColumns:
    """The page where the columns are matched."""

    def test_each_column_is_guessed_by_its_name_and_shows_its_first_rows(self, manager: Client) -> None:
        page = manager.get(send(manager, "tracker", WHOLE).url)
        guessed = {field.label: field.value() for field in page.context["form"] if field.name.startswith("column-")}
        assert list(guessed.values()) == [
            "name",
            "born_on",
            "index_offence_on",
            "index_on",
            "index_outcome",
            *["reoffence_on", "reoffence_outcome", "reoffence_outcome_on"] * 2,
        ]
        assert "First rows: Sam Smith; KHAN Ali" in text(page)
        assert "First rows: 2004-05-06; 2003-02-01" in text(page)

    @pytest.mark.parametrize(
        ("headings", "guessed"),
        [
            (["Child ref", "Date of Birth", "Disposal", "Disposal date"], "ref born_on index_outcome index_on"),
            (["Forename", "Surname", "d.o.b."], "first_name last_name born_on"),
            (["Re-offence date(s)", "Outcome", "Outcome date", "Offence"], "reoffence_on reoffence_outcome "
             "reoffence_outcome_on reoffence_what"),
            (["Date of reoffence", "Outcome of reoffence", "Case worker name"], "reoffence_on reoffence_outcome leave_out"),
            (["Number of reoffences", "Reoffended Y/N", "Notes"], "leave_out leave_out leave_out"),
            (["Further offence committed on", "Child"], "reoffence_on name"),
        ],
    )  # fmt: skip
    def test_headings_are_known_however_they_are_written(self, headings: list[str], guessed: str) -> None:
        assert " ".join(TRACKER.guess(headings)) == guessed

    def test_a_guess_can_be_changed(self, manager: Client) -> None:
        content = sheet(["x1", BORN, DECIDED, "YC"], header=["Who", "Geboren", "When", "What"])
        answer = send(manager, "tracker", content)
        page = manager.get(answer.url)
        typed = {"Who": "ref", "Geboren": "born_on", "When": "index_on", "What": "index_outcome"}
        said = {labelled(page, heading): ours for heading, ours in typed.items()}
        words = matched(manager, answer, date_index_offences="on", **said)
        manager.post(matched(manager, words).url)
        assert Child.objects.get().ref == "x1"
        assert Disposal.objects.get().kind == "youth_caution"

    def test_what_is_missing_or_doubled_among_the_columns_is_told(self, manager: Client) -> None:
        answer = send(manager, "tracker", WHOLE)
        page = manager.get(answer.url)
        said = text(matched(manager, answer, **{labelled(page, "DOB"): LEFT_OUT}))
        assert "Match a column to the child's reference, or to the name and the date of birth." in said
        said = text(matched(manager, answer, **{labelled(page, "Index date"): LEFT_OUT}))
        assert "The index date and the index outcome go together" in said
        said = text(matched(manager, answer, **{labelled(page, "Reoffence 2 outcome date"): LEFT_OUT}))
        assert "There are 2 columns of reoffences' dates and 1 of their dates of outcomes." in said
        said = text(matched(manager, answer, **{labelled(page, "Index date"): "born_on"}))
        assert "Several columns are matched to “Date of birth”. Leave one." in said

    def test_the_sheet_that_holds_the_tracker_is_found_and_another_can_be_chosen(self, manager: Client) -> None:
        notes = [["Note", "By"], ["Read me", "Jo"]]
        answer = send(manager, "tracker", workbook(notes, [A_CHILD, ALI], names=["Notes", "Cohort"]))
        page = manager.get(answer.url)
        assert "KHAN Ali" in text(page)
        assert "Read me" in text(manager.get(f"{answer.url}?sheet=0"))
        manager.post(matched(manager, matched(manager, answer)).url)
        assert Child.objects.get().last_name == "KHAN"

    def test_it_is_its_senders_alone_and_gone_after_a_quarter_of_an_hour(
        self, manager: Client, client_for: ClientFor
    ) -> None:
        address = send(manager, "tracker", WHOLE).url
        assert "no longer here" in text(client_for(Role.ANALYST).get(address, follow=True))
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=15, seconds=5)):
            uploads.throw_away_the_old()
        assert "no longer here" in text(manager.get(address, follow=True))


class TestTrackerWords:
    """The page where the outcomes are matched to the kinds of disposal."""

    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("YC", "youth_caution"),
            ("ycc", "youth_conditional_caution"),
            ("RO 6 months", "referral_order"),
            ("Referral Order (12m)", "referral_order"),
            ("YRO + ISS", "youth_rehabilitation_order_iss"),
            ("YRO 12 months", "youth_rehabilitation_order"),
            ("DTO 4 months", "detention_and_training_order"),
            ("OC22", "outcome_22"),
            ("Outcome 22 (deferred prosecution)", "outcome_22_deferred"),
            ("outcome 23", "outcome_23"),
            ("NFA", "no_further_action"),
            ("Not guilty", "dismissed"),
            ("DETENTION_AND_TRAINING_ORDER", "detention_and_training_order"),
            ("Pending", PENDING),
            ("charged, on bail", PENDING),
            ("RUI", PENDING),
            ("Gone fishing", NOT_MATCHED),
        ],
    )
    def test_words_for_outcomes_are_known_however_they_are_written(self, word: str, kind: str) -> None:
        assert guess(word) == kind

    def test_each_word_is_shown_once_and_those_not_matched_are_named(self, manager: Client) -> None:
        content = with_one(4, "Slap on the wrist")
        page = manager.get(matched(manager, send(manager, "tracker", content)).url)
        assert [field.label for field in page.context["form"]] == [
            "Outcome 22",
            "Slap on the wrist",
            "RO 6 months",
            "Awaiting court",
        ]
        assert "Not matched yet: Slap on the wrist." in text(page)

    def test_the_words_of_a_row_in_which_something_else_is_wrong_are_shown_too(self, manager: Client) -> None:
        words = matched(manager, send(manager, "tracker", with_one(1, "=TODAY()")))
        assert "YC" in [field.label for field in manager.get(words.url).context["form"]]

    def test_a_column_of_a_different_word_in_every_row_is_no_column_of_outcomes(self, manager: Client) -> None:
        rows = [["Sam Smith", BORN, INDEX, DECIDED, f"Told {number} times"] for number in range(201)]
        assert "There are 201 different outcomes." in text(matched(manager, send(manager, "tracker", sheet(*rows))))

    def test_a_word_can_be_matched_to_another_kind(self, manager: Client) -> None:
        words = matched(manager, send(manager, "tracker", with_one(4, "Slap on the wrist")))
        said = {labelled(manager.get(words.url), "Slap on the wrist"): "youth_conditional_caution"}
        address = matched(manager, words, **said).url
        assert errors(manager, address) == []
        manager.post(address)
        assert Disposal.objects.filter(kind="youth_conditional_caution").count() == 1

    def test_nobody_comes_here_before_the_columns(self, manager: Client) -> None:
        address = send(manager, "tracker", WHOLE).url
        assert manager.get(address.replace("columns", "outcomes")).url == address
        assert manager.get(address.replace("columns/", "")).url == address


def test_no_two_of_our_columns_go_by_one_name() -> None:
    for layout in (TRACKER, POLICE):
        assert len({ours.name for ours in layout.ours}) == len({ours.label for ours in layout.ours}) == len(layout.ours)
