"""Updates of P(target) by a year of monthly figures, beside NumPy and SciPy."""

from __future__ import annotations

import statistics
import time

import numpy as np
from scipy.linalg import solve_triangular

from measuring import ROUNDS, Peer, number, spread, table

MONTHS, INDICATORS, TARGETS = 12, 3, 4


def peer_year(expected: np.ndarray, held: np.ndarray, covariance: np.ndarray, y: np.ndarray) -> float:
    """Twelve updates, each by all figures so far: weights, effective size, P of every target and of all."""
    start = time.perf_counter()
    for month in range(1, MONTHS + 1):
        n = month * INDICATORS
        factor = np.linalg.cholesky(covariance[:n, :n])
        z = solve_triangular(factor, y[:n, None] - expected[:n], lower=True, check_finite=False)
        logs = -0.5 * np.einsum("ij,ij->j", z, z)
        weights = np.exp(logs - logs.max())
        total = weights.sum()
        held @ weights / total
        held.min(axis=0) @ weights / total
        total * total / (weights @ weights)
    return time.perf_counter() - start


def tracking(wide: Peer) -> list[str]:
    rows, generator = [], np.random.Generator(np.random.SFC64(1))
    n = MONTHS * INDICATORS
    for draws in (10_000, 100_000):
        expected = generator.standard_normal((n, draws)) / 20
        held = (generator.random((TARGETS, draws)) < 0.4).astype(float)
        # One factor a group of figures; Reach has three blocks, NumPy is given its best: one call.
        covariance = 0.0025 * (np.eye(n) + np.ones((n, n)))
        y = np.zeros(n)
        own, simulating, ratios = [], [], []
        wide("track", draws, 2), peer_year(expected, held, covariance, y)
        for _ in range(ROUNDS):
            answer = wide("track", draws, 2)
            other = peer_year(expected, held, covariance, y)
            own.append(answer["year"])
            simulating.append(answer["simulating"])
            ratios.append(other / answer["year"])
        rows.append([f"{draws:,}", number(1e3 * statistics.median(simulating)),
                     number(1e3 * statistics.median(own) / MONTHS), "100" if draws == 10_000 else "–",
                     spread(ratios)])
    return ["## Tracking", "", "`reach track` in process: P of four targets and of all together by three monthly "
            "indicators, every month anew by all figures so far. The peer weighs as many draws by as many figures "
            "with NumPy and SciPy.", ""] + table(
                ["draws", "ms, simulating once", "ms an update, mean of twelve", "asked",
                 "times faster than NumPy"], rows)
