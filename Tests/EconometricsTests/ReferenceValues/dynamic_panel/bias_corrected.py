"""Bias-corrected within estimates by a slow twin: writes bias_corrected.json from gmm.csv.

    python bias_corrected.py

All moments of all coefficients are stacked with explicit demeaning matrices, solved together by
scipy's root (hybr) from the within estimate with a continuation in the size of the correction, and
polished by Newton's method; derivatives are complex steps. The correction is the trace of M times
the covariance of (lag of y, errors), a matrix that is written out element by element: element (t, s)
is the response of y at t - j to an error at s.
"""

import json
import os

import numpy as np
import pandas as pd
import scipy
import scipy.optimize

FOLDER = os.path.dirname(os.path.abspath(__file__))


def sample(frame, lags, regressors, dummies):
    table = {(i, t): row for i, t, *row in
             frame[["id", "year", "n"] + regressors].itertuples(index=False)}
    units = []
    for i in sorted(frame.id.unique()):
        rows = []
        for t in range(2000, 2010):
            cells = [table.get((i, t - j)) for j in range(lags + 1)]
            if all(c is not None for c in cells):
                rows.append((t, [cells[0][0]], [c[0] for c in cells[1:]] + list(cells[0][1:])))
        if len(rows) > 1:
            units.append(rows)
    years = sorted({t for rows in units for t, _, _ in rows})[1:] if dummies else []
    out = []
    for rows in units:
        t = np.array([r[0] for r in rows])
        y = np.array([r[1][0] for r in rows])
        W = np.array([r[2] for r in rows], dtype=float)
        W = np.column_stack([W] + [(t == year).astype(float) for year in years])
        out.append((t, y, W))
    names = [f"L{j}.n" for j in range(1, lags + 1)] + regressors + [f"period {y}" for y in years]
    return out, names


def unit_moments(theta, unit, lags, share):
    t, y, W = unit
    T = len(t)
    M = np.eye(T) - 1 / T
    e = M @ (y - W @ theta)
    psi = np.zeros(t[-1] - t[0] + 1, dtype=theta.dtype)
    psi[0] = 1
    for h in range(1, len(psi)):
        psi[h] = sum(theta[k - 1] * psi[h - k] for k in range(1, lags + 1) if h >= k)
    m = W.T @ e
    variance = (e @ e) / (T - 1)
    for j in range(1, lags + 1):
        response = np.zeros((T, T), dtype=theta.dtype)
        for a in range(T):
            for b in range(T):
                if t[b] <= t[a] - j:
                    response[a, b] = psi[t[a] - j - t[b]]
        m[j - 1] -= share * variance * np.trace(M @ response)
    return m


def jacobian(f, theta):
    columns = []
    for j in range(len(theta)):
        point = theta.astype(complex)
        point[j] += 1e-30j
        columns.append(np.imag(f(point)) / 1e-30)
    return np.array(columns).T


def solve(units, lags):
    within = np.linalg.lstsq(
        np.vstack([u[2] - u[2].mean(0) for u in units]),
        np.concatenate([u[1] - u[1].mean() for u in units]), rcond=None)[0]
    theta = within
    for share in np.linspace(0.05, 1, 20):
        def total(x, share=share):
            return sum(unit_moments(x, u, lags, share) for u in units)
        theta = scipy.optimize.root(total, theta, method="hybr").x
        for _ in range(4):
            theta = theta - np.linalg.solve(jacobian(total, theta), total(theta))
    m = np.array([unit_moments(theta, u, lags, 1.0) for u in units])
    G = jacobian(lambda x: sum(unit_moments(x, u, lags, 1.0) for u in units), theta)
    A = np.linalg.solve(G, m.T)
    return within, theta, A @ A.T


frame = pd.read_csv(os.path.join(FOLDER, "gmm.csv"))
answers = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                        "pandas": pd.__version__}, "cases": {}}
for name, lags, regressors, dummies in [
        ("one_lag", 1, ["w", "k"], False), ("periods", 1, ["k"], True),
        ("two_lags", 2, ["w", "k"], False), ("alone", 1, [], False)]:
    units, names = sample(frame, lags, regressors, dummies)
    within, theta, V = solve(units, lags)
    answers["cases"][name] = {
        "lags": lags, "regressors": regressors, "periods": dummies, "names": names,
        "within": within.tolist(), "coef": theta.tolist(), "se": np.sqrt(np.diag(V)).tolist(),
        "groups": len(units), "observations": int(sum(len(u[1]) for u in units))}
with open(os.path.join(FOLDER, "bias_corrected.json"), "w", encoding="utf-8") as file:
    json.dump(answers, file, indent=1)
