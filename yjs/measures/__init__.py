"""What counts: periods, units, measures and their figures."""
