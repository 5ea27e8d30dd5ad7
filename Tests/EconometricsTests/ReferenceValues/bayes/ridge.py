"""Ridge on Longley with 50 digits (mpmath) and by scikit-learn: writes ridge_python.json.

    python ridge.py ../../../LinearAlgebraTests/ReferenceValues/lls_Longley.csv

The least GCV is found by solving for a zero of the derivative of ln GCV by ln lambda with 50
digits, from the best point of a fine grid. "whole" counts the constant as a degree of freedom,
"slopes" does not. scikit-learn penalises columns as they are, with row weights.
"""

import csv
import json
import sys

import mpmath
import numpy as np
import sklearn
from mpmath import mp, mpf
from sklearn.linear_model import Ridge

mp.dps = 50


def read(path):
    rows = list(csv.reader(open(path)))[1:]
    return [mpf(r[0]) for r in rows], [[mpf(c) for c in r[1:]] for r in rows]


def standardised(y, X):
    n, k = len(y), len(X[0])
    means = [mpmath.fsum(r[j] for r in X) / n for j in range(k)]
    scales = [mpmath.sqrt(mpmath.fsum((r[j] - means[j]) ** 2 for r in X) / n) for j in range(k)]
    middle = mpmath.fsum(y) / n
    Z = mpmath.matrix([[(r[j] - means[j]) / scales[j] for j in range(k)] for r in X])
    return Z, mpmath.matrix([v - middle for v in y]), means, scales, middle


def solve(y, X, lam):
    Z, v, means, scales, middle = standardised(y, X)
    k = Z.cols
    gram = Z.T * Z
    penalised = gram + lam * mpmath.eye(k)
    b = mpmath.lu_solve(penalised, Z.T * v)
    hat = mpmath.inverse(penalised) * gram
    df = mpmath.fsum(hat[i, i] for i in range(k))
    residual = v - Z * b
    rss = mpmath.fsum(e * e for e in residual)
    slopes = [b[j] / scales[j] for j in range(k)]
    constant = middle - mpmath.fsum(s * m for s, m in zip(slopes, means))
    return [constant] + slopes, df, rss


def criterion(y, X, lam, fixed):
    _, df, rss = solve(y, X, lam)
    n = len(y)
    return n * rss / (n - fixed - df) ** 2


def least(y, X, fixed):
    grid = [mpf(i) / 4 for i in range(-80, 40)]
    f = lambda t: mpmath.log(criterion(y, X, mpmath.exp(t), fixed))
    start = min(grid, key=f)
    t = mpmath.findroot(lambda t: mpmath.diff(f, t), (start - mpf(1) / 8, start + mpf(1) / 8),
                        solver="secant", tol=mpf(10) ** -30)
    return mpmath.exp(t), mpmath.exp(f(t))


def text(values):
    return [mpmath.nstr(v, 25) for v in values]


def main():
    y, X = read(sys.argv[1])
    out = {"versions": {"mpmath": mpmath.__version__, "scikit-learn": sklearn.__version__,
                        "numpy": np.__version__}}
    for name, fixed in (("whole", 1), ("slopes", 0)):
        lam, value = least(y, X, fixed)
        coefficients, df, rss = solve(y, X, lam)
        out[name] = {"lambda": mpmath.nstr(lam, 25), "gcv": mpmath.nstr(value, 25),
                     "coefficients": text(coefficients), "df": mpmath.nstr(df, 25),
                     "rss": mpmath.nstr(rss, 25)}
    # Random but reproducible rows with weights, as they are.
    state = np.random.RandomState(6)
    Z = state.standard_normal((30, 3))
    v = Z @ [1.0, -0.5, 0.0] + 2 + state.standard_normal(30)
    w = state.uniform(0.5, 2, 30)
    fits = []
    for lam in (0.1, 2.0, 50.0):
        fit = Ridge(alpha=lam, solver="svd").fit(Z, v, sample_weight=w)
        plain = Ridge(alpha=lam, solver="svd", fit_intercept=False).fit(Z, v)
        fits.append({"lambda": lam, "weighted": [fit.intercept_, *fit.coef_],
                     "withoutConstant": list(plain.coef_)})
    out["rows"] = {"X": Z.tolist(), "y": v.tolist(), "w": w.tolist(), "fits": fits}
    json.dump(out, open("ridge_python.json", "w"), indent=1)


main()
