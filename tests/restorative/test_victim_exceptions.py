"""What is out of order, and the sample for an inspection: the counts are their lists, and the files name nobody."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from restorative.models import Step, Victim
from restorative.out_of_order import OUT_OF_ORDER
from tests.disposals.kept import a_child, a_disposal, an_offence, kept
from tests.restorative.victims_kept import a_process, a_step, a_victim, days_ago
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
EXCEPTIONS = "/restorative/victims/exceptions/"
SAMPLE = "/restorative/victims/sample/"


def out_of_everything(**said: object) -> Victim:
    """A victim whom every exception but the first is about."""
    victim = a_victim(**{"details_from_police_on": days_ago(90)} | said)
    a_step(victim, Step.CONTACTED, days_ago(80))
    a_step(victim, Step.INFORMED, days_ago(70))
    return victim


class TestExceptions:
    def test_each_count_leads_to_a_list_of_as_many(self, worker: Client) -> None:
        late = a_victim(details_from_police_on=days_ago(90))
        out_of_everything()
        accepted = a_victim()
        a_step(accepted, Step.ACCEPTED, days_ago(40))
        out_of_everything(do_not_contact_from=days_ago(1), first_name="Left", last_name="Alone")
        a_step(out_of_everything(), Step.CLOSED)
        a_step(a_victim(is_child=True), Step.SUPPORT_INFORMATION, days_ago(3))
        a_step(a_victim(is_child=True, speaker="Marie Nowak"), Step.CONTACTED, days_ago(3))
        a_victim(details_from_police_on=None)
        counts = {title: (number, href) for title, _, number, href in worker.get(EXCEPTIONS).context["counts"]}
        assert [number for number, _ in counts.values()] == [1, 6, 2, 1, 1, 1, 1, 1]
        for number, href in counts.values():
            listed = worker.get(href)
            assert len(listed.context["rows"]) == number, href
            assert "Alone" not in listed.content.decode()
        over = worker.get(f"{EXCEPTIONS}over-the-limit/").context["rows"]
        assert [row[0]["href"] for row in over] == [late.get_absolute_url()]

    def test_over_the_limit_is_the_same_here_and_in_the_list(self, worker: Client) -> None:
        for number in range(6):
            victim = a_victim(details_from_police_on=days_ago(5 + 5 * number))
            if number % 2:
                a_step(victim, Step.ATTEMPT)
        here = worker.get(f"{EXCEPTIONS}over-the-limit/").context["rows"]
        there = worker.get("/restorative/victims/?show=over-the-limit").context["rows"]
        assert [row[0] for row in here] == [row[0] for row in there] != []

    def test_the_list_logs_whom_it_shows_and_the_counts_nobody(self, worker: Client) -> None:
        victim = out_of_everything()
        worker.get(EXCEPTIONS)
        assert AccessEvent.objects.latest("id").subjects == []
        worker.get(f"{EXCEPTIONS}no-offer/")
        assert AccessEvent.objects.latest("id").subjects == [f"victim {victim.pk}"]

    def test_a_provider_s_counts_are_of_their_own(self, client_for: ClientFor) -> None:
        out_of_everything()
        theirs = out_of_everything(provider="Groundwork")
        listed = client_for(Role.PROVIDER).get(f"{EXCEPTIONS}no-offer/").context["rows"]
        assert [row[0]["href"] for row in listed] == [theirs.get_absolute_url()]

    def test_no_other_exception_is_there(self, worker: Client) -> None:
        assert worker.get(f"{EXCEPTIONS}no-such/").status_code == 404
        assert all(worker.get(f"{EXCEPTIONS}{slug}/").status_code == 200 for slug in OUT_OF_ORDER)


class TestSample:
    def walked(self) -> Victim:
        child = a_child()
        offence = an_offence(child)
        victim = a_victim(offence, details_from_police_on="2024-03-04")
        for kind, on, answer in (
            (Step.CONTACTED, "2024-03-08", None),
            (Step.CONSENT, "2024-03-08", True),
            (Step.VIEW_SOUGHT, "2024-03-09", True),
            (Step.OFFERED, "2024-03-10", None),
            (Step.ACCEPTED, "2024-03-12", None),
        ):
            a_step(victim, kind, on, answer=answer)  # type: ignore[arg-type]
        a_disposal(child, offence)
        a_process(victim, child, victim_satisfied=True)
        victim.refresh_from_db()
        return victim

    def test_each_step_has_its_day_or_is_missing(self, worker: Client) -> None:
        victim = self.walked()
        page = worker.get(SAMPLE, {"period": "2023/24"})
        (row,) = page.context["rows"]
        said = dict(zip(page.context["columns"], [cell["text"] for cell in row], strict=True))
        assert said["Number"] == str(victim.pk)
        assert said["Reached"] == "8 March 2024"
        assert said["In time"] == said["Before the decision"] == said["Satisfied"] == "Yes"
        assert said["Consent to contact"] == "Yes, 8 March 2024"
        assert said["Offer, or why not"] == "Offered 10 March 2024"
        assert said["Choice"] == "Accepted 12 March 2024"
        assert said["First attempt"] == "Not needed"
        assert said["News of the case"] == said["Closed"] == "Missing"

    def test_what_is_not_due_yet_is_not_missing(self, worker: Client) -> None:
        offence = an_offence(a_child(), committed_on=days_ago(9))
        fresh = a_victim(offence, details_from_police_on=days_ago(0))
        reached = a_victim(offence, details_from_police_on=days_ago(8))
        a_step(reached, Step.CONTACTED, days_ago(7))
        page = worker.get(SAMPLE, {"period": f"{days_ago(9)}..{days_ago(0)}"})
        said = {
            row[1]["text"]: dict(zip(page.context["columns"], [cell["text"] for cell in row], strict=True))
            for row in page.context["rows"]
        }
        assert "Missing" not in said[str(fresh.pk)].values()
        assert (
            said[str(fresh.pk)]["Reached"]
            == said[str(fresh.pk)]["In time"]
            == said[str(fresh.pk)]["Closed"]
            == "Not due yet"
        )
        lacks = [head for head, what in said[str(reached.pk)].items() if what == "Missing"]
        assert lacks == ["Consent to contact", "Offer, or why not", "Information on support"]

    def test_it_holds_those_told_of_in_the_period_and_the_untold_who_were_harmed_in_it(self, worker: Client) -> None:
        told = a_victim(details_from_police_on="2024-04-01")
        untold = a_victim(details_from_police_on=None, withheld_reason="Asked so")
        refs = {
            period: {row[1]["text"] for row in worker.get(SAMPLE, {"period": period}).context["rows"]}
            for period in ("2023/24", "2024/25", "2022/23")
        }
        assert refs == {"2023/24": {str(untold.pk)}, "2024/25": {str(told.pk)}, "2022/23": set()}

    def test_a_period_that_is_none_is_said_to_be_none(self, worker: Client) -> None:
        page = worker.get(SAMPLE, {"period": "last year"})
        assert "is not a period" in page.content.decode()
        assert "sample.csv" not in page.content.decode()
        assert worker.get("/restorative/victims/sample.csv", {"period": "last year"}).status_code == 404

    def test_the_files_hold_the_same_by_reference_alone(self, worker: Client) -> None:
        victim = self.walked()
        victim.not_offered_reason = "Sile said so"
        kept(victim)
        page = worker.get(SAMPLE, {"period": "2023/24"}).content.decode()
        assert 'href="/restorative/victims/sample.csv?period=2023%2F24"' in page
        sent = worker.get("/restorative/victims/sample.csv", {"period": "2023/24"})
        assert sent["Content-Disposition"] == 'attachment; filename="victims-sample-2023-24.csv"'
        text = sent.content.decode("utf-8-sig")
        cells = {line["column"]: line["shown"] for line in csv.DictReader(io.StringIO(text))}
        assert cells["Reached"] == "8 March 2024"
        assert f"Victim {victim.pk}" in text
        assert victim.ref not in text
        book = load_workbook(io.BytesIO(worker.get("/restorative/victims/sample.xlsx", {"period": "2023/24"}).content))
        values = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
        assert "8 March 2024" in values
        assert not victim.is_told_by(values)
        assert not victim.is_told_by(text)

    def test_a_reason_that_names_them_stays_on_their_page(self, worker: Client) -> None:
        victim = a_victim(details_from_police_on="2024-03-04", not_offered_reason="Sile O'Brien's mother said so")
        text = worker.get("/restorative/victims/sample.csv", {"period": "2023/24"}).content.decode()
        assert "Not offered: for a reason that stands on the victim" in text
        assert not Victim.objects.get(pk=victim.pk).is_told_by(text)

    def test_taking_it_out_is_logged_with_how_many_and_whom(self, worker: Client) -> None:
        victim = self.walked()
        worker.get("/restorative/victims/sample.csv", {"period": "2023/24"})
        line = AccessEvent.objects.get()
        assert line.act == Act.EXPORTED
        assert line.detail == "victims' sample of 2023/24: 1 victims, csv"
        assert f"victim {victim.pk}" in line.subjects

    def test_a_provider_s_sample_is_of_their_own(self, client_for: ClientFor) -> None:
        self.walked()
        theirs = a_victim(details_from_police_on="2024-03-04", provider="Groundwork")
        rows = client_for(Role.PROVIDER).get(SAMPLE, {"period": "2023/24"}).context["rows"]
        assert [row[1]["text"] for row in rows] == [str(theirs.pk)]
        assert reverse("restorative:victim-sample") == SAMPLE

    def test_nothing_is_missing_of_who_could_not_or_must_not_be_contacted(self, worker: Client) -> None:
        a_victim(details_from_police_on=None, withheld_reason="Asked so")
        a_step(a_victim(details_from_police_on="2024-03-04"), Step.CONSENT, answer=False)
        for row in worker.get(SAMPLE, {"period": "2023/24"}).context["rows"]:
            assert [cell["text"] for cell in row].count("Missing") == 1, "only that it is not closed"

    def test_nothing_is_missing_after_the_offer_where_it_was_not_made_for_a_reason(self, worker: Client) -> None:
        a_victim(details_from_police_on="2024-03-04", not_offered_reason="Nothing is admitted")
        page = worker.get(SAMPLE, {"period": "2023/24"})
        said = dict(zip(page.context["columns"], [cell["text"] for cell in page.context["rows"][0]], strict=True))
        assert said["Offer, or why not"] == "Not offered: Nothing is admitted"
        assert {said["Choice"], said["Process"], said["Satisfied"]} == {"Not needed"}
