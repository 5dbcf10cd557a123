"""Who may do what: the policy, sentence by sentence."""

import pytest
from django.db import IntegrityError, transaction

from yjs.people.models import SECTION_62, Act, User
from yjs.people.permissions import ROLES, May, Role, in_words


SEES_CASES = {
    May.SEE_CHILDREN,
    May.SEE_RECORDS_BEHIND,
    May.SEE_VICTIMS,
    May.SEE_REPARATION,
    May.RUN_REPARATION,
    May.RECORD,
    May.HOLD_MEETINGS,
    May.IMPORT,
    May.EXPORT,
}

# The policy again, role by role, in the order of May: a change to the table is a change here too.
POLICY = """
                         worker  manager  victim_worker  board  analyst  administrator  provider
ENTER                    yes     yes      yes            yes    yes      yes    yes
SEE_FIGURES              yes     yes      yes            yes    yes      no     no
SEE_CHILDREN             yes     yes      yes            no     yes      no     no
SEE_RECORDS_BEHIND       yes     yes      no             no     yes      no     no
RECORD                   yes     yes      yes            no     no       no     no
HOLD_MEETINGS            yes     yes      no             no     no       no     no
IMPORT                   no      yes      yes            no     yes      no             no
EXPORT                   no      yes      yes            no     yes      no             no
MAKE_DOCUMENTS           no      yes      no             yes    yes      no     no
SEE_VICTIMS              no      no       yes            no     no       no     yes
SEE_REPARATION           yes     yes      yes            no     yes      no             yes
RUN_REPARATION           yes     yes      no             no     no       no             yes
MANAGE_PEOPLE            no      no       no             no     no       yes    no
READ_ACCESS_LOG          no      yes      no             no     no       yes    no
"""


def policy() -> list[tuple[Role, May, bool]]:
    roles, *lines = [line.split() for line in POLICY.strip().splitlines()]
    return [
        (Role(role), May[line[0]], answer == "yes")
        for line in lines
        for role, answer in zip(roles, line[1:], strict=True)
    ]


def test_the_policy_names_every_role_and_every_permission() -> None:
    assert {(role, may) for role, may, _ in policy()} == {(role, may) for role in Role for may in May}


@pytest.mark.parametrize(("role", "may", "allowed"), policy())
def test_a_role_may_do_what_the_policy_says_and_nothing_else(role: Role, may: May, allowed: bool) -> None:
    assert User(role=role).may(may) is allowed
    assert (may in ROLES[role]) is allowed


def test_the_board_and_the_administrator_see_no_child_and_no_victim() -> None:
    assert not ROLES[Role.BOARD] & SEES_CASES
    assert not ROLES[Role.ADMINISTRATOR] & (SEES_CASES | {May.SEE_FIGURES, May.MAKE_DOCUMENTS})


def test_only_the_victim_worker_sees_victims_and_a_provider_those_referred_to_it() -> None:
    assert [role for role in Role if May.SEE_VICTIMS in ROLES[role]] == [Role.VICTIM_WORKER, Role.PROVIDER]


def test_a_provider_sees_no_child_s_record_and_no_figure() -> None:
    assert ROLES[Role.PROVIDER] & {May.SEE_CHILDREN, May.SEE_RECORDS_BEHIND, May.SEE_FIGURES, May.EXPORT} == set()


@pytest.mark.parametrize(("role", "provider"), [(Role.PROVIDER, ""), (Role.WORKER, "Groundwork")])
def test_somebody_of_a_provider_says_which_and_nobody_else_has_one(db: None, role: Role, provider: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="jo", name="Jo", role=role, provider=provider)


def test_whoever_records_sees_the_children_they_record() -> None:
    assert all(May.SEE_CHILDREN in ROLES[role] for role in Role if May.RECORD in ROLES[role])


@pytest.mark.parametrize("role", Role)
def test_being_a_superuser_adds_nothing(role: Role) -> None:
    person = User(role=role, is_superuser=True, is_staff=True)
    assert {may for may in May if person.may(may)} == ROLES[role]


@pytest.mark.parametrize("may", May)
def test_somebody_who_has_left_may_do_nothing(may: May) -> None:
    assert not any(User(role=role, is_active=False).may(may) for role in Role)


@pytest.mark.parametrize("role", ["", "chief", "Worker"])
def test_the_database_refuses_a_role_that_is_not_on_the_list(db: None, role: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="jo", name="Jo", role=role)


def test_a_role_can_be_read_aloud() -> None:
    assert in_words(Role.BOARD) == "see figures; make documents"
    assert in_words(Role.ADMINISTRATOR) == "manage people and their roles; read the log of who looked"


def test_each_of_the_six_acts_of_section_62_has_its_acts_in_the_log() -> None:
    assert list(SECTION_62) == [
        "collection",
        "alteration",
        "consultation",
        "disclosure (including transfers)",
        "combination",
        "erasure",
    ]
    logged = [act for acts in SECTION_62.values() for act in acts]
    assert len(logged) == len(set(logged))
    others = {Act.SIGNED_IN, Act.SIGNED_OUT, Act.NOT_SIGNED_IN, Act.REFUSED, Act.ROLE_CHANGED}
    assert set(Act) == set(logged) | others


def test_a_person_goes_by_their_name() -> None:
    assert str(User(username="jo", name="Jo Bloggs")) == "Jo Bloggs"
    assert str(User(username="jo")) == "jo"
    assert User(name="Jo Bloggs").get_full_name() == User(name="Jo Bloggs").get_short_name() == "Jo Bloggs"
