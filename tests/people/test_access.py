"""The gate: who gets in, and that every look is in the log."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from tests.people.append_only import lifted
from tests.people.conftest import ClientFor
from tests.people.pages import CHILDREN, Listed, Prepared
from yjs.people.access import log
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import ROLES, May, Role


pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]

A_NOTE = {"note": "Seen at home", "kind": ["home"], "version": "1"}


def lines() -> list[tuple[str, str, str, list[str]]]:
    return list(AccessEvent.objects.order_by("id").values_list("username", "act", "page", "subjects"))


class TestGettingIn:
    @pytest.mark.parametrize("page", ["listed", "shown", "behind", "victims", "noted", "figures", "streamed"])
    def test_nobody_gets_in_without_signing_in(self, client: Client, page: str) -> None:
        response = client.get(f"/{page}/?page=2")
        assert response.status_code == 302
        assert response.url == f"/people/sign-in/?next=/{page}/%3Fpage%3D2"
        assert lines() == []

    @pytest.mark.parametrize(
        ("page", "roles"),
        [
            ("listed", {Role.WORKER, Role.MANAGER, Role.VICTIM_WORKER, Role.ANALYST}),
            ("behind", {Role.WORKER, Role.MANAGER, Role.ANALYST}),
            ("noted", {Role.WORKER, Role.MANAGER, Role.VICTIM_WORKER}),
            ("victims", {Role.VICTIM_WORKER, Role.PROVIDER}),
            ("streamed", {Role.MANAGER, Role.ANALYST, Role.VICTIM_WORKER}),
            ("document", {Role.MANAGER, Role.ANALYST, Role.BOARD}),
            ("figures", set(Role) - {Role.ADMINISTRATOR, Role.PROVIDER}),
            ("people", {Role.ADMINISTRATOR}),
            ("people/access-log", {Role.ADMINISTRATOR, Role.MANAGER}),
        ],
    )
    @pytest.mark.parametrize("role", Role)
    def test_a_page_opens_for_the_roles_that_may(
        self, client_for: ClientFor, page: str, roles: set[Role], role: Role
    ) -> None:
        response = client_for(role).get(f"/{page}/")
        assert response.status_code == (200 if role in roles else 403)
        if role not in roles:
            assert b"Canary" not in response.content
            assert lines()[-1][1] == Act.REFUSED

    def test_a_refusal_is_logged_with_nobody_shown(self, client_for: ClientFor) -> None:
        client_for(Role.BOARD).get("/shown/")
        assert lines() == [("the-board", Act.REFUSED, "shown", [])]

    def test_a_refusal_inside_a_page_is_logged_and_undoes_the_rest(self, client_for: ClientFor) -> None:
        assert client_for(Role.WORKER).get("/refuses/").status_code == 403
        assert lines() == [("the-worker", Act.REFUSED, "refuses", [])]

    def test_a_page_for_everybody_refuses_strangers_without_a_line(self, client: Client) -> None:
        assert client.get("/not-for-anybody/").status_code == 403
        assert lines() == []

    def test_no_way_of_asking_goes_round_the_gate(self, client_for: ClientFor) -> None:
        board = client_for(Role.BOARD)
        for ask in (board.get, board.post, board.put, board.patch, board.delete, board.head, board.options):
            assert ask("/noted/").status_code == 403

    def test_part_of_a_page_sends_the_whole_page_to_sign_in(self, client: Client) -> None:
        asked = client.get("/listed/", headers={"HX-Request": "true"})
        assert (asked.status_code, asked.content, asked["HX-Refresh"]) == (200, b"", "true")
        sent = client.post("/noted/", A_NOTE, headers={"HX-Request": "true"})
        assert (sent.content, sent["HX-Redirect"]) == (b"", "/people/sign-in/?next=/noted/")


class TestLooking:
    def test_a_look_names_the_child_the_page_and_the_person(self, client_for: ClientFor) -> None:
        client_for(Role.WORKER).get("/shown/?q=Zebedee")
        line = AccessEvent.objects.get()
        assert (line.username, line.role, line.act) == ("the-worker", "worker", Act.LOOKED)
        assert (line.page, line.path, line.subjects) == ("shown", "/shown/", ["C1"])

    def test_a_list_names_each_child_on_the_page_and_no_other(self, client_for: ClientFor) -> None:
        client_for(Role.WORKER).get("/listed/?page=2")
        assert lines() == [("the-worker", Act.LOOKED, "listed", ["C3", "C4"])]

    def test_no_name_is_in_the_log(self, client_for: ClientFor) -> None:
        for page in ("listed", "shown", "behind", "noted", "evidence", "streamed"):
            list(client_for(Role.MANAGER).get(f"/{page}/?q=Canary1"))
        for line in AccessEvent.objects.values():
            assert "Canary" not in str(line)

    def test_figures_alone_are_not_logged(self, client_for: ClientFor) -> None:
        assert client_for(Role.BOARD).get("/figures/").status_code == 200
        assert client_for(Role.BOARD).get("/evidence/").status_code == 200
        assert lines() == []

    def test_a_page_of_figures_that_shows_children_is_logged(self, client_for: ClientFor) -> None:
        response = client_for(Role.WORKER).get("/evidence/")
        assert b"Canary" in response.content
        assert lines() == [("the-worker", Act.LOOKED, "evidence", [child.child_ref for child in CHILDREN])]

    def test_what_streams_is_logged_before_its_first_byte(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get("/streamed/")
        assert next(iter(response)).startswith(b"1 lines logged before")
        assert lines() == [("the-manager", Act.EXPORTED, "streamed", [child.child_ref for child in CHILDREN])]

    def test_a_file_is_logged_though_it_shows_no_child(self, client_for: ClientFor) -> None:
        assert b"".join(client_for(Role.BOARD).get("/document/")) == b"%PDF"
        assert lines() == [("the-board", Act.EXPORTED, "document", [])]

    def test_whoever_sees_a_child_is_logged_whatever_the_page_answers(self, client_for: ClientFor) -> None:
        response = client_for(Role.BOARD).get("/withdrawn/")
        assert response.status_code == 410
        assert lines() == [("the-board", Act.LOOKED, "withdrawn", ["C1"])]

    def test_a_file_is_logged_however_it_is_sent(self, client_for: ClientFor) -> None:
        client_for(Role.BOARD).get("/attached/")
        assert lines() == [("the-board", Act.EXPORTED, "attached", [])]

    @pytest.mark.parametrize("what", May)
    def test_a_page_about_people_is_logged_though_it_shows_nobody(self, client_for: ClientFor, what: May) -> None:
        role = next(role for role in Role if what in ROLES[role])
        assert client_for(role).get(f"/nobody/{what.name}/").status_code == 200
        not_about_people = {May.ENTER, May.SEE_FIGURES, May.MAKE_DOCUMENTS}
        assert [line[1:3] for line in lines()] == (
            [] if what in not_about_people else [(Act.LOOKED, f"nobody-{what.name}")]
        )

    def test_a_page_that_breaks_while_it_is_drawn_was_not_seen(self, client_for: ClientFor) -> None:
        client = client_for(Role.WORKER)
        client.raise_request_exception = False
        assert client.get("/breaks/").status_code == 500
        assert lines() == []

    def test_what_takes_long_is_done_before_others_have_to_wait(self, client_for: ClientFor) -> None:
        Prepared.depths.clear()
        assert client_for(Role.BOARD).get("/prepared/").status_code == 403
        assert Prepared.depths == []
        assert b"Canary1" in client_for(Role.WORKER).get("/prepared/").content
        before, within, *_ = Prepared.depths
        assert before < within
        assert lines()[-1] == ("the-worker", Act.LOOKED, "prepared", ["C1", "C2"])

    def test_whoever_is_on_a_page_of_a_list_is_shown(self) -> None:
        assert Listed().people_shown({"page_obj": CHILDREN[:2], "object_list": CHILDREN}) == ["C1", "C2"]
        assert Listed().people_shown({"object_list": CHILDREN[:1]}) == ["C1"]
        assert Listed().people_shown({"object": CHILDREN[2], "object_list": []}) == ["C3"]
        assert Listed().people_shown({"object": None, "page_obj": [object()]}) == []

    def test_asking_what_a_page_can_do_is_not_a_look(self, client_for: ClientFor) -> None:
        assert client_for(Role.WORKER).options("/noted/").status_code == 200
        assert client_for(Role.WORKER).put("/shown/").status_code == 405
        assert lines() == []


class TestDoing:
    def test_what_is_sent_is_logged_as_a_change(self, client_for: ClientFor) -> None:
        assert client_for(Role.WORKER).post("/noted/", A_NOTE).status_code == 302
        assert lines() == [("the-worker", Act.CHANGED, "noted", ["C1"])]

    def test_what_is_sent_and_not_accepted_is_a_look(self, client_for: ClientFor) -> None:
        assert client_for(Role.WORKER).post("/noted/", {"note": ""}).status_code == 200
        assert [act for _, act, _, _ in lines()] == [Act.LOOKED]

    def test_a_page_says_what_it_did_to_whom_and_more(self, client_for: ClientFor) -> None:
        client_for(Role.WORKER).post("/combined/", A_NOTE)
        line = AccessEvent.objects.get()
        assert (line.act, line.subjects, line.detail) == (Act.COMBINED, ["C1", "C2"], "C2 into C1")

    def test_what_answers_nothing_is_a_change_too(self, client_for: ClientFor) -> None:
        assert client_for(Role.WORKER).post("/sent-only/").status_code == 204
        assert lines() == [("the-worker", Act.CHANGED, "sent-only", [])]

    def test_each_kind_of_page_has_its_act(self, client_for: ClientFor) -> None:
        worker, manager = client_for(Role.WORKER), client_for(Role.MANAGER)
        worker.post("/added/", {"name": "Jo", "username": "jo", "role": "board"})
        worker.post(f"/removed/{User.objects.get(username='jo').pk}/")
        manager.post("/brought-in/")
        assert [act for _, act, _, _ in lines()] == [Act.COLLECTED, Act.ERASED, Act.IMPORTED]

    def test_a_command_logs_without_a_person(self) -> None:
        log(None, Act.IMPORTED, page="import_bundle", subjects=["C1"], detail="20 rows")
        assert lines() == [("", Act.IMPORTED, "import_bundle", ["C1"])]


class TestWithoutALog:
    """When the log cannot be written, nothing is shown and nothing is done."""

    @pytest.fixture(autouse=True)
    def _the_log_is_gone(self, db: None) -> Any:
        with lifted(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE people_accessevent RENAME TO people_elsewhere")
            yield
            cursor.execute("ALTER TABLE people_elsewhere RENAME TO people_accessevent")

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(
        "page", ["listed", "shown", "behind", "victims", "noted", "evidence", "streamed", "refuses", "prepared"]
    )
    def test_no_page_shows_a_name(self, client_for: ClientFor, page: str, role: Role) -> None:
        client = client_for(role)
        client.raise_request_exception = False
        response = client.get(f"/{page}/")
        content = b"".join(response)
        assert b"Canary" not in content
        if response.status_code == 500:
            assert b"Something went wrong" in content
        else:
            assert page == "evidence"
            assert role in (Role.BOARD, Role.VICTIM_WORKER)

    def test_the_failure_itself_is_not_hidden(self, client_for: ClientFor) -> None:
        with pytest.raises(DatabaseError):
            client_for(Role.WORKER).get("/shown/")

    def test_nothing_sent_is_kept(self, client_for: ClientFor) -> None:
        client = client_for(Role.WORKER)
        client.raise_request_exception = False
        assert client.post("/noted/", A_NOTE).status_code == 500
        sent = {"name": "Jo", "username": "jo", "role": "board"}
        assert client.post("/added/", sent).status_code == 500
        assert not User.objects.filter(username="jo").exists()
