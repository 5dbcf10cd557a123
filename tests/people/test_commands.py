"""The commands about people: checking the log, and letting somebody in from the machine itself."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.people.append_only import lifted
from tests.people.conftest import PASSWORD
from yjs.people.access import log
from yjs.people.chain import head
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db


def verify_access_log(*words: str) -> tuple[int, str, str]:
    """Exit status, what was printed, and what was said beside it."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_access_log", *words, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().strip(), err.getvalue().strip()
    return 0, out.getvalue().strip(), err.getvalue().strip()


class TestVerifyAccessLog:
    @pytest.fixture(autouse=True)
    def _written(self, db: None) -> None:
        for number in range(5):
            log(None, Act.LOOKED, subjects=[f"C{number}"])

    def test_a_whole_log_is_said_to_be_and_its_head_printed(self) -> None:
        status, printed, said = verify_access_log()
        assert (status, printed) == (0, head())
        assert said.startswith("The log of access is as it was written.")

    def test_without_a_head_it_says_what_it_cannot_see(self) -> None:
        assert "cannot be seen without a head" in verify_access_log()[2]
        assert "cannot be seen" not in verify_access_log("--head", head())[2]

    @pytest.mark.parametrize("unreadable", ["", ":", "5:", "9999:", "0", "5", "5:zz", "00:", f"x:{'a' * 64}", "a" * 63])
    def test_what_is_no_head_is_an_error_and_never_a_whole_log(self, unreadable: str) -> None:
        with pytest.raises(CommandError, match="is no head") as refused:
            verify_access_log("--head", unreadable)
        assert refused.value.returncode == 2

    def test_a_head_is_its_line_and_its_hash_together(self) -> None:
        number, kept = head().split(":")
        assert verify_access_log("--head", kept)[0] == 0
        assert verify_access_log("--head", f" {number}:{kept}\n")[0] == 0
        assert verify_access_log("--head", "0:")[0] == 0
        for elsewhere in (int(number) - 1, int(number) + 1):
            assert verify_access_log("--head", f"{elsewhere}:{kept}")[0] == 1

    def test_the_first_bad_line_is_named(self) -> None:
        with lifted():
            AccessEvent.objects.filter(pk=3).update(username="nobody")
        status, printed, said = verify_access_log()
        assert (status, printed) == (1, head())
        assert "First bad line: line 3: was changed after it was written." in said

    def test_a_head_printed_before_must_still_be_there(self) -> None:
        kept = head()
        log(None, Act.LOOKED)
        assert verify_access_log("--head", kept)[0] == 0
        with lifted():
            AccessEvent.objects.filter(pk__gte=4).delete()
        assert verify_access_log()[0] == 0
        status, _, said = verify_access_log("--head", kept)
        assert status == 1
        assert "line 4: is missing" in said


class TestAddPerson:
    def add(self, monkeypatch: pytest.MonkeyPatch, password: str, *words: str) -> str:
        monkeypatch.setattr("sys.stdin", StringIO(f"{password}\nmore\n"))
        out = StringIO()
        call_command("add_person", *words, stdout=out)
        return out.getvalue()

    def test_the_first_administrator_comes_this_way(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = self.add(monkeypatch, PASSWORD, "sian", "--role", "administrator", "--name", "Siân", "--password-stdin")
        assert said == "sian may sign in as administrator.\n"
        person = User.objects.get()
        assert (person.username, person.name, person.role) == ("sian", "Siân", Role.ADMINISTRATOR)
        assert person.check_password(PASSWORD)
        line = AccessEvent.objects.get()
        assert (line.username, line.act, line.detail) == ("", Act.ROLE_CHANGED, "sian: Administrator")

    @pytest.mark.parametrize(
        ("username", "password"), [("sian", "short"), ("sian", ""), ("not a name", PASSWORD), ("taken", PASSWORD)]
    )
    def test_what_is_wrong_adds_nobody(self, monkeypatch: pytest.MonkeyPatch, username: str, password: str) -> None:
        User.objects.create(username="taken", name="Taken", role=Role.BOARD)
        with pytest.raises(CommandError):
            self.add(monkeypatch, password, username, "--role", "worker", "--name", "Siân")
        assert User.objects.count() == 1
        assert not AccessEvent.objects.exists()

    def test_of_a_providers_staff_the_provider_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        words = ["sian", "--role", "provider", "--name", "Siân", "--password-stdin"]
        with pytest.raises(CommandError, match="Name the provider they work for"):
            self.add(monkeypatch, PASSWORD, *words)
        self.add(monkeypatch, PASSWORD, *words, "--provider", "Groundwork")
        assert User.objects.get().provider == "Groundwork"
        assert AccessEvent.objects.get().detail == "sian: Provider's staff, Groundwork"

    @pytest.mark.parametrize("words", [["sian"], ["sian", "--role", "chief", "--name", "Siân"]])
    def test_a_role_and_a_name_are_asked_for(self, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
        with pytest.raises(CommandError):
            self.add(monkeypatch, PASSWORD, *words)

    @pytest.mark.parametrize(("again", "added"), [(PASSWORD, True), ("something else", False)])
    def test_at_a_terminal_the_password_is_asked_for_twice(
        self, monkeypatch: pytest.MonkeyPatch, again: str, added: bool
    ) -> None:
        answers = iter([PASSWORD, again])
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        words = ["add_person", "sian", "--role", "worker", "--name", "Siân"]
        if added:
            call_command(*words, stdout=StringIO())
        else:
            with pytest.raises(CommandError, match="not the same"):
                call_command(*words)
        assert User.objects.exists() is added
