"""The measures of what happened: entrants, custody, out-of-court disposals, remands, caseload."""

from disposals.measures import caseload, custody, diversion, entrants, population


__all__ = ["caseload", "custody", "diversion", "entrants", "population"]
