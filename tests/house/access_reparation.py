"""Who opens what of reparation: a part of the one table."""

from disposals.models import Child
from restorative.models import Placement, PlacementDay, Reparation, ReparationSession, WorkPhoto
from tests.house.access_page import Page, each, of_one, of_referred
from yjs.people.permissions import May


REPARATION: dict[str, Page] = {
    # Reparation: who owes it, where it is worked, the register and its sheets
    "restorative:reparation-list": Page(May.SEE_REPARATION),
    "restorative:reparation-child": Page(May.RUN_REPARATION),
    "restorative:reparation-add": Page(
        May.RUN_REPARATION, of_one(Child, "child"), sent=200, kind=Child, never_referred=True
    ),
    "restorative:reparation-detail": Page(May.SEE_REPARATION, of_referred(Reparation), kind=Reparation),
    "restorative:reparation-change": Page(May.RUN_REPARATION, of_referred(Reparation), sent=200, kind=Reparation),
    "restorative:reparation-remove": Page(
        May.RUN_REPARATION, of_referred(Reparation), sent=200, kind=Reparation, never_referred=True
    ),
    "restorative:session-add": Page(May.RUN_REPARATION, of_referred(Reparation), sent=200, kind=Reparation),
    "restorative:session-change": Page(
        May.RUN_REPARATION, of_referred(ReparationSession), sent=200, kind=ReparationSession
    ),
    "restorative:session-remove": Page(
        May.RUN_REPARATION, of_referred(ReparationSession), sent=200, kind=ReparationSession
    ),
    "restorative:absence-follow-up": Page(May.RECORD, of_one(ReparationSession), sent=200, kind=ReparationSession),
    "restorative:placement-list": Page(May.SEE_REPARATION),
    "restorative:placement-add": Page(May.RUN_REPARATION, sent=200),
    "restorative:placement-detail": Page(May.SEE_REPARATION, of_one(Placement), kind=Placement),
    "restorative:placement-change": Page(May.RUN_REPARATION, of_one(Placement), sent=200, kind=Placement),
    "restorative:placement-remove": Page(May.RUN_REPARATION, of_one(Placement), sent=200, kind=Placement),
    "restorative:session-plan": Page(May.RUN_REPARATION, sent=200),
    "restorative:register-list": Page(May.RUN_REPARATION),
    "restorative:register": Page(May.RUN_REPARATION, of_one(PlacementDay), sent=200, kind=PlacementDay),
    "restorative:session-day": Page(May.SEE_REPARATION, of_one(PlacementDay), kind=PlacementDay),
    "restorative:session-day-change": Page(May.RUN_REPARATION, of_one(PlacementDay), sent=200, kind=PlacementDay),
    "restorative:session-day-remove": Page(May.RUN_REPARATION, of_one(PlacementDay), sent=200, kind=PlacementDay),
    "restorative:sheet-out": Page(May.RUN_REPARATION, of_one(PlacementDay), kind=PlacementDay),
    "restorative:photo-add": Page(May.RUN_REPARATION, of_one(PlacementDay), sent=200, kind=PlacementDay),
    "restorative:photo": Page(May.SEE_REPARATION, of_one(WorkPhoto), kind=WorkPhoto),
    "restorative:photo-remove": Page(May.RUN_REPARATION, of_one(WorkPhoto), sent=200, kind=WorkPhoto),
    "restorative:sheet-in": Page(May.RUN_REPARATION, sent=200),
    "restorative:sheet-preview": Page(May.RUN_REPARATION, each(name="no-such-sheet"), look=302, sent=302),
}
