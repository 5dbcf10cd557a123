"""The measures of reoffending."""

from reoffending.measures import after_disposal, coverage, diversion_included, live, proven, why_counted


__all__ = ["after_disposal", "coverage", "diversion_included", "live", "proven", "why_counted"]
