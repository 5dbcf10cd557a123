"""Of a commissioned provider's staff the administrator says which provider, and of nobody else."""

from typing import Any

import pytest
from django.test import Client

from tests.people.conftest import PASSWORD, ClientFor, last_line
from yjs.people.models import Act, User
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ADD = "/people/add/"


@pytest.fixture
def administrator(client_for: ClientFor) -> Client:
    return client_for(Role.ADMINISTRATOR)


def somebody(**said: Any) -> dict[str, Any]:
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    return {"name": "Siân O’Brien", "username": "sian", "role": Role.PROVIDER, **passwords, **said}


def change(administrator: Client, person: User, **changes: str) -> bool:
    """Whether a person is saved with these changes."""
    page = f"/people/{person.pk}/"
    form = administrator.get(page).context["form"]
    sent = {"name": person.name, "role": person.role, "provider": person.provider, "is_active": "on"}
    sent |= {"opened_with": form["opened_with"].value(), **changes}
    done = administrator.post(page, sent).status_code == 302
    person.refresh_from_db()
    return done


class TestAdding:
    def test_it_is_asked_kept_logged_and_listed(self, administrator: Client) -> None:
        assert "Only for a provider’s staff: whom they work for." in administrator.get(ADD).content.decode()
        assert administrator.post(ADD, somebody(provider=" Groundwork  North ")).status_code == 302
        assert User.objects.get(username="sian").provider == "Groundwork North"
        assert last_line()[3] == "sian: Provider's staff, Groundwork North"
        assert "Provider&#x27;s staff, Groundwork North" in administrator.get("/people/").content.decode()

    @pytest.mark.parametrize(
        ("role", "provider", "cure"),
        [
            (Role.PROVIDER, "", "Name the provider they work for."),
            (Role.PROVIDER, "  ", "Name the provider they work for."),
            (Role.WORKER, "Groundwork", "Leave this empty, or choose the role Provider&#x27;s staff."),
        ],
    )
    def test_a_role_and_a_provider_that_do_not_go_together_add_nobody_and_the_cure_is_said_at_the_box(
        self, administrator: Client, role: Role, provider: str, cure: str
    ) -> None:
        response = administrator.post(ADD, somebody(role=role, provider=provider))
        assert [*response.context["form"].errors] == ["provider"]
        assert cure in response.content.decode()
        assert User.objects.count() == 1

    def test_without_a_role_the_role_alone_is_asked_for(self, administrator: Client) -> None:
        response = administrator.post(ADD, somebody(role="", provider="Groundwork"))
        assert [*response.context["form"].errors] == ["role"]

    def test_colleagues_of_one_provider_have_it_under_one_spelling(self, administrator: Client) -> None:
        for number, provider in enumerate(["Groundwork", "GROUNDWORK", "groundwork "]):
            administrator.post(ADD, somebody(username=f"sian-{number}", provider=provider))
        assert [*User.objects.exclude(provider="").values_list("provider", flat=True)] == ["Groundwork"] * 3
        assert "Those whose staff sign in here: Groundwork." in administrator.get(ADD).content.decode()


class TestChanging:
    def test_who_goes_over_to_a_provider_says_to_which_and_who_comes_back_has_none(
        self, administrator: Client, worker: User
    ) -> None:
        assert not change(administrator, worker, role=Role.PROVIDER)
        assert change(administrator, worker, role=Role.PROVIDER, provider="Groundwork")
        assert last_line()[1::2] == (Act.ROLE_CHANGED, "the-worker: Worker to Provider's staff, Groundwork")
        assert not change(administrator, worker, role=Role.WORKER)
        assert not change(administrator, worker, provider="")
        assert change(administrator, worker, role=Role.WORKER, provider="")
        assert (worker.role, worker.provider) == (Role.WORKER, "")

    def test_another_provider_is_logged_as_a_role_that_was_given(self, administrator: Client, worker: User) -> None:
        assert change(administrator, worker, role=Role.PROVIDER, provider="Groundwork")
        assert change(administrator, worker, provider="Northern Paths")
        said = "the-worker: Provider's staff, Groundwork to Provider's staff, Northern Paths"
        assert last_line()[1::2] == (Act.ROLE_CHANGED, said)

    def test_a_change_of_provider_made_meanwhile_is_not_undone_unseen(
        self, administrator: Client, worker: User
    ) -> None:
        opened = administrator.get(f"/people/{worker.pk}/").context["form"]["opened_with"].value()
        assert change(administrator, worker, role=Role.PROVIDER, provider="Groundwork")
        assert not change(administrator, worker, provider="Northern Paths", opened_with=opened)
        assert worker.provider == "Groundwork"
