"""Bayesian regression with 50 digits (mpmath): writes regression.json.

    python regression.py

A small data set y, X (constant and one column), rows of another place, and a published
coefficient. Posterior of the power prior by sums over both data sets; Zellner's Bayes factors by
numerical integration over the slope and the variance; the normal prior that is independent of
the variance by numerical integration over the variance (closed form in the coefficients).
"""

import json

import mpmath
from mpmath import matrix, mp, mpf

mp.dps = 40
TEXT = lambda v: mpmath.nstr(v, 22)

x = [mpf(v) for v in "0.3 1.1 1.9 2.2 3.4 4.1 4.8 6.0".split()]
y = [mpf(v) for v in "1.4 1.6 3.3 2.9 4.8 4.4 6.1 6.6".split()]
xe = [mpf(v) for v in "0.5 1.5 2.5 3.5 4.5".split()]
ye = [mpf(v) for v in "0.9 2.7 2.6 5.0 4.7".split()]


def design(x):
    return matrix([[1, v] for v in x])


def posterior(m, V, a, b, sets):
    """sets: (X, y, power). Normal-inverse-gamma by sums; ln of the integral as well."""
    P = mpmath.inverse(V)
    A, r, n = P.copy(), P * m, mpf(0)
    q = (m.T * P * m)[0]
    for X, v, w in sets:
        A += w * (X.T * X)
        r += w * (X.T * v)
        q += w * (v.T * v)[0]
        n += w * len(v)
    mean = mpmath.lu_solve(A, r)
    an, bn = a + n / 2, b + (q - (mean.T * A * mean)[0]) / 2
    log = (-n / 2 * mpmath.log(2 * mpmath.pi)
           + (mpmath.log(mpmath.det(P)) - mpmath.log(mpmath.det(A))) / 2
           + a * mpmath.log(b) - an * mpmath.log(bn) + mpmath.loggamma(an) - mpmath.loggamma(a))
    return mean, mpmath.inverse(A), an, bn, log


def power_prior():
    m, V = matrix([mpf("0.5"), mpf("1.2")]), matrix([[4, mpf("0.3")], [mpf("0.3"), 2]])
    a, b = mpf(3), mpf(2)
    own, other = (design(x), matrix(y)), (design(xe), matrix(ye))
    out = []
    for power in ("0", "0.2", "0.5", "1"):
        w = mpf(power)
        _, _, _, _, before = posterior(m, V, a, b, [(*other, w)])
        mean, C, an, bn, both = posterior(m, V, a, b, [(*other, w), (*own, mpf(1))])
        out.append({"power": power, "mean": [TEXT(v) for v in mean],
                    "V": [[TEXT(C[i, j]) for j in range(2)] for i in range(2)],
                    "a": TEXT(an), "b": TEXT(bn), "log_marginal_likelihood": TEXT(both - before)})
    return out


def zellner():
    """ln BF against no slope: integrate the slope and the variance numerically.

    With a flat constant and 1/s2, both sides integrate the constant out: n - 1 degrees.
    """
    n = len(x)
    mx, my = mpmath.fsum(x) / n, mpmath.fsum(y) / n
    xc, yc = [v - mx for v in x], [v - my for v in y]
    sxx = mpmath.fsum(v * v for v in xc)
    sxy = mpmath.fsum(u * v for u, v in zip(xc, yc))
    syy = mpmath.fsum(v * v for v in yc)
    out = []
    for g in (mpf(1), mpf(n), mpf(50)):
        def inner(s2):
            lik = lambda b: mpmath.exp(-(syy - 2 * b * sxy + b * b * sxx) / (2 * s2)
                                       - b * b * sxx / (2 * g * s2))
            centre, width = sxy / sxx * g / (1 + g), mpmath.sqrt(s2 / sxx * g / (1 + g))
            points = [centre + k * width for k in (-14, -7, -3, 0, 3, 7, 14)]
            return mpmath.quad(lik, points) / mpmath.sqrt(2 * mpmath.pi * g * s2 / sxx)
        top = lambda t: mpmath.exp(-mpf(n - 1) / 2 * t) * inner(mpmath.exp(t))
        low = lambda t: mpmath.exp(-mpf(n - 1) / 2 * t - syy / (2 * mpmath.exp(t)))
        span = [-8, -4, -2, -1, 0, 1, 2, 3, 4, 6, 10, 16, 24]
        mp.dps = 20
        value = mpmath.log(mpmath.quad(top, span) / mpmath.quad(low, span))
        mp.dps = 40
        out.append({"g": TEXT(g), "log_bayes_factor": TEXT(value),
                    "slope": TEXT(sxy / sxx * g / (1 + g))})
    return out


def independent():
    """beta ~ N(m, D), s2 ~ IG(a, b), independent; quadrature over t = ln s2."""
    a, b = mpf(2), mpf(1)
    names = [("none", []), ("published", [(mpf("0.6"), mpf("0.15"), mpf("0.3"))]),
             ("two", [(mpf("0.6"), mpf("0.15"), mpf("0.5")), (mpf("1.4"), mpf("0.4"), mpf("0.2"))])]
    X, v = design(x), matrix(y)
    Xe, ve = design(xe), matrix(ye)
    out = []
    for name, published in names:
        for power in ("0", "0.5"):
            w = mpf(power)
            P = matrix([[1 / mpf(9), 0], [0, 1 / mpf("0.25")]])
            r = P * matrix([mpf(1), mpf("0.8")])
            for value, se, discount in published:
                P[1, 1] += discount / se ** 2
                r[1] += discount / se ** 2 * value
            m = mpmath.lu_solve(P, r)

            def given(s2, sets):
                A, q, n, h = P.copy(), (m.T * P * m)[0], mpf(0), P * m
                for Z, u, c in sets:
                    A += c / s2 * (Z.T * Z)
                    h += c / s2 * (Z.T * u)
                    q += c / s2 * (u.T * u)[0]
                    n += c * len(u)
                mean = mpmath.lu_solve(A, h)
                log = (-n / 2 * mpmath.log(2 * mpmath.pi * s2)
                       + (mpmath.log(mpmath.det(P)) - mpmath.log(mpmath.det(A))) / 2
                       - (q - (mean.T * A * mean)[0]) / 2)
                return mean, mpmath.inverse(A), log

            def density(t, sets):
                s2 = mpmath.exp(t)
                return mpmath.exp(given(s2, sets)[2] + a * mpmath.log(b) - mpmath.loggamma(a)
                                  - a * t - b / s2)

            span = [-6, -4, -3, -2, -1, 0, 1, 2, 3, 5, 8, 14, 24, 40]
            mp.dps = 25
            other = [(Xe, ve, w)] if w else []
            sets = other + [(X, v, mpf(1))]
            total = mpmath.quad(lambda t: density(t, sets), span)
            before = mpmath.quad(lambda t: density(t, other), span + [60]) if w else mpf(1)
            moments = []
            for j in range(2):
                first = mpmath.quad(lambda t: density(t, sets) * given(mpmath.exp(t), sets)[0][j],
                                    span) / total
                def square(t):
                    mean, C, _ = given(mpmath.exp(t), sets)
                    return density(t, sets) * (C[j, j] + mean[j] ** 2)
                second = mpmath.quad(square, span) / total
                moments.append((first, mpmath.sqrt(second - first ** 2)))
            below = mpmath.quad(
                lambda t: density(t, sets) * mpmath.ncdf(
                    (mpf("0.9") - given(mpmath.exp(t), sets)[0][1])
                    / mpmath.sqrt(given(mpmath.exp(t), sets)[1][1, 1])), span) / total
            variance = mpmath.quad(lambda t: density(t, sets) * mpmath.exp(t), span) / total
            out.append({"published": [[TEXT(c) for c in p] for p in published], "power": power,
                        "prior_mean": [TEXT(c) for c in m],
                        "mean": [TEXT(c[0]) for c in moments], "sd": [TEXT(c[1]) for c in moments],
                        "slope_below_0.9": TEXT(below), "variance_mean": TEXT(variance),
                        "log_marginal_likelihood": TEXT(mpmath.log(total / before))})
            mp.dps = 40
    return out


json.dump({
    "versions": {"mpmath": mpmath.__version__},
    "x": [float(v) for v in x], "y": [float(v) for v in y],
    "xe": [float(v) for v in xe], "ye": [float(v) for v in ye],
    "power_prior": power_prior(), "zellner": zellner(), "independent": independent(),
}, open("regression.json", "w"), indent=1)
