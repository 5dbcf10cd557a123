"""Fifty victims whose names, other names, addresses, phones and emails stand nowhere else: they turn up in nothing that
anybody can open who does not work with victims, nor with those referred to their provider.

How long a page takes and how much it counts are not looked at here. What somebody typed into a search comes back to
them in the same page: that is taken out before the page is read.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from restorative.models import Victim
from tests.house.access_table import QUARTER, TABLE, YEAR, addresses
from tests.house.canaries import LATER, Service, service
from tests.house.folding import fold
from tests.house.harmed import HARMED, REFERRED, STREETS
from tests.house.printed import Say
from tests.house.reading import words_of
from tests.house.sweeping import ASTRAY, every_address, file_words, is_file, links_of, open_it, what_kind
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import Record, keep, remove


pytestmark = [pytest.mark.django_db, pytest.mark.without_database]

ClientFor = Callable[[Role | str], Client]
# Nobody signed in, and every role that does not stand before every victim.
OTHERS = (None, *(role for role in Role if role is not Role.VICTIM_WORKER))
THEIRS = {f"HRMD{number:03}" for number in REFERRED}
NONSENSE = "Xyzzywobble"
SEARCHED = ("disposals:child-list", "restorative:reparation-list", "restorative:reparation-child", "people:person-list")


class Sweep:
    """One person's way through the whole service: what was opened, how many files were read, and what leaked."""

    def __init__(self, client: Client, made: Service, role: Role | None) -> None:
        self.client, self.made, self.role = client, made, role
        # Answers that showed a page, those that refused or found nothing, and files.
        self.pages = self.refused = self.files = 0
        self.leaks: list[str] = []

    def read(self, what: str, response: HttpResponse, typed: str = "") -> str:
        """Read an answer to its last byte, with its headers; what was typed by this very person is left out."""
        if is_file(response):
            self.files += 1
            text = file_words(response)
        else:
            self.pages += response.status_code < 300
            self.refused += response.status_code >= 300
            text = response.getvalue().decode("utf-8", "replace")
            text = (
                words_of("html", response.getvalue())
                if not response.get("Content-Type", "").startswith("image")
                else ""
            )
        text += " ".join(f"{name} {value}" for name, value in response.items())
        # More of a name than was typed, such as the whole of it, is no echo.
        self.check(what, text, but=fold(typed))
        for echo in {typed, escape(typed), quote(typed), quote_plus(typed), json.dumps(typed)[1:-1]} - {""}:
            text = text.replace(echo, "")
        self.check(what, text)
        if response.status_code >= 500:
            self.leaks.append(f"{what} answers {response.status_code}")
        return text

    def check(self, what: str, text: str, but: str = "") -> None:
        named = self.made.victims_named_in(text, but) - (THEIRS if self.role is Role.PROVIDER else set())
        if named:
            self.leaks.append(f"{what}: {sorted(named)}")

    def open(self, address: str, typed: str = "") -> HttpResponse:
        response = open_it(self.client, address)
        self.read(address, response, typed)
        return response

    def post(self, address: str, typed: str = "", **sent: object) -> HttpResponse:
        self.client.raise_request_exception = False
        response = self.client.post(address, sent)
        self.read(f"POST {address}", response, typed)
        return response


def is_picture(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("image/")


@pytest.fixture
def made(db: None, client_for: ClientFor) -> Service:
    """The service, with everything the victim worker does that leaves traces: looks, searches, letters, files."""
    made = service(victims=len(HARMED))
    victims = made.records[Victim]
    first, last = victims[0], victims.pop()
    keep(first, by=None, reason=f"{first.first_name} {first.last_name} rang")
    remove(last, by=None, reason=f"{last.last_name} is recorded twice")
    worker = client_for(Role.VICTIM_WORKER)
    for victim in victims[:3]:
        for address in (victim.get_absolute_url(), reverse("restorative:victim-change", args=[victim.pk])):
            assert worker.get(address).status_code == 200
        worker.post(reverse("restorative:victim-list"), {"q": victim.last_name}, follow=True)
        worker.post(reverse("restorative:letter-detail", args=[victim.pk, "offer"]))
        wrong = {"first_name": victim.first_name, "details_from_police_on": "31/2/2020", "version": "7"}
        worker.post(reverse("restorative:victim-change", args=[victim.pk]), wrong)
    asked = {"purpose": "moving", "recipient": "us", "form": "zip"}
    assert is_file(worker.post(reverse("records:export-bundle"), asked))
    worker.get(reverse("restorative:text-list"))
    return made


def tries(made: Service) -> Iterator[str]:
    """What somebody who knows or guesses a victim would look for: whole, in part, without marks, and ways to them."""
    for victim in made.records[Victim][:4]:
        yield from filter(None, (victim.last_name, victim.first_name, victim.other_names, victim.email, victim.ref))
        yield victim.last_name[:5]
        yield victim.phone


def looked_up(sweep: Sweep) -> int:
    """Searches for victims, which find none; how many were made."""
    made = 0
    for name in SEARCHED:
        page = reverse(name)
        if (sweep.role and TABLE[name].requires not in ROLES[sweep.role]) or sweep.role is None:
            continue
        for text in tries(sweep.made):
            answer = sweep.open(f"{page}?q={quote_plus(text)}", text)
            assert answer.status_code == 200, page
            made += 1
    if sweep.role is Role.PROVIDER:
        for text in tries(sweep.made):
            sweep.client.post(reverse("restorative:victim-list"), {"q": text})
            sweep.open(f"{reverse('restorative:victim-list')}?found=yes", text)
    return made


def versions(kind: type[Record], pk: int) -> str:
    return reverse("records:versions", args=[kind._meta.label, pk])


def crawled(sweep: Sweep, turn: int, of: int, met: set[tuple[str, ...]]) -> None:
    """Every page with its samples, every victim's page and versions, and what is not there. Of the many ways to ask for
    a figure and the files of each document every so many for each role, and what else those pages lead to for the first
    whom they lead there: so that all of them are read once.
    """
    pages = [address for name in TABLE for address in addresses(name, sweep.made)]
    more = [address for address in every_address(sweep.made) if address not in set(pages)]
    of_every_kind = [versions(kind, row.pk) for kind, rows in sweep.made.records.items() for row in rows[:2]]
    ever = sorted(set(Victim.history.values_list("id", flat=True)))
    of_victims = [
        page for pk in ever for page in (reverse("restorative:victim-detail", args=[pk]), versions(Victim, pk))
    ]
    waiting = [*pages, *of_every_kind, *of_victims, *ASTRAY, *more[turn::of]]
    kinds = met | {what_kind(address) for address in (*waiting, *more)}
    while waiting:
        response = sweep.open(waiting.pop(0))
        if (
            response.status_code == 200
            and not is_file(response)
            and not response.get("Content-Type", "").startswith("image")
        ):
            for further in sorted(links_of(response.getvalue().decode())):
                if what_kind(further) not in kinds:
                    kinds.add(what_kind(further))
                    met.add(what_kind(further))
                    waiting.append(further)


def sent_wrong(sweep: Sweep) -> None:
    """Every form sent with nonsense, as this person; and the answers to what the service cannot take."""
    for name, page in TABLE.items():
        if page.sent and name not in ("people:sign-out", "people:sign-in"):
            for address in addresses(name, sweep.made):
                sweep.post(address, version="nonsense", ref="HRMD000", victim="1", offence_refs="O0-1", q=NONSENSE)
    sweep.read("a host that is not ours", sweep.client.get("/", headers={"host": "elsewhere.example"}))
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        for victim in sweep.made.records[Victim][:2]:
            sweep.read(method, sweep.client.generic(method, victim.get_absolute_url()))
    unsigned = Client(enforce_csrf_checks=True)
    sweep.read("a form without its token", unsigned.post(reverse("people:sign-in"), {"username": "x"}))


def taken_out(sweep: Sweep) -> None:
    """The bundle out in both forms; and a file of victims in, which is refused without a word of who is there."""
    if sweep.role is None or May.EXPORT not in ROLES[sweep.role]:
        return
    for form in ("zip", "xlsx"):
        answer = sweep.post(reverse("records:export-bundle"), purpose="moving", recipient="us", form=form)
        assert is_file(answer)
    rows = "victim_ref,offence_refs,kind,last_name\nHRMD000,O0-1,person,Nobody\nHRMD005,O5-1,person,Nobody\n"
    bundle = SimpleUploadedFile("victims.csv", rows.encode())
    sweep.post(reverse("records:import-bundle"), bundle=bundle)


def test_no_victim_is_met_by_who_does_not_work_with_them(
    client_for: ClientFor, made: Service, say: Say, own_log: io.StringIO
) -> None:
    pages, refused, files, searches, met, leaks = 0, 0, 0, 0, set[tuple[str, ...]](), list[str]()
    for turn, role in enumerate(OTHERS):
        client = client_for(role) if role else Client()
        sweep = Sweep(client, made, role)
        crawled(sweep, turn, len(OTHERS), met)
        searches += looked_up(sweep)
        taken_out(sweep)
        sent_wrong(sweep)
        leaks += [f"{role or 'nobody'}: {leak}" for leak in sweep.leaks]
        pages, refused, files = pages + sweep.pages, refused + sweep.refused, files + sweep.files
        assert sweep.pages + sweep.refused > 300, role
    assert leaks == []
    assert not made.victims_named_in(own_log.getvalue())
    kept = [" ".join(map(str, vars(event).values())) for event in AccessEvent.objects.all()]
    assert not made.victims_named_in(" ".join(kept))
    say("victims looked for", len(made.harmed))
    say("ways to come: nobody signed in, and each role that does not work with all victims", len(OTHERS))
    say("pages shown and read, and no victim named", pages)
    say("refusals, ways elsewhere and pages that are not there read, and no victim named", refused)
    say("searches for victims among them, and none found", searches)
    say("files read, and no victim named", files)
    say("lines of the log of access read, and no victim named", len(kept))


def test_no_command_and_no_file_it_writes_names_a_victim(
    made: Service, say: Say, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for slug in ("victims-contacted", "restorative-processes", "reparation-attendance-rate", "caseload"):
        for form in ("text", "json"):
            call_command("figure", slug, "--period", "2024/25", "--records", "--format", form)
    call_command("plan", "2024/25", "--as-at", str(LATER), "--out", str(tmp_path / "plan"))
    call_command("board", QUARTER, "--as-at", str(LATER), "--out", str(tmp_path / "board"))
    call_command("verify_access_log")
    call_command("definitions")
    written = [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    assert len(written) >= 10
    for path in written:
        text = f"{path.name} {words_of(path.suffix[1:], path.read_bytes())}"
        assert len(fold(text)) > 1_000, path
        assert not made.victims_named_in(text), path
    said = "".join(capfd.readouterr())
    assert len(said) > 1_000
    # Whoever runs the service asks for the records of a figure by the references they were sent with.
    assert not made.victims_named_in(re.sub(r"HRMD\d+", "", said))
    say("files that commands wrote read, and no victim named", len(written))


@pytest.mark.urls("tests.house.failing")
@pytest.mark.parametrize("role", OTHERS)
def test_a_page_that_breaks_over_a_victim_tells_nobody_which(
    client_for: ClientFor, role: Role | None, own_log: io.StringIO
) -> None:
    made = service(size=1)
    broken = open_it(client_for(role) if role else Client(), "/breaks/victim/")
    assert broken.status_code == 500
    assert b"Something went wrong" in broken.getvalue()
    assert "/breaks/victim/" in own_log.getvalue()
    for text in (broken.getvalue().decode(), own_log.getvalue()):
        assert not made.victims_named_in(text)


def test_the_sweep_would_find_each_of_them(client_for: ClientFor, made: Service) -> None:
    """On the victim worker's page each stands, and is found there however the page writes the name."""
    worker = client_for(Role.VICTIM_WORKER)
    for victim in made.records[Victim]:
        assert victim.ref in made.victims_named_in(worker.get(victim.get_absolute_url()).content.decode())
    for text in (
        "OONAGH SORCHA",
        "ni fhlaithbheartaigh",
        "quincewhistle  paddock",
        "07700-900-847",
        "kestrelquill00%40yarrowmere.example",
        "xv003qk",
        "Oonagh&#x2D;Sorcha",
    ):
        assert made.victims_named_in(f"… {text} …") == {"HRMD000"}, text
    assert not made.victims_named_in(settings.SERVICE_NAME + YEAR + NONSENSE)
    assert len(made.harmed) == len(HARMED) == len(set(STREETS)) == 50
