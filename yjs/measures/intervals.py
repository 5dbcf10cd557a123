"""Intervals and comparisons."""

from scipy.stats import binomtest, chi2


def wilson(numerator, denominator, level=0.95):
    found = binomtest(int(numerator), int(denominator)).proportion_ci(level, method="wilson")
    return found.low, found.high


def exact_poisson(count, base, level=0.95):
    tail = (1 - level) / 2
    return (chi2.ppf(tail, 2 * count) / 2 / base if count else 0.0, chi2.ppf(1 - tail, 2 * count + 2) / 2 / base)
