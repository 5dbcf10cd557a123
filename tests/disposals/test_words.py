"""The words of the pages: who can help, what is missing by its name, and nothing promised that no page does."""

from collections.abc import Callable

import pytest
from django.test import Client

from disposals.models import Child
from tests.disposals.kept import a_child, a_disposal, a_remand, an_offence, fill_in, shown, some_work
from tests.disposals.test_views import text
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestRefusals:
    def test_a_refusal_sends_to_those_who_can_change_it(self, client_for: ClientFor) -> None:
        said = text(client_for("board").get("/children/"))
        assert "ask an administrator of the service" in said
        assert "service manager" not in said

    def test_no_page_promises_to_merge(self, client_for: ClientFor) -> None:
        assert "merged" not in text(client_for("worker").get("/children/999/"))


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("part", "said"),
        [
            ("statuses", ["Choose the status.", "Give the first day of it."]),
            ("offences", ["Give the day of the offence."]),
            ("disposals", ["Choose the kind of disposal.", "Give the day the disposal was imposed."]),
            ("interventions", ["Choose the kind of work.", "Give the day the work began."]),
            ("remands", ["Choose where the child was remanded to.", "Give the day the remand began."]),
        ],
    )
    def test_it_is_named_in_a_sentence(self, client_for: ClientFor, part: str, said: list[str]) -> None:
        child = a_child()
        an_offence(child)
        page = text(fill_in(client_for("worker"), f"/children/{child.pk}/{part}/add/"))
        for words in said:
            assert words in page
        assert "is needed" not in page
        assert "This field" not in page

    @pytest.mark.parametrize("address", ["/records/export/", "/people/password/", "/people/add/"])
    def test_no_form_speaks_of_a_field(self, client_for: ClientFor, address: str) -> None:
        client = client_for("administrator" if address == "/people/add/" else "manager")
        page = text(client.post(address, {}))
        assert "There is a problem" in page
        assert "This field" not in page

    @pytest.mark.parametrize("asked", [{"age_from": "-1"}, {"age_to": "old"}, {"age_to": "1.5"}])
    def test_an_age_is_asked_for_in_years(self, client_for: ClientFor, asked: dict[str, str]) -> None:
        page = text(client_for("worker").get("/children/", asked))
        assert "Give the age in whole years, from 0 to 120." in page
        assert "Ensure this value" not in page


def test_the_new_password_is_not_called_the_one_before(client_for: ClientFor) -> None:
    page = text(client_for("worker").get("/people/password/"))
    assert "same password as before" not in page
    assert "Type the new password once more." in page


def test_a_child_is_never_it_on_the_page_that_removes(client_for: ClientFor) -> None:
    child = a_child()
    page = text(client_for("worker").get(f"/children/{child.pk}/remove/"))
    assert "From now on this child counts in no figure." in page
    a_remand(child)
    page = text(client_for("worker").get(f"/children/{child.pk}/remove/"))
    assert "Other records speak of this child." in page


def test_a_worker_is_offered_the_names_of_those_who_record_now(client_for: ClientFor, user_for) -> None:  # noqa: ANN001
    left, _ = user_for("manager"), user_for("board")
    left.is_active = False
    left.save()
    child = a_child()
    page = client_for("worker").get(f"/children/{child.pk}/interventions/add/").content.decode()
    assert 'list="id_worker_offered"' in page
    assert '<datalist id="id_worker_offered"><option value="The worker"></option></datalist>' in page
    fill_in(client_for("worker"), f"/children/{child.pk}/interventions/add/", kind="prevention",
            started_on="1/3/2024", worker="Somebody Who Left")  # fmt: skip
    assert child.intervention_set.get().worker == "Somebody Who Left"


def test_a_childs_page_leads_to_its_parts_and_folds_what_is_decided(client_for: ClientFor) -> None:
    child = a_child()
    offence = an_offence(child, description="Arson")
    an_offence(child, description="Affray")
    some_work(child, disposal=a_disposal(child, offence))
    response = client_for("worker").get(f"/children/{child.pk}/")
    page = response.content.decode()
    for _, key in response.context["page"].jumps:
        assert f'href="#{key}"' in page
        assert f'id="{key}"' in page
    assert "Work that has ended" not in page
    folded = page[page.index("<details") : page.index("</details>")]
    assert "Offences decided already (1)" in folded
    assert "Arson" in folded
    assert "Affray" not in folded
    for words in ("Correct details", "Record an intervention", "Record a status", "History of changes"):
        assert f">{words}<" in page


def test_a_save_over_somebody_elses_shows_one_box_that_takes_the_focus(client_for: ClientFor) -> None:
    child = a_child()
    worker, address = client_for("worker"), f"/children/{child.pk}/change/"
    opened = shown(worker.get(address), known_as="Mira", reason="Second")
    fill_in(client_for("manager"), address, known_as="Ami", reason="First")
    page = worker.post(address, opened).content.decode()
    assert "govuk-error-summary__title" not in page
    box = page[page.index('<section class="yjs-stale"') :].split(">")[0]
    assert 'tabindex="-1"' in box
    assert "autofocus" in box
    same = shown(worker.get(address), postcode="WB1 1AA", reason="Third")
    fill_in(client_for("manager"), address, postcode="WB1 1AA", reason="Quicker")
    page = text(worker.post(address, same))
    assert "The two say the same: save again if you still want to." in page


def test_every_page_says_whose_service_it_is(client_for: ClientFor, settings) -> None:  # noqa: ANN001
    settings.SERVICE_NAME = "Wrenbridge Youth Justice Service"
    for address in ("/", "/children/", "/people/password/"):
        page = client_for("worker").get(address).content.decode()
        assert page.count("Wrenbridge Youth Justice Service") >= 3
        assert "Youth justice service" not in page
    assert Child.objects.count() == 0
