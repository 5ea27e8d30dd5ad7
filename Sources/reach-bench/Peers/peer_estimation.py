"""What statsmodels, pyfixest, linearmodels, NumPy and wildboottest take for the regressions of `estimation.py`.

A process of its own for each package, which answers one command a line with a line of JSON, as reach-bench does:
the threads of one do not disturb the next, and what it takes is its own. Numbers are read, and data frames
made, before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import numpy as np

Result = dict[str, object]


class Case:
    """The numbers of one regression, as the driver wrote them."""

    def __init__(self, folder: str) -> None:
        shape = json.loads((Path(folder) / "shape.json").read_text())
        n, k = shape["rows"], shape["columns"]
        self.y = np.fromfile(f"{folder}/y.f64")
        self.X = np.fromfile(f"{folder}/X.f64").reshape(k, n).T
        self.factors = [np.fromfile(f"{folder}/f{place + 1}.i32", dtype=np.int32)
                        for place in range(shape["factors"])]
        self.names = [f"x{place + 1}" for place in range(k)]

    @property
    def frame(self):
        import pandas
        columns = {"y": self.y} | {name: self.X[:, j].copy() for j, name in enumerate(self.names)}
        return pandas.DataFrame(columns | {f"f{j + 1}": codes for j, codes in enumerate(self.factors)})


@cache
def case(folder: str) -> Case:
    return Case(folder)


@cache
def frame(folder: str):
    return case(folder).frame


def timed(work: Callable[[], Result]) -> Result:
    start = time.perf_counter()
    found = work()
    return {"seconds": time.perf_counter() - start} | found


def answer(coefficients, errors=None) -> Result:
    found: Result = {"coefficients": np.asarray(coefficients, dtype=float).ravel().tolist()}
    if errors is not None:
        found["errors"] = np.asarray(errors, dtype=float).ravel().tolist()
    return found


# Least squares with clustered errors ----------------------------------------------------------


def numpy_lstsq(folder: str) -> Result:
    given = case(folder)
    return timed(lambda: answer(np.linalg.lstsq(given.X, given.y, rcond=None)[0]))


def statsmodels_ols(folder: str) -> Result:
    import statsmodels.api as sm
    given = case(folder)

    def work() -> Result:
        fit = sm.OLS(given.y, given.X).fit(cov_type="cluster", cov_kwds={"groups": given.factors[0]})
        return answer(fit.params, fit.bse)
    return timed(work)


def pyfixest_ols(folder: str) -> Result:
    import pyfixest
    data, names = frame(folder), case(folder).names
    # The first column is ones.
    formula = "y ~ " + " + ".join(names[1:])

    def work() -> Result:
        fit = pyfixest.feols(formula, data, vcov={"CRV1": "f1"}, copy_data=False, store_data=False)
        return answer(fit.coef(), fit.se())
    return timed(work)


# Fixed effects --------------------------------------------------------------------------------


def demeaner(name: str, tolerance: str):
    from pyfixest.demeaners import LsmrDemeaner, MapDemeaner
    given = {} if tolerance == "default" else {"fixef_tol": float(tolerance)}
    if name == "within":
        given = {"fixef_atol": given["fixef_tol"], "fixef_btol": given["fixef_tol"]} if given else {}
        return LsmrDemeaner(backend="within", **given)
    return MapDemeaner(backend=name, **given)


def formula_with_effects(folder: str) -> str:
    given = case(folder)
    effects = " + ".join(f"f{j + 1}" for j in range(len(given.factors)))
    return f"y ~ {' + '.join(given.names)} | {effects}"


def pyfixest_effects(folder: str, backend: str, tolerance: str = "default") -> Result:
    import pyfixest
    data, formula = frame(folder), formula_with_effects(folder)

    def work() -> Result:
        fit = pyfixest.feols(
            formula, data, vcov={"CRV1": "f1"}, copy_data=False, store_data=False,
            demeaner=demeaner(backend, tolerance))
        return answer(fit.coef(), fit.se())
    return timed(work)


def pyfixest_poisson(folder: str, backend: str, tolerance: str = "default") -> Result:
    import pyfixest
    data, formula = frame(folder), formula_with_effects(folder)
    steps = {} if tolerance == "default" else {"iwls_tol": float(tolerance)}

    def work() -> Result:
        fit = pyfixest.fepois(
            formula, data, vcov={"CRV1": "f1"}, copy_data=False, store_data=False,
            demeaner=demeaner(backend, tolerance), **steps)
        return answer(fit.coef(), fit.se())
    return timed(work)


def linearmodels_effects(folder: str) -> Result:
    import pandas
    from linearmodels.iv import AbsorbingLS
    data, given = frame(folder), case(folder)
    absorbed = pandas.DataFrame({f"f{j + 1}": pandas.Categorical(codes) for j, codes in enumerate(given.factors)})

    def work() -> Result:
        fit = AbsorbingLS(data["y"], data[given.names], absorb=absorbed).fit(
            cov_type="clustered", clusters=data["f1"])
        return answer(fit.params) | {"own_errors": [float(x) for x in fit.std_errors]}
    return timed(work)


# Wild bootstrap -------------------------------------------------------------------------------


def wildboottest_draws(folder: str, draws: str) -> Result:
    """The regression with dummies as statsmodels takes it, and the bootstrap."""
    import statsmodels.api as sm
    from wildboottest.wildboottest import wildboottest
    given = case(folder)
    dummies = [np.equal.outer(codes, np.unique(codes)[1:]).astype(float) for codes in given.factors]
    X = np.column_stack([given.X, np.ones(len(given.y)), *dummies])
    names = given.names + [f"d{j}" for j in range(X.shape[1] - len(given.names))]

    def work() -> Result:
        model = sm.OLS(given.y, X)
        model.data.xnames = names
        found = wildboottest(
            model, B=int(draws), cluster=given.factors[0], param="x1", seed=1, show=False)
        return {"t": float(found["statistic"].iloc[0]), "p": float(found["p-value"].iloc[0])}
    return timed(work)


def pyfixest_draws(folder: str, draws: str) -> Result:
    """pyfixest bootstraps no model with absorbed effects: they are dummies."""
    import pyfixest
    data, given = frame(folder), case(folder)
    formula = f"y ~ {' + '.join(given.names)} + " + " + ".join(
        f"C(f{j + 1})" for j in range(len(given.factors)))

    def work() -> Result:
        fit = pyfixest.feols(formula, data, vcov={"CRV1": "f1"})
        found = fit.wildboottest(reps=int(draws), cluster="f1", param="x1", seed=1)
        return {"t": float(found["t value"]), "p": float(found["Pr(>|t|)"])}
    return timed(work)


COMMANDS = {
    "numpy": ("numpy", {"ols": numpy_lstsq}),
    "statsmodels": ("statsmodels", {"ols": statsmodels_ols}),
    "linearmodels": ("linearmodels", {"effects": linearmodels_effects}),
    "pyfixest": ("pyfixest", {
        "ols": pyfixest_ols, "effects": pyfixest_effects, "poisson": pyfixest_poisson,
        "bootstrap": pyfixest_draws}),
    "wildboottest": ("wildboottest", {"bootstrap": wildboottest_draws}),
}


def with_best_threads(run: Callable[[], Result], key: tuple[str, ...]) -> Result:
    """BLAS with one thread or with all, whichever was faster when the command came first.

    Threads of BLAS that wait for each other can take many times as long as one.
    """
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        return run()
    if key not in BLAS_THREADS:
        times = {}
        for threads in (None, None, 1):  # the first warms up
            with threadpool_limits(threads, user_api="blas"):
                times[threads] = run()["seconds"]
        BLAS_THREADS[key] = min(times, key=times.get)
    with threadpool_limits(BLAS_THREADS[key], user_api="blas"):
        return run() | {"blas_threads": BLAS_THREADS[key] or "all"}


BLAS_THREADS: dict[tuple[str, ...], int | None] = {}


def main() -> None:
    warnings.filterwarnings("ignore")
    package, commands = COMMANDS[sys.argv[1]]
    # What packages print would stand between the answers.
    out, sys.stdout = sys.stdout, sys.stderr
    import_module(package)
    for line in sys.stdin:
        kind, *words = line.split()
        if kind == "version":
            found: Result = {"version": version(package)}
        else:
            found = with_best_threads(lambda: commands[kind](*words), (kind, *words))
        print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main()
