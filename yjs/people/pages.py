"""What the log calls each page, in words: an address says little to who reads it."""

PAGES = {
    "disposals:home": "Start",
    "disposals:gap-list": "To put right",
    "disposals:child-list": "Children",
    "disposals:child-detail": "Child’s page",
    "disposals:child-add": "Add a child",
    "disposals:child-change": "Correct a child’s details",
    "disposals:child-remove": "Remove a child",
    "disposals:notification-list": "Police notifications",
    "disposals:notification-detail": "Police notification",
    "disposals:notification-child": "Add the child of a notification",
    "disposals:notification-not-ours": "Notification: not ours",
    "disposals:notification-back": "Notification: take the answer back",
    "documents:gallery": "Parts of a page",
    "documents:measure-list": "Figures",
    "documents:measure-detail": "Measure",
    "documents:figure-detail": "Figure",
    "documents:figure-as-at": "Figure, as known on a day",
    "documents:figure-difference": "Why a figure moved",
    "documents:records-behind": "Records behind a figure",
    "people:access-log": "Access log",
    "people:own-password": "Own password",
    "people:person-add": "Add a person",
    "people:person-change": "Change a person",
    "people:person-list": "People",
    "people:sign-in": "Sign in",
    "people:sign-out": "Sign out",
    "plan:board-detail": "Board report",
    "plan:board-as-at": "Board report, as known on a day",
    "plan:board-file": "Board report, a file",
    "plan:plan-detail": "Plan",
    "plan:plan-as-at": "Plan, as known on a day",
    "plan:plan-file": "Plan, a file",
    "records:export-bundle": "Take records out",
    "records:import-bundle": "Bring records in",
    "records:import-preview": "Bring records in: what it would do",
    "records:versions": "History of changes",
    "reoffending:tracker": "Tracker",
    "reoffending:tracker-as-at": "Tracker, as known on a day",
    "reoffending:tracked-child": "Tracker: a child",
    "reoffending:meeting-detail": "Tracker meeting",
    "reoffending:meeting-child": "Tracker meeting: a child",
    "reoffending:action-add": "Tracker meeting: add an action",
    "reoffending:action-done": "Tracker meeting: an action is done",
    "add_person": "Command add_person",
    "demo": "Command demo",
    "export_bundle": "Command export_bundle",
    "import_bundle": "Command import_bundle",
}
# The last part of a page's name, where it is all that tells pages of the same kind apart.
ACTS = {"add": "Record: {}", "change": "Correct: {}", "remove": "Remove: {}"}


def page_in_words(page: str) -> str:
    """What a page is called; one that has no title of its own goes by the words of its name."""
    if page in PAGES:
        return PAGES[page]
    words = page.rpartition(":")[2].replace("_", "-").split("-")
    if words[-1] in ACTS and len(words) > 1:
        return ACTS[words[-1]].format(" ".join(words[:-1]))
    return " ".join(word for word in words if word not in ("detail", "list")).capitalize()
