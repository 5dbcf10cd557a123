"""How a day is asked for."""

A_DAY = "For example 27/3/2019."
