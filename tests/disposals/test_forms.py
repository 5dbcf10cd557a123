"""What people type: days as they write them, what is impossible refused in words, what is unlikely kept."""

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from disposals.forms import ChildForm, DisposalForm, InterventionForm, OffenceForm, RemandForm, StatusForm
from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from tests.disposals.kept import BORN, a_child, a_disposal, an_offence, some_work
from yjs.records.fields import DayField, YesNoField
from yjs.records.forms import RecordForm


pytestmark = pytest.mark.django_db


WRITE_IT = "Write the day as day, month and year: 27/3/2019."


def typed(**answers: Any) -> QueryDict:
    """Answers as a browser sends them."""
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def errors(form: RecordForm) -> dict[str, list[str]]:
    return {name: list(said) for name, said in form.errors.items()}


class TestDays:
    @pytest.mark.parametrize(
        "text", ["27/3/2019", "27/03/2019", " 27/03/2019 ", "27.3.2019", "27-03-2019", "27 3 2019", "2019-03-27"]
    )
    def test_a_day_is_read_as_people_write_it(self, text: str) -> None:
        assert DayField().clean(text) == dt.date(2019, 3, 27)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("27/3/19", "Give the year in four figures."),
            ("1.11.26", "Give the year in four figures."),
            ("31/2/2019", "There is no 31 February 2019."),
            ("31-02-2026", "There is no 31 February 2026."),
            ("0/4/2019", "There is no 0 April 2019."),
            *((text, WRITE_IT) for text in ("3/27/2019", "2019/03/27", "27 March", "yesterday", "27/3")),
        ],
    )
    def test_a_day_is_never_guessed_and_what_is_amiss_is_said(self, text: str, said: str) -> None:
        form = RemandForm(typed(kind="secure", started_on=text), instance=Remand(child=a_child()))
        assert errors(form) == {"started_on": [said]}


class TestYesNo:
    @pytest.mark.parametrize(("word", "kept"), [("yes", True), ("no", False), ("", None)])
    def test_no_answer_is_never_a_no(self, word: str, kept: bool | None) -> None:
        assert YesNoField(required=False).clean(word) is kept
        assert YesNoField().prepare_value(kept) == word
        assert not YesNoField().has_changed(kept, word)


class TestChildForm:
    def test_a_child_needs_a_name_of_some_kind(self) -> None:
        form = ChildForm(typed(date_of_birth="3/5/2009"), instance=Child())
        assert list(form.errors) == ["first_name"]
        assert ChildForm(typed(date_of_birth="3/5/2009", known_as="Shan"), instance=Child()).is_valid()

    def test_a_child_is_not_born_after_what_is_recorded(self) -> None:
        child = a_child()
        an_offence(child, dt.date(2024, 3, 1))
        some_work(child, started_on=dt.date(2023, 7, 1))
        form = ChildForm(typed(first_name="Amira", date_of_birth="2/7/2023", version="1", reason="So"), instance=child)
        assert errors(form) == {
            "date_of_birth": ["Something is recorded of this child on 01/07/2023, before this. Check both."]
        }

    def test_a_child_is_not_born_tomorrow(self) -> None:
        form = ChildForm(typed(first_name="Amira", date_of_birth="1/1/2100"), instance=Child())
        assert errors(form) == {"date_of_birth": ["This date is in the future. Give the day it happened."]}

    def test_ethnicity_offers_every_category_in_its_group_and_not_recorded_first(self) -> None:
        choices = ChildForm(instance=Child()).fields["ethnicity"].choices
        assert choices[:2] == [("", "Not recorded"), ("not_known", "Not known")]
        assert {group for group, _ in choices[2:]} == {"Asian", "Black", "Mixed", "Other", "White"}

    def test_a_browser_is_told_to_remember_no_name(self) -> None:
        for name in ("first_name", "last_name", "known_as", "postcode"):
            assert ChildForm(instance=Child()).fields[name].widget.attrs["autocomplete"] == "off"


class TestOffenceForm:
    def test_an_offence_before_birth_is_refused(self) -> None:
        form = OffenceForm(typed(committed_on="1/1/2005"), instance=Offence(child=a_child()))
        assert errors(form) == {"committed_on": ["This is before the child was born (03/05/2009). Check both dates."]}

    def test_an_offence_at_nine_and_one_without_a_score_are_kept_and_told_of(self) -> None:
        form = OffenceForm(typed(committed_on="1/6/2018"), instance=Offence(child=a_child()))
        assert form.is_valid()
        form.save()
        assert form.notices() == [
            "The child was 9 at this offence. Check the dates; a child here is 10 to 17.",
            "The YJB seriousness score is not recorded. Add a score from 1 to 8.",
        ]

    def test_an_offence_is_not_moved_past_its_disposal(self) -> None:
        child = a_child()
        offence = an_offence(child)
        a_disposal(child, offence)
        answers = typed(committed_on="2/6/2024", version="1", reason="Wrong day")
        form = OffenceForm(answers, instance=offence)
        assert errors(form) == {
            "committed_on": ["Its disposal is before this day: Youth caution, 01/06/2024. Check both dates."]
        }


class TestDisposalForm:
    def test_a_release_is_for_custody_alone(self) -> None:
        child = a_child()
        said = self.said(an_offence(child), released_on="1/7/2024")
        assert errors(DisposalForm(said, instance=Disposal(child=child))) == {
            "released_on": ["Youth caution is not custody. Leave the release empty."]
        }

    def test_an_offence_in_the_way_is_named_as_the_page_names_it(self) -> None:
        child = a_child()
        said = self.said(an_offence(child), imposed_on="1/2/2024")
        assert errors(DisposalForm(said, instance=Disposal(child=child))) == {
            "imposed_on": ["The disposal is before its offence “Theft, 01/03/2024” (01/03/2024). Check both dates."]
        }

    def test_it_names_an_offence_unless_it_is_a_diversion_order(self) -> None:
        child = a_child()
        said = typed(kind="youth_caution", imposed_on="1/6/2024", residence="local")
        assert errors(DisposalForm(said, instance=Disposal(child=child))) == {
            "offence_refs": ["No offence is named. Name the offences it dealt with."]
        }
        said["kind"] = "youth_diversion_order"
        assert DisposalForm(said, instance=Disposal(child=child)).is_valid()

    def test_it_offers_the_childs_own_offences_alone(self) -> None:
        child = a_child()
        own, others = an_offence(child), an_offence(a_child("Tom", "Hart"))
        form = DisposalForm(self.said(others), instance=Disposal(child=child))
        assert list(form.errors) == ["offence_refs"]
        assert [ref for ref, _ in form.fields["offence_refs"].choices] == [own.ref]

    def test_kinds_stand_in_their_tiers_and_those_that_ended_say_so(self) -> None:
        choices = dict(DisposalForm(instance=Disposal(child=a_child())).fields["kind"].choices)
        assert list(choices)[1:] == ["Diversion", "Pre-court", "First-tier", "Community", "Custody", "Other"]
        assert choices["Pre-court"][-1] == ("final_warning", "Final warning (only before 8 April 2013)")

    def said(self, offence: Offence, **answers: str) -> QueryDict:
        usual = {"kind": "youth_caution", "imposed_on": "1/6/2024", "residence": "local", "offence_refs": [offence.ref]}
        return typed(**usual | answers)


class TestInterventionForm:
    def test_it_follows_a_disposal_of_this_child_alone(self) -> None:
        child, other = a_child(), a_child("Tom", "Hart")
        theirs = a_disposal(other, an_offence(other))
        said = typed(kind="out_of_court", started_on="1/7/2024", disposal=str(theirs.pk))
        assert list(InterventionForm(said, instance=Intervention(child=child)).errors) == ["disposal"]

    def test_an_end_before_its_start_is_refused(self) -> None:
        said = typed(kind="prevention", started_on="1/7/2024", ended_on="30/6/2024")
        form = InterventionForm(said, instance=Intervention(child=a_child()))
        assert errors(form) == {"ended_on": ["This is before start date (01/07/2024). Check both dates."]}


class TestCorrecting:
    def test_a_reason_is_asked_for(self) -> None:
        child = a_child()
        form = ChildForm(typed(first_name="Amira", date_of_birth="3/5/2009", version="1"), instance=child)
        assert errors(form) == {"reason": ["Say why you are changing this."]}

    def test_a_reference_that_was_not_shown_is_refused(self) -> None:
        form = OffenceForm(typed(committed_on="1/3/2024", made_as="chosen:by-me"), instance=Offence(child=a_child()))
        assert errors(form) == {"made_as": ["This form is not as it was shown to you. Open the page again."]}

    def test_what_is_wrong_beyond_the_form_is_said_of_the_whole(self) -> None:
        status = Status(child=a_child(), status="looked_after", started_on=BORN)
        form = StatusForm(typed(status="looked_after"), instance=status)
        form.fields.pop("started_on")
        status.started_on = dt.date(2001, 1, 1)
        assert errors(form) == {"__all__": ["This is before the child was born (03/05/2009). Check both dates."]}
