"""The measures of reoffending."""

from reoffending.measures import after_disposal, coverage, diversion_included, live, proven


__all__ = ["after_disposal", "coverage", "diversion_included", "live", "proven"]
