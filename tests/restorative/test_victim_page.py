"""One victim's page, and who the victim is: added by a case, corrected, removed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from restorative.models import Step, Victim
from tests.disposals.kept import a_child, a_disposal, an_offence, fill_in, shown
from tests.restorative.victims_kept import a_fact, a_process, a_step, a_victim, days_ago
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
ADD = "/restorative/victims/add/"


def page(name: str, victim: Victim) -> str:
    return reverse(f"restorative:victim-{name}", args=[victim.pk])


class TestVictimDetail:
    def test_it_goes_down_the_path_step_by_step(self, worker: Client, child: Child) -> None:
        offence = an_offence(child)
        victim = a_victim(offence, not_offered_reason="")
        a_step(victim, Step.ATTEMPT, channel="phone")
        a_step(victim, Step.CONTACTED)
        a_step(victim, Step.CONSENT, answer=True)
        a_step(victim, Step.SUPPORT_INFORMATION)
        a_process(victim, child, words="It helped", may_quote=True, victim_satisfied=True)
        a_disposal(child, offence)
        stages = {
            stage.title: (stage.state[0], stage.told)
            for stage in worker.get(page("detail", victim)).context["page"].stages
        }
        assert list(stages) == [
            "Details from the police",
            "Attempts",
            "First contact",
            "Consent to contact",
            "View, before the decision",
            "Offer of restorative justice",
            "Their choice",
            "Process",
            "Kept informed",
            "Information on support",
            "Feedback",
            "Closing",
        ]
        assert stages["First contact"][0] == stages["Consent to contact"][0] == stages["Process"][0] == "Done"
        assert stages["View, before the decision"][0] == "Not asked before it"
        assert stages["Information on support"][0] == "Asked for, not given"
        assert stages["Feedback"] == ("Done", ("Satisfied", "“It helped” (may be quoted)"))
        assert stages["Closing"][0] == "Not yet"

    def test_the_reason_for_not_offering_stands_for_the_offer(self, worker: Client) -> None:
        victim = a_victim(
            not_offered_reason="Nothing is admitted", details_from_police_on=None, withheld_reason="Asked so"
        )
        said = worker.get(page("detail", victim)).content.decode()
        assert "Not offered: Nothing is admitted" in said
        assert "Withheld: Asked so" in said

    def test_it_leads_to_the_child_by_the_reference_of_the_case(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child))
        said = worker.get(page("detail", victim)).content.decode()
        assert f'href="{child.get_absolute_url()}">{child.ref}</a>' in said
        assert str(child) not in said

    def test_the_look_is_logged_with_the_victim_and_the_case(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child))
        worker.get(page("detail", victim))
        line = AccessEvent.objects.get()
        assert (line.act, line.subjects) == (Act.LOOKED, [f"victim {victim.pk}", child.ref])

    def test_the_sign_not_to_contact_stands_at_the_top_and_no_letter_is_offered(self, worker: Client) -> None:
        alone = worker.get(page("detail", a_victim(do_not_contact_from=days_ago(1)))).content.decode()
        assert "Do not contact them" in alone
        assert "/tried/" not in alone
        assert "/letters/" not in alone
        assert "/letters/" in worker.get(page("detail", a_victim())).content.decode()

    def test_a_child_who_was_harmed_needs_somebody_who_speaks_for_them(self, worker: Client) -> None:
        assert "name the adult who speaks" in worker.get(page("detail", a_victim(is_child=True))).content.decode()
        spoken_for = worker.get(page("detail", a_victim(is_child=True, speaker="Ana Nowak"))).content.decode()
        assert "name the adult who speaks" not in spoken_for
        assert "Ana Nowak" in spoken_for

    def test_a_business_has_no_age(self, worker: Client) -> None:
        shop = a_victim(kind="business", first_name="", last_name="Hart & Daughters")
        assert "Under 18" not in dict(worker.get(page("detail", shop)).context["page"].who)

    def test_what_the_child_s_side_was_told_is_there(self, worker: Client, child: Child) -> None:
        victim = a_victim(an_offence(child))
        a_fact(victim, child, "Would like a letter")
        assert "Would like a letter" in worker.get(page("detail", victim)).content.decode()

    def test_the_title_names_nobody(self, worker: Client) -> None:
        victim = a_victim(last_name="Quincewhistle")
        for name in ("detail", "change", "remove", "do-not-contact"):
            head, _, rest = worker.get(page(name, victim)).content.decode().partition("</title>")
            assert "Quincewhistle" not in head, name
            assert "Quincewhistle" in rest, name

    def test_it_says_the_same_of_nobody_as_of_somebody_else_s(self, client_for: ClientFor) -> None:
        victim, provider = a_victim(), client_for(Role.PROVIDER)
        for name in ("detail", "change", "remove", "do-not-contact"):
            assert provider.get(page(name, victim)).status_code == 404
            assert provider.get(page(name, Victim(pk=999_999))).status_code == 404


class TestVictimAdd:
    def test_the_case_is_found_by_the_child_and_the_offence_is_chosen(self, worker: Client, child: Child) -> None:
        offence = an_offence(child)
        found = worker.get(ADD, {"q": "khan"})
        assert f'href="?child={child.pk}"' in found.content.decode()
        assert AccessEvent.objects.latest("id").subjects == [child.ref]
        form = f"{ADD}?child={child.pk}"
        said = fill_in(
            worker,
            form,
            offence_refs=[offence.ref],
            kind="person",
            first_name="Zoë",
            last_name="Ní Riain",
            is_child="no",
        )
        victim = Victim.objects.get()
        assert said.url == victim.get_absolute_url()
        assert (victim.offence_refs, victim.name, victim.is_child) == ([offence.ref], "Zoë Ní Riain", False)
        assert AccessEvent.objects.latest("id").subjects == [f"victim {victim.pk}", child.ref]

    def test_nothing_is_added_without_an_offence_or_with_another_child_s(self, worker: Client, child: Child) -> None:
        an_offence(child)
        stranger = an_offence(a_child("Tom", "Hart"))
        form = f"{ADD}?child={child.pk}"
        for refs in ([], [stranger.ref], ["no-such-offence"]):
            assert "offence_refs" in fill_in(worker, form, offence_refs=refs).context["form"].errors
        assert not Victim.objects.exists()

    def test_the_same_form_sent_twice_adds_one(self, worker: Client, child: Child) -> None:
        offence, form = an_offence(child), f"{ADD}?child={child.pk}"
        sent = shown(worker.get(form), offence_refs=[offence.ref], last_name="Hart & Daughters", kind="business")
        assert worker.post(form, sent).url == worker.post(form, sent).url
        assert Victim.objects.count() == 1

    def test_a_provider_adds_nobody_and_finds_no_child(self, client_for: ClientFor, child: Child) -> None:
        offence = an_offence(child)
        theirs = client_for(Role.PROVIDER)
        for query in ("", "?q=khan", f"?child={child.pk}"):
            said = theirs.get(ADD + query).content.decode()
            assert "The service adds victims" in said
            assert child.ref not in said
        theirs.post(f"{ADD}?child={child.pk}", {"offence_refs": [offence.ref], "last_name": "Hart"})
        assert not Victim.objects.exists()

    @pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999", "-1"])
    def test_a_case_that_is_not_there_is_looked_for_again(self, worker: Client, asked: str) -> None:
        assert "Which child" in worker.get(ADD, {"child": asked}).content.decode()


class TestVictimChange:
    def test_it_is_kept_with_the_reason_and_every_version(self, worker: Client) -> None:
        victim = a_victim()
        fill_in(worker, page("change", victim), phone="07700 900123", reason="They rang")
        victim.refresh_from_db()
        assert (victim.phone, victim.version, victim.history.count()) == ("07700 900123", 2, 2)
        versions = reverse("records:versions", args=["restorative.Victim", victim.pk])
        assert "07700 900123" in worker.get(versions).content.decode()

    def test_what_is_typed_is_not_their_name_until_it_is_saved(self, worker: Client) -> None:
        victim = a_victim()
        refused = fill_in(worker, page("change", victim), last_name="Typed-Wrong").content.decode()
        assert victim.name.replace("'", "&#x27;") in refused.partition("<main")[0]

    def test_whom_they_are_referred_to_is_for_the_service_to_say(self, client_for: ClientFor, worker: Client) -> None:
        victim, theirs = a_victim(), client_for(Role.PROVIDER)
        fill_in(worker, page("change", victim), provider="Groundwork", reason="Agreed")
        fields = theirs.get(page("change", victim)).context["form"].fields
        assert "provider" not in fields
        typed: dict[str, Any] = {"phone": "07700 900123", "provider": "", "reason": "They rang"}
        assert fill_in(theirs, page("change", victim), **typed).status_code == 302
        victim.refresh_from_db()
        assert (victim.provider, victim.phone) == ("Groundwork", "07700 900123")
        fill_in(worker, page("change", victim), provider="No such", reason="Agreed")
        victim.refresh_from_db()
        assert victim.provider == "Groundwork"

    def test_a_provider_names_no_other_offence(self, client_for: ClientFor, child: Child) -> None:
        harmed_by, other = an_offence(child), an_offence(child)
        victim = a_victim(harmed_by, provider="Groundwork")
        theirs = client_for(Role.PROVIDER)
        assert other.ref not in theirs.get(page("change", victim)).content.decode()
        fill_in(theirs, page("change", victim), offence_refs=[other.ref], reason="Because")
        victim.refresh_from_db()
        assert victim.offence_refs == [harmed_by.ref]


class TestVictimRemove:
    def test_what_speaks_of_them_stands_in_the_way_and_leads_back_to_the_victim(self, worker: Client) -> None:
        victim = a_victim()
        step = a_step(victim, Step.ATTEMPT)
        said = fill_in(worker, page("remove", victim), reason="Twice")
        assert str(step) in said.content.decode()
        assert "Back to the child" not in said.content.decode()
        assert Victim.objects.exists()

    def test_who_was_recorded_by_mistake_is_taken_away(self, worker: Client) -> None:
        victim = a_victim()
        assert fill_in(worker, page("remove", victim), reason="Recorded twice").url == "/restorative/victims/"
        assert not Victim.objects.exists()
        assert AccessEvent.objects.latest("id").act == Act.ERASED
