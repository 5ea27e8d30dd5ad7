"""Independent values for the checks of the machinery.

bands: limits by the published algorithm of simultaneous ECDF bands (Sailynoja, Buerkner and Vehtari
       2022), as arviz has it: binomial quantiles, and the chance to stay inside by the recursion
       over conditional binomial laws. The tail is searched on the exact probabilities.
psis:  arviz's Pareto smoothing of importance weights.
cjs:   the cumulative Jensen-Shannon distance and the sensitivities of Kallioinen et al. 2024, coded
       from the definitions in the paper and the documentation of priorsense 1.1.
normal: the same sensitivities for a normal prior and likelihood, by quadrature on exact laws.

Run: python machinery.py > machinery.json
"""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import arviz
import numpy
import scipy
from arviz.stats.ecdf_utils import _ecdf_band_interior_probability
from scipy.integrate import quad
from scipy.stats import binom, norm


def interior(n, z, lower, upper):
    z = numpy.append(z, 1.0)
    lower, upper = numpy.append(lower, n), numpy.append(upper, n)
    before = numpy.insert(z[:-1], 0, 0)
    return float(_ecdf_band_interior_probability((z - before) / (1 - before), n, lower, upper + 1))


def limits(n, z, tail):
    k = numpy.arange(n + 1)[:, None]
    below, above = binom.cdf(k, n, z), binom.sf(k - 1, n, z)
    lower = (below > tail).argmax(axis=0)
    upper = n - (above > tail)[::-1].argmax(axis=0)
    return lower, upper


def band(n, cells, rate):
    z = numpy.arange(1, cells) / cells
    k = numpy.arange(n + 1)[:, None]
    candidates = numpy.unique(
        numpy.concatenate([binom.cdf(k, n, z).ravel(), binom.sf(k - 1, n, z).ravel()]))
    candidates = candidates[(candidates > rate / 1000) & (candidates < rate)]
    low, high = 0, len(candidates) - 1
    while high - low > 1:
        middle = (low + high) // 2
        # Just below a candidate the count that has it stays inside.
        inside = interior(n, z, *limits(n, z, candidates[middle] * (1 - 1e-9)))
        if inside >= 1 - rate:
            low = middle
        else:
            high = middle
    lower, upper = limits(n, z, candidates[low] * (1 - 1e-9))
    return {
        "n": n, "cells": cells, "rate": rate, "lower": lower.tolist(), "upper": upper.tolist(),
        "coverage": interior(n, z, lower, upper)}


def cjs(x, weights):
    def directed(x, weights):
        order = numpy.argsort(x, kind="stable")
        x, q = x[order], weights[order] / weights.sum()
        width = numpy.diff(x)
        P = numpy.arange(1, len(x)) / len(x)
        Q = numpy.cumsum(q)[:-1]
        M = (P + Q) / 2
        pq = (width * P * numpy.log2(P / M)).sum() + 0.5 / numpy.log(2) * (width * (Q - P)).sum()
        qp = (width * Q * numpy.log2(Q / M)).sum() + 0.5 / numpy.log(2) * (width * (P - Q)).sum()
        return numpy.sqrt((pq + qp) / (width * (P + Q)).sum())

    return max(directed(x, weights), directed(-x, weights))


def sensitivity(x, logs):
    total = 0
    for power in (0.99, 1.01):
        smooth, k = arviz.psislw((power - 1) * logs)
        total += cjs(x, numpy.exp(smooth))
    return float(total / (2 * numpy.log2(1.01)))


def normal_distance(a, b):
    """Of two normal laws (mean, sd), on the range of a million draws of the first.

    The distance of draws is over the range that they cover; the bound under the root grows with it.
    """
    def directed(a, b, low, high):
        def f(x):
            P, Q = norm.cdf(x, *a), norm.cdf(x, *b)
            M = (P + Q) / 2
            return P * numpy.log2(P / M) + Q * numpy.log2(Q / M) if P > 0 and Q > 0 else 0.0

        top = quad(f, low, high, limit=400, epsabs=1e-14)[0]
        both = quad(lambda x: norm.cdf(x, *a) + norm.cdf(x, *b), low, high, limit=400)[0]
        return numpy.sqrt(max(0, top) / both)

    reach = 4.0
    low, high = a[0] - reach * a[1], a[0] + reach * a[1]
    mirrored = directed((-a[0], a[1]), (-b[0], b[1]), -high, -low)
    return max(directed(a, b, low, high), mirrored)


def normal_case(prior, likelihood):
    def posterior(p, q):
        wp, wq = p / prior[1] ** 2, q / likelihood[1] ** 2
        return (wp * prior[0] + wq * likelihood[0]) / (wp + wq), (wp + wq) ** -0.5

    base = posterior(1, 1)
    scale = 2 * numpy.log2(1.01)
    change = numpy.log2(1.01) - numpy.log2(0.99)
    return {
        "prior": prior, "likelihood": likelihood, "posterior": base, "reach": 4.0,
        "prior_distance": sum(normal_distance(base, posterior(p, 1)) for p in (0.99, 1.01)) / scale,
        "likelihood_distance":
            sum(normal_distance(base, posterior(1, q)) for q in (0.99, 1.01)) / scale,
        "prior_change": (posterior(1.01, 1)[0] - posterior(0.99, 1)[0]) / change,
        "likelihood_change": (posterior(1, 1.01)[0] - posterior(1, 0.99)[0]) / change}


def weighted_cases():
    rng = numpy.random.default_rng(6)
    cases = []
    for name, logs in [
        ("heavy", 1.5 * rng.standard_exponential(400)),
        ("light", rng.normal(size=400)),
        ("thin", numpy.log(rng.uniform(0.5, 1, size=200))),
        ("short", rng.normal(size=30)),
    ]:
        smooth, k = arviz.psislw(logs)
        x = rng.normal(size=len(logs))
        cases.append({
            "name": name, "logs": logs.tolist(), "weights": numpy.exp(smooth).tolist(),
            "shape": float(k), "x": x.tolist(), "distance": float(cjs(x, numpy.exp(smooth))),
            "sensitivity": sensitivity(x, logs)})
    return cases


json.dump(
    {
        "versions": {
            "python": sys.version.split()[0], "numpy": numpy.__version__,
            "scipy": scipy.__version__, "arviz": arviz.__version__},
        "bands": [
            band(20, 10, 0.05), band(200, 50, 0.05), band(200, 50, 0.005), band(1000, 50, 0.05),
            band(57, 50, 0.1)],
        "weighted": weighted_cases(),
        "normal": [
            normal_case((0, 1), (0, 1)), normal_case((0, 1), (4, 1)),
            normal_case((0, 1), (0.5, 5)), normal_case((0, 10), (3, 1))],
    }, sys.stdout, indent=1)
print()
