"""Letters to victims: their fields filled, as Word, and never to who must not be contacted."""

import io
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document as open_word

from disposals.models import Child
from restorative.letters import FIELDS, Letter, templates
from restorative.models import Step, Victim
from restorative.victims_path import paths_of
from tests.disposals.kept import a_disposal, an_offence, fill_in
from tests.house.test_names import REFUSED
from tests.restorative.victims_kept import a_step, a_victim, days_ago
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import Role
from yjs.records.days import today
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


@pytest.fixture
def victim(child: Child) -> Victim:
    offence = an_offence(child)
    a_disposal(child, offence)
    return a_victim(offence)


def page(victim: Victim, slug: str = "offer") -> str:
    return reverse("restorative:letter-detail", args=[victim.pk, slug])


def words(response: object) -> str:
    file = open_word(io.BytesIO(response.getvalue()))  # type: ignore[attr-defined]
    return "\n".join(paragraph.text for paragraph in file.paragraphs)


class TestLetterDetail:
    @pytest.mark.parametrize("slug", ["first-contact", "offer", "outcome", "closing"])
    def test_each_comes_as_word_with_its_fields_filled(self, worker: Client, victim: Victim, slug: str) -> None:
        shown = worker.get(page(victim, slug)).content.decode()
        assert "Dear Síle O&#x27;Brien-Nowak," in shown
        sent = worker.post(page(victim, slug))
        said = words(sent)
        assert said.startswith("Síle O'Brien-Nowak\n4 Elm Row\nWrenbridge")
        assert "what happened on 1 March 2024" in said
        assert said.endswith(f"Yours sincerely,\n\nThe victim worker\n{settings.SERVICE_NAME}")
        assert not re.search(r"[{}]", said)

    def test_to_somebody_under_18_it_goes_to_the_adult_who_speaks_for_them_and_without_one_it_is_not_written(
        self, worker: Client, child: Child
    ) -> None:
        victim = a_victim(an_offence(child), is_child=True)
        a_disposal(child, an_offence(child))
        shown = worker.get(page(victim, "first-contact")).content.decode()
        assert "who speaks for them: they are under 18, and no adult is recorded" in shown
        assert "the name of whom it is written to" not in shown
        assert worker.post(page(victim, "first-contact"))["Content-Type"].startswith("text/html")
        victim.speaker, victim.speaker_contact = "Marie Nowak", "12 Elm Row"
        keep(victim, by=None, reason="Told by the police")
        shown = worker.get(page(victim, "first-contact")).content.decode()
        assert "It is written to Marie Nowak (12 Elm Row), who speaks for them: check the address." in shown
        assert "Dear Marie Nowak," in words(worker.post(page(victim, "first-contact")))

    def test_it_says_how_to_answer_and_where_it_cannot_who_writes_it_is_told(
        self, worker: Client, victim: Victim, user_for: Callable[[Role], User]
    ) -> None:
        assert "It says nowhere how to answer you" in worker.get(page(victim)).content.decode()
        person = user_for(Role.VICTIM_WORKER)
        person.contact = "01632 960 001, victims@wrenbridge.example"
        person.save()
        assert "It says nowhere how to answer you" not in worker.get(page(victim)).content.decode()
        assert words(worker.post(page(victim))).endswith(f"{settings.SERVICE_NAME}\n{person.contact}")

    def test_the_file_names_nobody_and_its_properties_neither(self, worker: Client, victim: Victim) -> None:
        sent = worker.post(page(victim))
        assert sent["Content-Disposition"] == f'attachment; filename="letter-offer-{victim.pk}.docx"'
        told = open_word(io.BytesIO(sent.getvalue())).core_properties
        properties = (told.title, told.author, told.subject, told.comments, told.keywords, told.last_modified_by)
        assert not victim.is_told_by(" ".join(properties))
        assert "do not share" not in " ".join(properties)

    def test_it_is_upright_and_says_nothing_above_or_below(self, worker: Client, victim: Victim) -> None:
        section = open_word(io.BytesIO(worker.post(page(victim)).getvalue())).sections[0]
        assert section.page_width < section.page_height
        assert [p.text for part in (section.header, section.footer) for p in part.paragraphs if p.text] == []

    def test_it_tells_neither_the_child_nor_the_offence(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child, description="Told of by Amira Khan"))
        said = words(worker.post(page(victim)))
        assert "Amira" not in said
        assert "Told of" not in said
        assert child.ref not in said

    def test_taking_it_out_is_logged_and_looking_is_a_look(self, worker: Client, victim: Victim) -> None:
        worker.get(page(victim))
        worker.post(page(victim))
        out, look = AccessEvent.objects.all()
        assert (look.act, out.act) == (Act.LOOKED, Act.EXPORTED)
        assert (out.subjects, out.detail) == ([f"victim {victim.pk}"], "letter: offer")

    @pytest.mark.parametrize("why", ["the sign", "a no"])
    @pytest.mark.parametrize("slug", ["first-contact", "offer", "outcome", "closing"])
    def test_nothing_is_written_to_who_must_not_be_contacted(
        self, worker: Client, child: Child, why: str, slug: str
    ) -> None:
        offence = an_offence(child)
        a_disposal(child, offence)
        victim = a_victim(offence, do_not_contact_from=days_ago(1) if why == "the sign" else None)
        if why == "a no":
            a_step(victim, Step.CONSENT, answer=False)
        for answer in (worker.get(page(victim, slug)), worker.post(page(victim, slug))):
            assert not answer.has_header("Content-Disposition")
            said = answer.content.decode()
            assert "No letter is written" in said
            assert "Dear" not in said
        assert Act.EXPORTED not in AccessEvent.objects.values_list("act", flat=True)
        with pytest.raises(ValueError, match="may not be written"):
            Letter(templates()[slug], paths_of([victim], today())[0], "A service", User(name="Jo Ellis")).document()

    def test_what_is_missing_is_said_and_nothing_is_written(self, worker: Client, child: Child) -> None:
        undecided = a_victim(an_offence(child))
        said = worker.post(page(undecided, "outcome")).content.decode()
        assert "nothing is decided yet" in said
        nobody = a_victim(an_offence(child), first_name="", last_name="")
        assert "the name of whom it is written to" in worker.post(page(nobody)).content.decode()

    @pytest.mark.parametrize("slug", ["first-contact", "offer"])
    def test_nothing_is_written_where_the_police_withheld_how_to_reach_them(
        self, worker: Client, child: Child, slug: str
    ) -> None:
        offence = an_offence(child)
        victim = a_victim(offence, details_from_police_on=None, withheld_reason="Asked the police not to")
        sent = worker.post(page(victim, slug))
        assert not sent.has_header("Content-Disposition")
        assert "the police withheld it (Asked the police not to)" in sent.content.decode()
        a_step(victim, Step.CONTACTED)
        assert worker.post(page(victim, slug)).has_header("Content-Disposition")

    def test_an_address_has_its_lines_and_none_between_them(self, worker: Client, victim: Victim) -> None:
        kept = a_victim(victim.offences().get(), address="4 Elm Row\r\n\r\n Wrenbridge\r\n")
        assert words(worker.post(page(kept))).startswith("Síle O'Brien-Nowak\n4 Elm Row\nWrenbridge\n")
        change = reverse("restorative:victim-change", args=[kept.pk])
        fill_in(worker, change, address="5 Elm Row\r\nWrenbridge", reason="Moved")
        kept.refresh_from_db()
        assert kept.address == "5 Elm Row\nWrenbridge"

    def test_of_a_child_it_goes_to_who_speaks_for_them(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child), is_child=True, speaker="Ana Nowak")
        assert "Dear Ana Nowak," in words(worker.post(page(victim)))

    def test_it_says_what_to_see_to_first(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child), language="Polish", safety="Not on Fridays", channel="phone", address="")
        said = worker.get(page(victim)).content.decode()
        for caution in ("Polish", "Not on Fridays", "otherwise: phone", "No address is recorded"):
            assert caution in said

    def test_a_letter_that_is_not_there_and_a_victim_who_is_not_theirs_are_not_found(
        self, client_for: ClientFor, worker: Client, victim: Victim
    ) -> None:
        assert worker.get(page(victim, "no-such")).status_code == 404
        assert client_for(Role.PROVIDER).post(page(victim)).status_code == 404


class TestTemplates:
    def test_each_names_fields_there_are_and_a_step_there_is(self, victim: Victim) -> None:
        values = Letter(templates()["offer"], paths_of([victim], today())[0], "A service", User(name="Jo Ellis")).values
        assert list(templates()) == ["first-contact", "offer", "outcome", "closing"]
        for template in templates().values():
            assert template.fields <= set(values)
            assert template.step in Step.values
            assert template.title
            assert template.when
        assert set(FIELDS) <= set(values)

    def test_nobody_is_called_by_what_they_did(self) -> None:
        assert not any(REFUSED.search(text) for each in templates().values() for text in each.paragraphs)
