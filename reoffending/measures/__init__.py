"""The measures of reoffending."""

from reoffending.measures import after_disposal, proven


__all__ = ["after_disposal", "proven"]
