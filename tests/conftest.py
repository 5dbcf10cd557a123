"""The ground of every test: its own data folder, a client for each role, a book that remembers nothing."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings


# Each test process has a data folder of its own; the service reads these once, as it starts.
DATA = Path(tempfile.mkdtemp(prefix="yjs-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
fetched = Path(os.environ.get("YJS_DATA") or Path(__file__).parent.parent / "var") / "assets"
if fetched.exists():
    shutil.copytree(fetched, DATA / "assets")
os.environ["YJS_DATA"] = str(DATA)
os.environ["SECRET_KEY"] = "for-tests-only-and-never-for-a-service-that-people-sign-in-to"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")
# The browser tests run Playwright's loop beside Django's ordinary calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
for name in ("DEBUG", "ALLOWED_HOSTS", "SERVICE_NAME"):
    os.environ.pop(name, None)

from django.conf import settings  # noqa: E402


# A slow hash protects real passwords; there are none here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test has a client of its own: what the pages are dressed in is looked for when asked, not listed for each.
settings.WHITENOISE_AUTOREFRESH = True
# A second process may have read the settings of the first before it came here.
settings.YJS_DATA = DATA
django.setup()

from django.test import Client  # noqa: E402

import tests.people.append_only  # noqa: E402, F401  the log cannot be emptied but by a test that says so


if TYPE_CHECKING:
    from yjs.people.models import Role, User


hypothesis_settings.register_profile(
    "default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "ci", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_configure(config: pytest.Config) -> None:
    """In a browser several people are at work at once: they get a database that several can use, as the service has."""
    if config.getoption("markexpr") == "browser" and "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA / "browser.sqlite3")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tells the tests that touch no database from those that do."""
    for item in items:
        if not (item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)):
            item.add_marker(pytest.mark.without_database)


@pytest.fixture(autouse=True)
def _a_book_that_remembers_nothing() -> None:
    """The live book keeps its pages in memory, and each test starts from an empty database."""
    from yjs.records.live import forget

    forget()


@pytest.fixture(autouse=True)
def _no_file_of_another_test() -> Iterator[None]:
    """What one test sends and never confirms, no other finds: the tests run in any order."""
    from tests.uploaded import clear

    yield
    clear()


@pytest.fixture
def user_for(db: None) -> Callable[["Role | str"], "User"]:
    """`user_for(Role.WORKER)` or `user_for("worker")`: the one person of that role in this test."""
    from yjs.people.models import Role, User

    def user_for(role: "Role | str") -> "User":
        role = Role(role)
        user, _ = User.objects.get_or_create(
            username=f"the-{role.value}".replace("_", "-"),
            defaults={
                "role": role,
                "name": f"The {role.label.lower()}",
                "provider": "Groundwork" if role is Role.PROVIDER else "",
            },
        )
        return user

    return user_for


@pytest.fixture
def client_for(user_for: Callable[["Role | str"], "User"]) -> Callable[["Role | str"], Client]:
    """`client_for(Role.MANAGER)`: a browser in which somebody of that role has signed in."""

    def client_for(role: "Role | str") -> Client:
        client = Client()
        client.force_login(user_for(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_for


@pytest.fixture
def manager(client_for: Callable[["Role | str"], Client]) -> Client:
    """A browser in which the service manager has signed in, who may open every child's records."""
    return client_for("manager")


@pytest.fixture
def member(client_for: Callable[["Role | str"], Client]) -> Client:
    """A browser in which a member of the board has signed in, who sees figures and no child."""
    return client_for("board")
