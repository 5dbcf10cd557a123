"""Recording a process between a victim and a child: which child, and only with who may be contacted."""

import pytest
from django.test import Client

from disposals.models import Child
from restorative.models import RestorativeProcess, Step, Victim
from tests.disposals.kept import a_child, an_offence, fill_in
from tests.restorative.victims_kept import a_process, a_step, a_victim, days_ago, logged, page


pytestmark = pytest.mark.django_db


class TestProcess:
    def test_the_offence_says_which_child(self, worker: Client, child: Child) -> None:
        other = a_child("Tom", "Hart")
        theirs = an_offence(other)
        victim = a_victim(an_offence(child), theirs)
        form = page("process-add", victim)
        asked = worker.get(form).content.decode()
        assert f"(case {child.ref})" in asked
        assert f"(case {other.ref})" in asked
        assert str(other) not in asked
        typed = {
            "kind": "direct",
            "form": "meeting",
            "held_on": "3/3/2025",
            "victim_satisfied": "yes",
            "may_quote": "no",
        }
        fill_in(worker, form, offence=theirs.pk, words="It helped", present="Jo Ellis", **typed)
        process = RestorativeProcess.objects.get()
        assert (process.child, process.offence, process.kind) == (other, theirs, "direct")
        assert (process.victim_satisfied, process.child_satisfied, process.may_quote) == (True, None, False)
        assert set(logged().subjects) == {f"victim {victim.pk}", child.ref, other.ref}

    @pytest.mark.parametrize("why", ["the sign", "a no"])
    def test_none_is_held_with_who_is_left_alone_unless_it_is_said_why(
        self, worker: Client, child: Child, why: str
    ) -> None:
        victim = a_victim(an_offence(child), do_not_contact_from=days_ago(5) if why == "the sign" else None)
        if why == "a no":
            a_step(victim, Step.CONSENT, days_ago(5), answer=False)
        form, typed = page("process-add", victim), {"kind": "indirect", "held_on": f"{days_ago(5):%d/%m/%Y}"}
        assert "They must not be contacted" in fill_in(worker, form, **typed).content.decode()
        assert "Say why" in fill_in(worker, form, **typed, all_the_same="on").content.decode()
        assert not RestorativeProcess.objects.exists()
        assert fill_in(worker, form, **typed, all_the_same="on", reason="They asked for it").status_code == 302
        assert RestorativeProcess.objects.get().history.get().history_change_reason == "They asked for it"
        assert fill_in(worker, form, **typed | {"held_on": f"{days_ago(6):%d/%m/%Y}"}).status_code == 302

    def test_an_offence_that_did_not_harm_them_cannot_be_named(self, worker: Client, victim: Victim) -> None:
        stranger = an_offence(a_child("Tom", "Hart"))
        refused = fill_in(worker, page("process-add", victim), offence=stranger.pk, kind="direct", held_on="3/3/2025")
        assert "offence" in refused.context["form"].errors
        assert not RestorativeProcess.objects.exists()

    def test_feedback_is_filled_in_afterwards_and_one_that_came_from_elsewhere_keeps_its_child(
        self, worker: Client, victim: Victim, child: Child
    ) -> None:
        process = a_process(victim, child, form="circle")
        change = page("process-change", process)
        fill_in(worker, change, victim_satisfied="yes", words="It helped", may_quote="yes", reason="They told me")
        process.refresh_from_db()
        assert (process.child, process.form, process.offence) == (child, "circle", None)
        assert process.victim_satisfied is process.may_quote is True
        assert "“It helped” (may be quoted)" in worker.get(victim.get_absolute_url()).content.decode()
        fill_in(worker, page("process-remove", process), reason="Recorded twice")
        assert not RestorativeProcess.objects.exists()
