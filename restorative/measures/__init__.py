"""The measures of restorative work: victims, offers, processes, children, and the hours of reparation."""

from restorative.measures import consented, processes, reparation, set_up, victims


__all__ = ["consented", "processes", "reparation", "set_up", "victims"]
