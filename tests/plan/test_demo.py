"""`manage.py demo`: the same every time, impossible nowhere, and only ever in a database of its own."""

import json
import os
import subprocess
import sys
from collections import Counter
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from disposals.models import Child, Offence
from tests.factories.disposals import ChildFactory
from tests.factories.people import UserFactory
from tests.factories.plan import PopulationFactory
from tests.plan.wrenbridge import fingerprint, said, told
from yjs.people.models import User
from yjs.people.permissions import Role
from yjs.plan.demo import LAST_DAY, SERVICE
from yjs.plan.demo.keeping import keep_service, steps
from yjs.plan.demo.published import published
from yjs.plan.demo.service import made_up
from yjs.plan.demo.signing_in import let_in, password_of
from yjs.plan.management.commands.demo import Command
from yjs.records.record import record_classes
from yjs.start import service_name


A_SMALL_PLACE = 0.05
FINGERPRINT = """
import django; django.setup()
from tests.plan.wrenbridge import fingerprint
from yjs.plan.demo.published import published
from yjs.plan.demo.service import made_up
print(fingerprint([*published(), *made_up(0.05)]))
"""


class Demo(Command):
    """The command as it is, for a smaller place."""

    size = A_SMALL_PLACE


def test_two_processes_make_the_same_service() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(settings.BASE_DIR)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert made[0].strip() == fingerprint([*published(), *made_up(A_SMALL_PLACE)])


def test_no_version_of_any_record_is_impossible() -> None:
    offences = {t.record.ref: t.record for t in told() if isinstance(t.record, Offence)}
    unlikely: Counter[str] = Counter()
    for each in told():
        record = each.record
        versions = [(each.on, {}), *((change.on, change.values) for change in each.changes)]
        before = said(record)
        for on, values in versions:
            for name, value in values.items():
                setattr(record, name, value)
            record.recorded_on = on
            faults = record.faults(lambda kind, ref: offences.get(ref))
            assert not [fault for fault in faults if fault.is_error], (before, values)
            if on == versions[-1][0]:
                unlikely.update(fault.column for fault in faults)
        record.clean_fields(exclude=[field.name for field in record._meta.concrete_fields if field.is_relation])
    assert set(unlikely) == {"residence", "seriousness", "committed_on"}
    assert 20 < unlikely["residence"] < 150
    assert 40 < unlikely["seriousness"] < 200
    # Offences at 18 that the service heard of.
    assert 50 < unlikely["committed_on"] < 250


def test_nothing_is_recorded_before_it_happened_or_after_the_last_day() -> None:
    for each in told():
        kind = type(each.record)
        if kind.own_date and kind.own_date not in kind.may_be_future and not each.changes:
            assert getattr(each.record, kind.own_date) <= each.on
        days = [each.on, *(change.on for change in each.changes)]
        assert all(before < after for before, after in pairwise(days))
        assert days[-1] <= LAST_DAY
        assert each.removed_on is None or days[-1] < each.removed_on <= LAST_DAY


def test_every_record_refers_to_what_was_recorded_by_then() -> None:
    known = {each.record.ref: each for each in told() if hasattr(each.record, "ref")}
    for each in told():
        record = each.record
        refs = [*getattr(record, "offence_refs", [])]
        refs += [record.child.ref] if hasattr(record, "child") else []
        refs += [record.disposal.ref] if getattr(record, "disposal", None) else []
        refs += [record.reparation.ref] if hasattr(record, "reparation") else []
        refs += getattr(record, "reparation_refs", [])
        assert all(known[ref].on <= each.on for ref in refs)


@pytest.mark.django_db
def test_a_small_service_is_kept_with_every_version() -> None:
    small = [*published(), *made_up(A_SMALL_PLACE)]
    counted: list[int] = []
    keep_service(small, by=UserFactory(), tell=counted.append)
    assert sum(counted) == steps(small)
    for kind in record_classes():
        rows = [each for each in small if type(each.record) is kind]
        assert kind.objects.count() == sum(each.removed_on is None for each in rows)
        assert kind.history.count() == sum(1 + len(each.changes) + bool(each.removed_on) for each in rows)
    for each in small:
        if each.removed_on is None:
            assert each.record.version == 1 + len(each.changes)


@pytest.mark.django_db
def test_a_stranger_s_database_is_left_alone() -> None:
    child = ChildFactory()
    with pytest.raises(CommandError, match="already in use") as refused:
        call_command(Demo())
    assert refused.value.returncode == 1
    assert list(Child.objects.all()) == [child]
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("make", [PopulationFactory, UserFactory])
def test_so_is_one_with_no_child_but_with_figures_or_people(make: Any) -> None:
    make()
    with pytest.raises(CommandError, match="already in use"):
        call_command(Demo())


@pytest.mark.django_db
def test_there_is_a_person_for_every_role_with_a_long_password_of_this_machine() -> None:
    sign_ins = let_in()
    assert {each.person.role for each in sign_ins} == set(Role)
    for each in sign_ins:
        assert len(each.password) >= 15
        assert each.person.check_password(each.password)
    assert len({each.password for each in sign_ins}) == len(Role)
    changed = sign_ins[0].person
    changed.set_password("another password altogether")
    changed.save()
    assert [each.password for each in let_in()] == ["", *(password_of(s.person.username) for s in sign_ins[1:])]


@pytest.mark.django_db
def test_as_one_json_object_it_says_where_everything_is_and_how_to_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("SERVICE_NAME", settings.SERVICE_NAME)
    out = StringIO()
    call_command(Demo(), format="json", stdout=out, stderr=StringIO())
    said = json.loads(out.getvalue())
    assert (said["service"], said["children"], said["data"]) == (SERVICE, Child.objects.count(), str(settings.YJS_DATA))
    assert [Path(file).suffix for file in said["files"]] == [".pdf", ".docx", ".xlsx", ".csv", ".html"]
    assert {each["role"] for each in said["people"]} == set(Role)
    assert all(each["password"] == password_of(each["username"]) for each in said["people"])


@pytest.mark.django_db
def test_running_it_twice_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where styles have not been fetched there is no way to fetch them here: it says so and goes on.
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("SERVICE_NAME", settings.SERVICE_NAME)
    seen = []
    for _ in range(2):
        out = StringIO()
        call_command(Demo(), stdout=out, stderr=StringIO())
        versions = {
            kind: sorted(kind.history.values_list("id", "version", "history_date")) for kind in record_classes()
        }
        plans = {path.name: path.read_bytes() for path in (settings.YJS_DATA / "documents").glob("*2018-19.*")}
        seen.append((versions, plans, out.getvalue().split("Sign in as")[1]))
    assert seen[0] == seen[1]
    assert service_name(settings.YJS_DATA) == SERVICE
    assert set(seen[0][1]) == {f"youth-justice-plan-2018-19.{kind}" for kind in ("pdf", "docx", "xlsx", "csv", "html")}
    assert all(role.label in seen[0][2] for role in Role)
