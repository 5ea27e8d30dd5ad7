"""Factorisations of small matrices by SciPy, for LinearAlgebraTests/FactorisationTests.

Run: python factorisations.py > factorisations.json
"""
import json
import platform

import numpy as np
import scipy
import scipy.linalg as sl

random = np.random.default_rng(20260726)
A = random.standard_normal((5, 5))
B = random.standard_normal((5, 2))
T = random.standard_normal((7, 4))
S = A + A.T
P = A @ A.T + np.eye(5)
scaled = T * np.array([1e-9, 1, 1e6, 3])
weights = random.uniform(0.5, 2, 7)
unit = np.sqrt(weights)[:, None] * scaled
unit = unit / np.linalg.norm(unit, axis=0)


def rows(M):
    return [[float(v) for v in r] for r in np.atleast_2d(M)]


print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__,
                 "scipy": scipy.__version__},
    "general": rows(A), "right": rows(B), "tall": rows(T), "symmetric": rows(S),
    "positive": rows(P), "scaled": rows(scaled), "weights": rows(weights),
    "solve": rows(sl.solve(A, B)), "solve_transposed": rows(sl.solve(A.T, B)),
    "positive_solve": rows(sl.solve(P, B, assume_a="pos")), "positive_inverse": rows(sl.inv(P)),
    "lower_solve": rows(sl.solve_triangular(np.tril(P), B, lower=True)),
    "upper_solve_transposed": rows(sl.solve_triangular(np.triu(P), B, trans="T")),
    "upper_inverse": rows(sl.inv(np.triu(P))),
    "singular_values": rows(sl.svdvals(T)), "generalized": rows(sl.eigh(S, P, eigvals_only=True)),
    "condition": rows(np.linalg.cond(unit)),
}, indent=1))
