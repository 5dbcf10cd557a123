"""What is unlikely is kept, and the person is told, with the other record by its name; a bundle is told of little."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from disposals.models import Child, Remand, Status
from tests.disposals.kept import a_child, a_remand, a_status, fill_in
from tests.disposals.test_views import ClientFor
from tests.records.bundles import brought_in, folder, warnings


pytestmark = pytest.mark.django_db
CHECK = "Saved, but check this: "


def told(client: Client, page: str, **typed: str) -> str:
    """What the page after saving tells the person to check."""
    response = fill_in(client, page, **typed)
    assert response.status_code == 302
    said = [str(message) for message in client.get(response.url).context["messages"]]
    return next((one.removeprefix(CHECK) for one in said if one.startswith(CHECK)), "")


class TestSpells:
    PLAN, NONE = "Education, health and care plan", "No special educational need or disability"

    @pytest.mark.parametrize(
        ("new", "old"), [("no_send", "ehc_plan"), ("ehc_plan", "no_send"), ("sen_support", "no_send")]
    )
    def test_a_need_and_none_at_the_same_time(self, client_for: ClientFor, new: str, old: str) -> None:
        child = a_child()
        other = a_status(child, status=old, started_on=dt.date(2023, 9, 1))
        said = told(client_for("worker"), f"/children/{child.pk}/statuses/add/", status=new, started_on="1/2/2024")
        assert f"“{other}” are recorded for the same time." in said
        assert Status.objects.count() == 2

    @pytest.mark.parametrize("typed", [{"status": "sen_support"}, {"status": "looked_after"}])
    def test_what_may_go_together_is_not_told_of(self, client_for: ClientFor, typed: dict[str, str]) -> None:
        child = a_child()
        a_status(child, status="ehc_plan")
        assert told(client_for("worker"), f"/children/{child.pk}/statuses/add/", started_on="1/2/2024", **typed) == ""

    def test_one_that_ended_when_the_other_began_is_not_told_of(self, client_for: ClientFor) -> None:
        child = a_child()
        a_status(child, status="ehc_plan", ended_on=dt.date(2024, 2, 1))
        page = f"/children/{child.pk}/statuses/add/"
        assert told(client_for("worker"), page, status="no_send", started_on="1/2/2024") == ""

    def test_two_remands_at_once(self, client_for: ClientFor) -> None:
        child = a_child()
        a_remand(a_child("Tom", "Hart"))
        other = a_remand(child)
        page = f"/children/{child.pk}/remands/add/"
        said = told(client_for("worker"), page, kind="local_authority", started_on="1/5/2024")
        assert f"and “{other}” are recorded for the same time." in said
        assert Remand.objects.filter(child=child).count() == 2


class TestWhoAChildIs:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"pnc_id": "99/zz"}, "“99/zz” is not like a PNC ID. One is written as 2019/1234567A."),
            ({"postcode": "banana"}, "“banana” is not like a postcode. Check it."),
            ({"date_of_birth": "3/5/1950"}, "Born on 03/05/1950, the child is 76 today. Check the year."),
            ({"date_of_birth": "3/5/2025"}, "Born on 03/05/2025, the child is 1 today. Check the year."),
            ({"pnc_id": "19/1a", "postcode": "wb11aa"}, ""),
            ({"pnc_id": "2019/1234567A", "postcode": "EC1A 1BB"}, ""),
        ],
    )
    def test_what_is_typed_unlike_itself_is_kept_and_told(
        self,
        client_for: ClientFor,
        time_machine,  # noqa: ANN001
        typed: dict[str, str],
        said: str,
    ) -> None:
        time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
        answers = {"first_name": "Tom", "last_name": "Hart", "date_of_birth": "1/2/2010"} | typed
        assert told(client_for("worker"), "/children/add/", **answers) == said
        assert Child.objects.count() == 1


class TestABundle:
    def test_it_is_told_of_an_age_that_no_child_has_and_of_no_shape_of_a_key(
        self,
        tmp_path: Path,
        time_machine,  # noqa: ANN001
    ) -> None:
        time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
        children = (
            "child_ref,date_of_birth,pnc_id,postcode\nC1,1950-05-03,,\nC2,1994-05-03,99/zz,banana\nC3,2025-05-03,,\n"
        )
        spells = "child_ref,status,started_on\nC2,no_send,2005-01-01\nC2,ehc_plan,2005-01-01\n"
        report = brought_in(folder(tmp_path, children, statuses=spells))
        assert warnings(report) == [("children.csv", 2, "date_of_birth"), ("children.csv", 4, "date_of_birth")]
        assert (Child.objects.count(), Status.objects.count()) == (3, 2)
