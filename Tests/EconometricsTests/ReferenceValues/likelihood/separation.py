"""Small seeded data sets and their separated rows by a linear program (scipy's HiGHS).

A row is separated when the largest z that is zero where y is inside its range, nowhere on the
wrong side and at most one on the right side, is not zero there. Writes separation_lp.json.
"""
import json
import numpy as np, scipy
from scipy.optimize import linprog

rng = np.random.default_rng(41)


def separated(y, A, binomial):
    side = np.where(y == 0, -1, np.where(binomial & (y == 1), 1, 0))
    outside = np.flatnonzero(side)
    n, p = A.shape
    m = len(outside)
    # Unknowns: g (p, free), t (m, in 0..1); t <= side z, z = 0 inside; the greatest sum of t.
    upper = np.hstack([-side[outside][:, None] * A[outside], np.eye(m)])
    inside = np.hstack([A[side == 0], np.zeros((n - m, m))])
    result = linprog(
        np.r_[np.zeros(p), -np.ones(m)], A_ub=upper, b_ub=np.zeros(m),
        A_eq=inside if n > m else None, b_eq=np.zeros(n - m) if n > m else None,
        bounds=[(None, None)] * p + [(0, 1)] * m, method="highs")
    assert result.status == 0, result.message
    t = result.x[p:]
    assert np.all((t < 1e-6) | (t > 1 - 1e-6)), t
    return outside[t > 0.5]


cases = []
while len(cases) < 90:
    binomial = len(cases) % 3 == 2
    n = int(rng.integers(8, 40))
    k = int(rng.integers(1, 5))
    X = rng.integers(-2, 3, (n, k)).astype(float)
    levels = [int(rng.integers(2, 6)) for _ in range(int(rng.integers(0, 4)))]
    groups = [rng.integers(0, L, n) for L in levels]
    if binomial:
        eta = X @ rng.normal(0, 1.5, k)
        y = (eta + rng.logistic(0, 0.7, n) > 0).astype(float)
    else:
        y = rng.poisson(np.exp(0.8 * X @ rng.normal(0, 1, k) - 1)).astype(float)
    if y.min() == y.max() or (not binomial and y.max() == 0):
        continue
    dummies = [np.eye(L)[g] for L, g in zip(levels, groups)]
    A = np.hstack([X] + (dummies if dummies else [np.ones((n, 1))]))
    rows = separated(y, A, binomial)
    cases.append(dict(binomial=binomial, y=y.tolist(), X=X.T.tolist(),
                      groups=[g.tolist() for g in groups], separated=rows.tolist()))
counts = [len(c["separated"]) for c in cases]
out = dict(versions=dict(numpy=np.__version__, scipy=scipy.__version__),
           with_separation=int(np.sum(np.array(counts) > 0)), cases=cases)
json.dump(out, open("separation_lp.json", "w"))
print(counts)
