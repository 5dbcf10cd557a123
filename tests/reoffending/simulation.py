"""How often the live estimate and the projection are right: made-up services whose true rate is known.

    python -m tests.reoffending.simulation [SERVICES] [SEED]

Each service has 20 to 200 children a year, who enter evenly over the year, in five earlier years at the same true rate
of 15 to 50 in 100. Reoffences come early rather than late, and one child may have several. Proving one takes a median
of 140 days, over a year for a few: in the full made-up service of `manage.py demo` the reoffences of the cohorts from
2010/11 to 2024/25 took a median of 124, those before 2017 of 112 and those since 2021 of 178, and their logarithms
spread by 0.65 to 0.68. `test_projections.py` holds the two together. Every cohort is looked at on six days of its life. Printed
for each: how often the 95% interval holds the true rate, and how often the projection's range holds what the cohort
came to. It takes about a quarter of an hour for 2,000 services; its last output stands in
`reoffending/survival.py`.
"""

import sys
from dataclasses import dataclass

import numpy as np

from reoffending.survival import TWELVE_MONTHS, Days, Followed, curve, project


FOLLOW_UP, WAITING = 365, 548
DELAY, SPREAD = 140, 0.62
SIZES = (20, 40, 80, 120, 200)
YEARS = 5
LOOKED_AT = {"7 months": 210, "9 months": 275, "a year": 365, "15 months": 456, "18 months": 547, "21 months": 638}


@dataclass(frozen=True)
class Lives:
    """Children by the day of their index event, with the days of their reoffences and of the proof of each."""

    index: Days
    committed: Days
    proven: Days

    @property
    def reoffend(self) -> Days:
        return np.isfinite(self.proven).any(axis=1)

    def known(self, day: int) -> Followed:
        """As they stand at the end of a day; those who have not entered yet are not there."""
        here = self.index <= day
        age = day - self.index[here]
        seen = self.proven[here] <= age[:, None]
        return Followed(
            days=np.where(age >= FOLLOW_UP, np.inf, age),
            first=np.where(seen, self.committed[here], np.inf).min(axis=1),
            proven=np.where(seen, self.proven[here], np.inf).min(axis=1),
            age=age,
            is_final=age >= WAITING,
        )


def lives(draw: np.random.Generator, many: int, trouble: float, first: int, days: int) -> Lives:
    """Children who enter evenly over the days; a share of them gets into trouble, once or more."""
    index = first + draw.integers(0, days, many).astype(float)
    waits = np.hstack([draw.gamma(1.1, 110, (many, 1)), draw.exponential(130, (many, 7))])
    committed = np.maximum(1, np.floor(waits.cumsum(axis=1)))
    delays = np.floor(np.exp(draw.normal(np.log(DELAY), SPREAD, committed.shape)))
    proven = committed + np.maximum(3, delays)
    counts = (committed <= FOLLOW_UP) & (proven <= WAITING) & (draw.random((many, 1)) < trouble)
    return Lives(index, np.where(counts, committed, np.inf), np.where(counts, proven, np.inf))


def score(services: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    reoffend_of_troubled = float(lives(np.random.default_rng(7), 400_000, 1.0, 0, 365).reoffend.mean())
    found = {day: {"given": 0, "held": 0, "projected": 0, "came": 0, "wide": []} for day in LOOKED_AT.values()}
    for _ in range(services):
        size, rate = int(draw.choice(SIZES)), float(draw.uniform(0.15, 0.5))
        trouble = rate / reoffend_of_troubled
        cohort = lives(draw, size, trouble, 0, 365)
        before = lives(draw, YEARS * size, trouble, -YEARS * 365, YEARS * 365)
        for day, score in found.items():
            children, earlier = cohort.known(day), before.known(day)
            estimate, projection = curve(children, earlier).at(TWELVE_MONTHS), project(children, earlier)
            if estimate is not None:
                score["given"] += 1
                score["held"] += estimate[1] <= rate <= estimate[2]
                score["wide"].append(100 * (estimate[2] - estimate[1]))
            if projection is not None:
                score["projected"] += 1
                score["came"] += projection.low <= cohort.reoffend[cohort.index <= day].sum() <= projection.high
    print(
        f"{services} services, seed {seed}: of 100 intervals, how many held the true rate; of 100 projections, the end"
    )
    for words, day in LOOKED_AT.items():
        each = found[day]
        held, came = 100 * each["held"] / each["given"], 100 * each["came"] / each["projected"]
        print(f"{words:>10}: {held:.1f} ({np.mean(each['wide']):.0f} points wide), {came:.1f}")
    held = 100 * sum(e["held"] for e in found.values()) / sum(e["given"] for e in found.values())
    came = 100 * sum(e["came"] for e in found.values()) / sum(e["projected"] for e in found.values())
    print(f"       all: {held:.1f}, {came:.1f}")


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:]]
    score(asked[0] if asked else 2000, asked[1] if asked[1:] else 1)
