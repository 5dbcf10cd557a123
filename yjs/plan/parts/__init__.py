"""The parts of the annual plan: each gives the tables and charts of one matter for a financial year."""

from yjs.plan.parts import context, custody, diversion, entrants, groups, reoffending, resources, restorative
from yjs.plan.parts.part import PARTS


__all__ = ["PARTS", "context", "custody", "diversion", "entrants", "groups", "reoffending", "resources", "restorative"]
