"""The measures of restorative work: victims, offers, processes, children, and the hours of reparation."""

from restorative.measures import consented, processes, reparation, victims


__all__ = ["consented", "processes", "reparation", "victims"]
