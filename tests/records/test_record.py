"""A record keeps every version with who, when and why; and there is no way of writing one that leaves none."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disposals.models import Child, Offence
from tests.disposals.kept import BORN, a_child, an_offence
from yjs.people.permissions import Role
from yjs.records.record import LONDON, Stale, UnversionedWrite, keep, keep_all, record_classes, remove


pytestmark = pytest.mark.django_db
NOON = dt.datetime(2025, 3, 10, 12, tzinfo=dt.UTC)


class TestKeeping:
    def test_the_first_version_says_who_and_when(self, user_for, time_machine) -> None:  # noqa: ANN001
        time_machine.move_to(NOON, tick=False)
        child = Child(first_name="Amira", date_of_birth=BORN)
        keep(child, by=user_for(Role.WORKER))
        version = child.history.get()
        assert (version.version, version.history_type, version.history_user) == (1, "+", user_for(Role.WORKER))
        assert (version.history_date, version.saved_at) == (NOON, NOON)
        assert child.recorded_on == dt.date(2025, 3, 10)

    def test_a_correction_adds_a_version_with_its_reason(self) -> None:
        child = a_child()
        child.first_name = "Amirah"
        keep(child, by=None, reason="Spelt wrong")
        assert list(
            child.history.order_by("version").values_list("version", "first_name", "history_change_reason")
        ) == [
            (1, "Amira", ""),
            (2, "Amirah", "Spelt wrong"),
        ]

    def test_what_a_sender_knew_earlier_counts_as_known_from_that_day(self, time_machine) -> None:  # noqa: ANN001
        time_machine.move_to(NOON, tick=False)
        child = Child(first_name="Amira", date_of_birth=BORN)
        keep(child, by=None, recorded_on=dt.date(2024, 7, 1))
        version = child.history.get()
        assert version.history_date == dt.datetime(2024, 7, 1, tzinfo=LONDON)
        assert version.saved_at == NOON

    @pytest.mark.parametrize("said", [dt.date(2024, 7, 1), dt.date(2024, 6, 1), None])
    def test_a_correction_never_rewrites_what_was_known(self, time_machine, said: dt.date | None) -> None:  # noqa: ANN001
        time_machine.move_to(NOON, tick=False)
        child = Child(first_name="Amira", date_of_birth=BORN)
        keep(child, by=None, recorded_on=dt.date(2024, 7, 1))
        keep(child, by=None, recorded_on=said, reason="Again")
        assert child.history.order_by("history_id").last().history_date == NOON

    def test_just_before_midnight_in_london_is_still_that_day(self, time_machine) -> None:  # noqa: ANN001
        time_machine.move_to(dt.datetime(2025, 6, 30, 22, 59, 59, tzinfo=dt.UTC), tick=False)
        assert a_child().recorded_on == dt.date(2025, 6, 30)
        time_machine.move_to(dt.datetime(2025, 6, 30, 23, 0, tzinfo=dt.UTC), tick=False)
        assert a_child().recorded_on == dt.date(2025, 7, 1)

    def test_what_cannot_be_true_is_refused_and_nothing_is_written(self) -> None:
        child = a_child()
        with pytest.raises(ValidationError):
            keep(Offence(child=child, committed_on=dt.date(2001, 1, 1)), by=None)
        assert (Offence.objects.count(), Offence.history.count()) == (0, 0)

    def test_a_copy_that_is_behind_is_refused_with_what_is_saved_now(self) -> None:
        child = a_child()
        behind = Child.objects.get(pk=child.pk)
        child.first_name = "Amirah"
        keep(child, by=None, reason="Spelt wrong")
        behind.first_name = "Mira"
        with pytest.raises(Stale) as stale:
            keep(behind, by=None, reason="Another name")
        assert stale.value.saved_now == child
        assert stale.value.saved_now.first_name == "Amirah"
        assert child.history.count() == 2

    def test_what_was_removed_meanwhile_is_not_brought_back(self) -> None:
        child = a_child()
        remove(Child.objects.get(pk=child.pk), by=None, reason="Twice")
        with pytest.raises(ValidationError, match="removed by somebody else"):
            keep(child, by=None, reason="Change")
        assert not Child.objects.exists()


class TestRemoving:
    def test_its_versions_stay_and_say_who_and_why(self, user_for) -> None:  # noqa: ANN001
        child = a_child()
        pk = child.pk
        remove(child, by=user_for(Role.MANAGER), reason="Recorded twice")
        last = Child.history.filter(id=pk).order_by("history_id").last()
        assert (last.history_type, last.history_change_reason, last.history_user) == (
            "-",
            "Recorded twice",
            user_for(Role.MANAGER),
        )
        assert Child.history.filter(id=pk).count() == 2


class TestManyAtOnce:
    def test_each_has_its_version_its_day_and_its_reason(self, user_for) -> None:  # noqa: ANN001
        days = [dt.date(2024, 1, 1), None]
        children = [Child(first_name=name, date_of_birth=BORN) for name in ("Amira", "Tom")]
        keep_all(children, by=user_for(Role.MANAGER), reason="Brought in", recorded_ons=days)
        versions = Child.history.order_by("history_id")
        assert [v.version for v in versions] == [1, 1]
        assert [v.history_change_reason for v in versions] == ["Brought in"] * 2
        assert [v.history_user for v in versions] == [user_for(Role.MANAGER)] * 2
        assert versions[0].history_date == dt.datetime(2024, 1, 1, tzinfo=LONDON)

    def test_new_and_changed_ones_go_together(self) -> None:
        old = a_child()
        old.first_name = "Amirah"
        keep_all([old, Child(first_name="Tom", date_of_birth=BORN)], by=None, reason="Again")
        assert sorted(Child.objects.values_list("first_name", "version")) == [("Amirah", 2), ("Tom", 1)]
        assert old.history.count() == 2

    def test_none_is_none(self) -> None:
        keep_all([], by=None)
        assert Child.history.count() == 0


class TestNoWayRound:
    def test_bulk_writes_without_versions_are_refused(self) -> None:
        child = a_child()
        with pytest.raises(UnversionedWrite, match=r"update\(\) writes no versions: use keep, keep_all or remove"):
            Child.objects.filter(pk=child.pk).update(first_name="Unseen")
        with pytest.raises(UnversionedWrite):
            Child.objects.bulk_create([Child(date_of_birth=BORN)])
        with pytest.raises(UnversionedWrite):
            Child.objects.bulk_update([child], ["first_name"])
        with pytest.raises(UnversionedWrite):
            Child.objects.all().delete()
        with pytest.raises(UnversionedWrite):
            child.offence_set.update(description="Unseen")
        assert list(Child.objects.values_list("first_name", "version")) == [("Amira", 1)]

    def test_every_kind_of_record_keeps_versions_and_refuses_the_way_round(self) -> None:
        for kind in record_classes():
            assert kind.history.model._meta.get_field("saved_at"), kind
            with pytest.raises(UnversionedWrite):
                kind.objects.all().delete()

    def test_a_record_is_seen_by_those_who_may_see_its_kind(self, user_for) -> None:  # noqa: ANN001
        an_offence(a_child())
        for role in Role:
            user = user_for(role)
            for kind in (Child, Offence):
                assert kind.objects.visible_to(user).exists() == user.may(kind.seen_with)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["first_name", "last_name", "postcode"]), st.sampled_from(["A", "B", "C", ""])),
    max_size=12,
)


class TestAnyHistory(TestCase):
    @settings(max_examples=30)
    @given(changes=CHANGES)
    def test_every_version_is_as_the_record_stood(self, changes: list[tuple[str, str]]) -> None:
        child = a_child()
        stood: list[dict[str, Any]] = [Child.objects.filter(pk=child.pk).values().get()]
        for name, value in changes:
            setattr(child, name, value)
            keep(child, by=None, reason="So")
            stood.append(Child.objects.filter(pk=child.pk).values().get())
        versions = child.history.order_by("history_id")
        assert [{name: getattr(version.instance, name) for name in stood[0]} for version in versions] == stood
        assert [version.version for version in versions] == list(range(1, len(changes) + 2))
