"""Writes packages.json: answers of independent packages on fixed samples.

SALib 1.6.0, pingouin 0.7.0, scipy 1.17.1, numpy 2.4.6, Python 3.11.
"""

import json

import numpy as np
import pingouin
from SALib.analyze import morris, pawn, sobol
from SALib.sample.morris import sample as morris_sample
from scipy.stats import rankdata


def problem(d):
    return {"num_vars": d, "names": [f"x{i}" for i in range(d)], "bounds": [[0, 1]] * d}


def sobol_case(name, f, d, n, seed, second):
    rng = np.random.default_rng(seed)
    A, B = rng.random((n, d)), rng.random((n, d))

    def exchanged(P, Q, i):
        R = P.copy()
        R[:, i] = Q[:, i]
        return R

    y_A, y_B = f(A), f(B)
    y_AB = [f(exchanged(A, B, i)) for i in range(d)]
    y_BA = [f(exchanged(B, A, i)) for i in range(d)] if second else []
    y = np.stack([y_A, *y_AB, *y_BA, y_B], axis=1).ravel()
    S = sobol.analyze(problem(d), y, calc_second_order=second, num_resamples=10, seed=1)
    case = dict(name=name, A=list(y_A), B=list(y_B), AB=[list(v) for v in y_AB])
    case.update(first=list(S["S1"]), total=list(S["ST"]))
    if second:
        case["BA"] = [list(v) for v in y_BA]
        case["pairs"] = [S["S2"][j, k] for j in range(d) for k in range(j + 1, d)]
    return case


def g(a):
    return lambda X: np.prod((np.abs(4 * X - 2) + a) / (1 + np.array(a)), axis=1)


def morris_case(name, f, d, levels, trajectories, seed):
    X = morris_sample(problem(d), trajectories, num_levels=levels, seed=seed)
    y = f(X)
    S = morris.analyze(problem(d), X, y, num_levels=levels, seed=1)
    return dict(
        name=name, X=X.tolist(), y=y.tolist(), mu=list(map(float, S["mu"])),
        mu_star=list(map(float, S["mu_star"])), sigma=list(map(float, S["sigma"])),
    )


def pawn_case(name, X, y, slices):
    S = pawn.analyze(problem(X.shape[1]), X, y, S=slices)
    return dict(
        name=name, slices=slices, columns=X.T.tolist(), y=y.tolist(),
        minimum=list(S["minimum"]), mean=list(S["mean"]), median=list(S["median"]),
        maximum=list(S["maximum"]),
    )


def rank_case(name, X, y):
    """PRCC by pingouin on mid-ranks; coefficients and R^2 by least squares on standardised ranks."""
    import pandas

    d = X.shape[1]
    R = pandas.DataFrame({f"x{i}": rankdata(X[:, i]) for i in range(d)})
    R["y"] = rankdata(y)
    partial = [
        pingouin.partial_corr(
            R, x=f"x{i}", y="y", covar=[f"x{j}" for j in range(d) if j != i] or None
        )["r"].iloc[0]
        for i in range(d)
    ]
    Z = ((R - R.mean()) / R.std(ddof=1)).to_numpy()
    beta, residual, _, _ = np.linalg.lstsq(Z[:, :d], Z[:, d], rcond=None)
    n = len(y)
    rss, tss = float(residual[0]), float(n - 1)
    inverse = np.linalg.inv(Z[:, :d].T @ Z[:, :d])
    errors = np.sqrt(rss / (n - 1 - d) * np.diag(inverse))
    return dict(
        name=name, columns=X.T.tolist(), y=y.tolist(), partial=[float(r) for r in partial],
        coefficients=beta.tolist(), errors=errors.tolist(), explained=1 - rss / tss,
        inflation=(np.diag(inverse) * (n - 1)).tolist(),
    )


def samples():
    rng = np.random.default_rng(11)
    X = rng.random((200, 4)).round(6)
    ishigami = np.sin(6.28 * X[:, 0]) + 7 * np.sin(6.28 * X[:, 1]) ** 2 + X[:, 2]
    yield "four inputs", X, ishigami.round(6)
    X = rng.random((301, 3)).round(2)
    yield "ties in inputs and outcome", X, (X[:, 0] + X[:, 1] ** 2 + rng.random(301)).round(1)
    X = rng.standard_normal((150, 5)) @ rng.standard_normal((5, 5))
    yield "dependent inputs", X.round(6), (np.exp(X[:, 0]) + X[:, 1] - X[:, 3] ** 3).round(6)


def main():
    ranks = [rank_case(*case) for case in samples()]
    everything = dict(
        origin=__doc__,
        sobol=[
            sobol_case("G, 4 inputs", g([0, 1, 4.5, 9]), 4, 64, 3, True),
            sobol_case("G far from 0", lambda X: 1e6 + g([0, 3])(X), 2, 50, 5, True),
            sobol_case("sum, without BA", lambda X: X @ np.arange(1, 6) - 40, 5, 100, 7, False),
        ],
        morris=[
            morris_case("product", lambda X: X[:, 0] * X[:, 1] + X[:, 2] ** 2, 3, 4, 8, 3),
            morris_case("six levels", lambda X: np.exp(X @ np.arange(5)), 5, 6, 10, 4),
        ],
        pawn=[
            pawn_case(f"{name}, {slices} slices", X, y, slices)
            for name, X, y in samples() for slices in (5, 10, 7)
        ],
        ranks=ranks,
    )
    with open("packages.json", "w") as file:
        json.dump(everything, file)
        file.write("\n")


if __name__ == "__main__":
    main()
