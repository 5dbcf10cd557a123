"""Who may do what: one table, to be read as the service's own policy."""

from enum import StrEnum

from django.db.models import TextChoices


class May(StrEnum):
    """One thing a page asks for. Each page names exactly one."""

    ENTER = "enter"
    SEE_FIGURES = "see figures"
    SEE_CHILDREN = "see children"
    SEE_RECORDS_BEHIND = "see the records behind a figure"
    RECORD = "add and correct records"
    HOLD_MEETINGS = "hold the tracker meeting"
    IMPORT = "bring records in"
    EXPORT = "take records out"
    MAKE_DOCUMENTS = "make documents"
    SEE_VICTIMS = "work with victims"
    SEE_REPARATION = "see reparation"
    RUN_REPARATION = "run reparation"
    MANAGE_PEOPLE = "manage people and their roles"
    READ_ACCESS_LOG = "read the log of who looked"


class Role(TextChoices):
    """What a person does in the service. Everybody has one."""

    WORKER = "worker", "Worker"
    MANAGER = "manager", "Service manager"
    VICTIM_WORKER = "victim_worker", "Victim worker"
    BOARD = "board", "Board member"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"
    PROVIDER = "provider", "Provider's staff"


ROLES: dict[Role, frozenset[May]] = {
    # A worker sees the children and what lies behind every figure, and records the work.
    Role.WORKER: frozenset(
        {
            May.ENTER,
            May.SEE_FIGURES,
            May.SEE_CHILDREN,
            May.SEE_RECORDS_BEHIND,
            May.RECORD,
            May.SEE_REPARATION,
            May.RUN_REPARATION,
            May.HOLD_MEETINGS,
        },
    ),
    # The manager does what a worker does, moves records in and out, makes the documents and sees who looked.
    Role.MANAGER: frozenset(
        {
            May.ENTER,
            May.SEE_FIGURES,
            May.SEE_CHILDREN,
            May.SEE_RECORDS_BEHIND,
            May.RECORD,
            May.SEE_REPARATION,
            May.RUN_REPARATION,
            May.HOLD_MEETINGS,
            May.IMPORT,
            May.EXPORT,
            May.MAKE_DOCUMENTS,
            May.READ_ACCESS_LOG,
        },
    ),
    # The victim worker alone sees every victim, and of the children only their basic pages. What the service moves in
    # and out about victims goes through the victim worker.
    Role.VICTIM_WORKER: frozenset(
        {
            May.ENTER,
            May.SEE_FIGURES,
            May.SEE_CHILDREN,
            May.SEE_VICTIMS,
            May.SEE_REPARATION,
            May.RECORD,
            May.IMPORT,
            May.EXPORT,
        },
    ),
    # The board sees figures and the documents made of them, never a child.
    Role.BOARD: frozenset({May.ENTER, May.SEE_FIGURES, May.MAKE_DOCUMENTS}),
    # The analyst sees what every figure is made of and moves records in and out, but changes none by hand.
    Role.ANALYST: frozenset(
        {
            May.ENTER,
            May.SEE_FIGURES,
            May.SEE_CHILDREN,
            May.SEE_RECORDS_BEHIND,
            May.SEE_REPARATION,
            May.IMPORT,
            May.EXPORT,
            May.MAKE_DOCUMENTS,
        },
    ),
    # The administrator looks after people and the log of who looked, and sees no child, victim or figure.
    Role.ADMINISTRATOR: frozenset({May.ENTER, May.MANAGE_PEOPLE, May.READ_ACCESS_LOG}),
    # A commissioned provider's staff see the victims and the reparation referred to them, and nothing else.
    Role.PROVIDER: frozenset({May.ENTER, May.SEE_VICTIMS, May.SEE_REPARATION, May.RUN_REPARATION}),
}


def in_words(role: Role) -> str:
    """What a role may do, read off the table."""
    return "; ".join(may.value for may in May if may in ROLES[role] and may is not May.ENTER)
