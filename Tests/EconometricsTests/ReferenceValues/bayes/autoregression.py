"""Bayesian vector autoregressions: writes autoregression.json.

    python autoregression.py ../../../../notebooks-data/observed/hanoi_facts.csv

Conjugate Minnesota prior with 50 digits (mpmath), by prior moments and normal equations, not by
dummy observations; the best lambda as a zero of the derivative of the marginal likelihood; the
same for the shipped growth of industrial production in Hanoi and Vietnam. With t errors: one
series, all of its posterior by the trapezoidal rule over constant, slope and log variance (numpy),
the scales integrated out in closed form.
"""

import csv
import json
import math
import sys

import mpmath
import numpy as np
import scipy
from mpmath import matrix, mp, mpf
from scipy.special import gammaln

mp.dps = 50
TEXT = lambda v: mpmath.nstr(v, 25)


def series():
    state = np.random.RandomState(14)
    Y = np.zeros((16, 2))
    for t in range(1, 16):
        Y[t] = [2 + 0.5 * Y[t - 1, 0] + 0.1 * Y[t - 1, 1], 1 + 0.4 * Y[t - 1, 1]]
        Y[t] += state.standard_normal(2) @ [[1.0, 0.6], [0.0, 0.8]]
    return np.round(Y, 3)


def conjugate(Y, p, lam, decay, delta, spread, sigma):
    T, m = Y.rows, Y.cols
    k = m * p + 1
    X = matrix(T - p, k)
    V = matrix(T - p, m)
    for t in range(p, T):
        for l in range(1, p + 1):
            for j in range(m):
                X[t - p, (l - 1) * m + j] = Y[t - l, j]
        X[t - p, k - 1] = 1
        for j in range(m):
            V[t - p, j] = Y[t, j]
    P, M, S = matrix(k, k), matrix(k, m), matrix(m, m)
    for l in range(1, p + 1):
        for j in range(m):
            P[(l - 1) * m + j, (l - 1) * m + j] = (mpf(l) ** decay * sigma[j] / lam) ** 2
    P[k - 1, k - 1] = 1 / mpf(spread) ** 2
    for j in range(m):
        M[j, j] = delta[j]
        S[j, j] = sigma[j] ** 2
    A = P + X.T * X
    B = mpmath.inverse(A) * (P * M + X.T * V)
    W = S + V.T * V + M.T * P * M - B.T * A * B
    nu, nun = mpf(m + 2), mpf(m + 2 + T - p)
    gm = lambda a: m * (m - 1) / mpf(4) * mpmath.log(mpmath.pi) + mpmath.fsum(
        mpmath.loggamma(a - mpf(j) / 2) for j in range(m))
    log = (-mpf(T - p) * m / 2 * mpmath.log(mpmath.pi) + gm(nun / 2) - gm(nu / 2)
           + mpf(m) / 2 * (mpmath.log(mpmath.det(P)) - mpmath.log(mpmath.det(A)))
           + nu / 2 * mpmath.log(mpmath.det(S)) - nun / 2 * mpmath.log(mpmath.det(W)))
    row = [Y[T - l, j] for l in range(1, p + 1) for j in range(m)] + [mpf(1)]
    x = matrix(row)
    spread_ = 1 + (x.T * mpmath.inverse(A) * x)[0]
    df = nun - m + 1
    return dict(B=B, Omega=mpmath.inverse(A), S=W, log=log, location=x.T * B,
                scale=W * (spread_ / df), df=df)


def scales(Y):
    out = []
    for j in range(Y.cols):
        v = [Y[t, j] for t in range(Y.rows)]
        X = matrix([[a, 1] for a in v[:-1]])
        y = matrix(v[1:])
        b = mpmath.inverse(X.T * X) * (X.T * y)
        e = y - X * b
        out.append(mpmath.sqrt((e.T * e)[0] / (len(v) - 3)))
    return out


def most_probable(Y, sigma, name):
    theta = (mpf("-0.2") + mpmath.sqrt(mpf("0.04") + 4 * mpf("0.16"))) / 2
    shape = 1 + mpf("0.2") / theta

    def f(t):
        value = conjugate(Y, 2, mpmath.exp(t), 1, [0, 0], 1000, sigma)["log"]
        if name == "hierarchical":
            value += (shape - 1) * t - mpmath.exp(t) / theta
        return value

    start = max([mpf(i) / 4 for i in range(-16, 12)], key=f)
    t = mpmath.findroot(lambda t: mpmath.diff(f, t), (start - 0.1, start + 0.1),
                        solver="secant", tol=mpf(10) ** -40)
    return mpmath.exp(t), conjugate(Y, 2, mpmath.exp(t), 1, [0, 0], 1000, sigma)


def industry(path):
    rows = {(r["geography"], r["year"]): r["value"]
            for r in csv.DictReader(open(path, encoding="utf-8"))
            if (r["series"], r["sector"], r["period"], r["kind"], r["published"])
            == ("iip_growth", "industry", "year", "actual", "2025")}
    Y = matrix([[mpf(rows[g, str(y)]) for g in ("hanoi", "vietnam")] for y in range(2012, 2025)])
    lam, result = most_probable(Y, scales(Y), "hierarchical")
    return dict(tightness=TEXT(lam), location=[TEXT(v) for v in result["location"]],
                scale=listed(result["scale"]))


def listed(A):
    return [[TEXT(A[i, j]) for j in range(A.cols)] for i in range(A.rows)]


def closed_forms(values):
    Y = matrix([[mpf(str(v)) for v in row] for row in values])
    sigma = scales(Y)
    cases = []
    for p, lam, decay, delta, spread in [
            (1, "0.2", 1, ("0", "0"), 1000), (2, "0.5", 1, ("0", "0"), 1000),
            (3, "0.1", 2, ("1", "0.5"), 10)]:
        d = [mpf(v) for v in delta]
        r = conjugate(Y, p, mpf(lam), decay, d, spread, sigma)
        cases.append(dict(lags=p, tightness=lam, decay=decay, delta=[float(v) for v in d],
                          spread=spread, B=listed(r["B"]), Omega=listed(r["Omega"]),
                          S=listed(r["S"]), log_marginal_likelihood=TEXT(r["log"]),
                          location=[TEXT(v) for v in r["location"]], scale=listed(r["scale"]),
                          degrees=TEXT(r["df"])))
    best = []
    for name in ("marginalLikelihood", "hierarchical"):
        lam, result = most_probable(Y, sigma, name)
        best.append(dict(name=name, tightness=TEXT(lam),
                         log_marginal_likelihood=TEXT(result["log"])))
    return [TEXT(s) for s in sigma], cases, best


def student():
    """y = c + phi y(t-1) + u; lambda 0.5, delta 0, spread 3, sigma 1.5; IG(3/2, sigma^2/2)."""
    state = np.random.RandomState(41)
    y = np.round(np.cumsum(state.standard_t(3, 19)) * 0.5 + 2, 3)
    lam, spread, sigma = 0.5, 3.0, 1.5
    x, v = y[:-1], y[1:]
    c = np.linspace(-6, 10, 321)[:, None, None]
    f = np.linspace(-0.9, 2.1, 301)[None, :, None]
    t = np.linspace(-5.5, 6, 231)[None, None, :]
    s2 = np.exp(t)
    base = (-1.5 * t - sigma ** 2 / 2 / s2 + 1.5 * math.log(sigma ** 2 / 2) - gammaln(1.5)
            - 0.5 * (f ** 2 * sigma ** 2 / lam ** 2 + c ** 2 / spread ** 2) / s2 - t
            - math.log(2 * math.pi) + math.log(sigma / lam / spread))
    grid = [3.0, 5.0, 10.0, math.inf]
    out, masses = [], []
    step = (c[1, 0, 0] - c[0, 0, 0]) * (f[0, 1, 0] - f[0, 0, 0]) * (t[0, 0, 1] - t[0, 0, 0])
    for nu in grid:
        log = base.copy() * np.ones((c.size, f.size, 1))
        for a, b in zip(x, v):
            q = (b - c - f * a) ** 2 / s2
            if nu == math.inf:
                log = log - 0.5 * math.log(2 * math.pi) - t / 2 - q / 2
            else:
                log = log + (gammaln((nu + 1) / 2) - gammaln(nu / 2)
                             - 0.5 * math.log(nu * math.pi) - t / 2
                             - (nu + 1) / 2 * np.log1p(q / nu))
        w = np.exp(log)
        total = w.sum()
        edges = max(w[0].sum(), w[-1].sum(), w[:, 0].sum(), w[:, -1].sum(), w[:, :, 0].sum(),
                    w[:, :, -1].sum()) / total
        mean = lambda z: float((w * z).sum() / total)
        moments = [(mean(z), math.sqrt(mean(z * z) - mean(z) ** 2)) for z in (f, c, s2)]
        half = w[::2, ::2, ::2]
        coarse = float((half * f[:, ::2]).sum() / half.sum())
        out.append(dict(nu=str(nu), mean=[m for m, _ in moments], sd=[s for _, s in moments],
                        log_marginal_likelihood=float(math.log(total * step)),
                        edge_share=float(edges), error_of_coarse_grid=abs(coarse - moments[0][0])))
        masses.append(total)
    return dict(y=y.tolist(), tightness=lam, spread=spread, sigma=sigma, laws=out,
                probabilities=[float(m / sum(masses)) for m in masses])


values = series()
sigma, cases, best = closed_forms(values.tolist())
json.dump(dict(versions=dict(mpmath=mpmath.__version__, numpy=np.__version__,
                             scipy=scipy.__version__),
               values=values.tolist(), scales=sigma, cases=cases, best=best,
               industry=industry(sys.argv[1]), student=student()),
          open("autoregression.json", "w"), indent=1)
