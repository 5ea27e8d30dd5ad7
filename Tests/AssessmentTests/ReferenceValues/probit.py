"""Ridge probits by SciPy: writes probit.json.

scipy 1.17.1, numpy 2.4.6, Python 3.11. Maximises sum y log P + (1 - y) log(1 - P) - |b|^2 / 2, with
the constant free, over the coefficients of 1, z and (z^2 - 1) / sqrt 2.
"""

import json

import numpy as np
from scipy.optimize import minimize
from scipy.stats import norm

cases = []
for seed, d, squared in ((1, 3, []), (2, 4, [0, 2]), (3, 2, [1])):
    rng = np.random.default_rng(seed)
    z = np.round(rng.normal(size=(300, d)), 4)
    eta = 0.4 + 0.9 * z[:, 0] - 0.5 * z[:, 1] + 0.3 * z[:, -1] ** 2
    y = (eta + rng.normal(size=300) > 0).astype(float)
    if seed == 3:
        y = np.round(norm.cdf(eta), 3)
    X = np.column_stack([np.ones(300), z] + [(z[:, j] ** 2 - 1) / np.sqrt(2) for j in squared])
    penalty = np.r_[0, np.ones(X.shape[1] - 1)]

    def loss(b):
        e = X @ b
        return -(y @ norm.logcdf(e) + (1 - y) @ norm.logcdf(-e)) + penalty @ b**2 / 2

    def slope(b):
        e = X @ b
        ratio = np.exp(norm.logpdf(e) - norm.logcdf(e))
        other = np.exp(norm.logpdf(e) - norm.logcdf(-e))
        return -X.T @ (y * ratio - (1 - y) * other) + penalty * b

    b = np.zeros(X.shape[1])
    for _ in range(5):
        b = minimize(loss, b, jac=slope, method="BFGS", options={"gtol": 1e-12}).x
    e = X @ b
    weight = norm.pdf(e) ** 2 / (norm.cdf(e) * norm.cdf(-e))
    information = X.T @ (weight[:, None] * X) + np.diag(penalty)
    ones = np.r_[np.ones(1 + d), np.zeros(len(squared))]
    curvatures = np.zeros(d)
    curvatures[squared] = b[1 + d:] / np.sqrt(2)
    cases.append({
        "scores": z.T.tolist(), "success": y.tolist(), "squared": squared,
        "constant": float(b[0] - curvatures.sum()), "slopes": b[1:1 + d].tolist(),
        "curvatures": curvatures.tolist(),
        "standard_error": float(np.sqrt(ones @ np.linalg.solve(information, ones)))})
    print(seed, np.abs(slope(b)).max(), b)
with open("probit.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
