"""Instrumental variables by linearmodels: writes iv.csv (seeded, made here) and iv.json.

    python iv.py

Statistics are those of linearmodels unless said otherwise:
- ar_*: confidence sets of Anderson and Rubin. `classical` by ivmodels (F law); `robust` and
  `clustered` by scipy's brentq on a grid of the Wald test of z in the regression of y - b e on
  [exogenous, z] by statsmodels (HC1; CR1 with factor G/(G-1) (n-1)/(n-k)), F law with n-k and G-1.
- first_*: Wald F of the instruments in the first stage by statsmodels, HC1 and CR1.
- hansen: J of linearmodels' two-step IVGMM, robust and clustered, moments not centred.
- effects: dummies for `group` are exogenous regressors of linearmodels; Sargan's statistic is
  rescaled from n to n less dummies.
ivmodels is only needed for the classical sets: pip install --no-deps ivmodels, beside an empty
module `glum` with a class GeneralizedLinearRegressor, which it imports and does not need here.
"""

import json
import os
import sys

import linearmodels
import numpy as np
import pandas as pd
import scipy
import scipy.optimize
import scipy.stats
import statsmodels
import statsmodels.api as sm
from linearmodels.iv import IV2SLS, IVGMM, IVLIML
from linearmodels.iv.common import cragg_donald_f, kleibergen_paap, kleibergen_paap_f

FOLDER = os.path.dirname(os.path.abspath(__file__))


def make_data():
    rng = np.random.default_rng(20240611)
    n, G, H = 180, 24, 12
    cluster = np.arange(n) % G
    group = rng.integers(0, H, n)
    shared = rng.normal(size=G)[cluster]
    z = rng.normal(size=(n, 4)) + 0.5 * rng.normal(size=(G, 4))[cluster]
    x = rng.normal(size=(n, 2)) + 0.3 * z[:, :2]
    u = rng.normal(size=n) * np.exp(0.3 * z[:, 0]) + 0.7 * shared
    v = rng.normal(size=(n, 2)) * (1 + 0.3 * np.abs(z[:, [1]])) + 0.5 * u[:, None]
    level = rng.normal(size=H)[group]
    e = z @ np.array([[0.5, 0.1], [0.4, -0.3], [0.2, 0.5], [-0.1, 0.4]]) + 0.4 * x + v
    e += level[:, None]
    y = 1 + 0.8 * e[:, 0] - 0.5 * e[:, 1] + 0.3 * x[:, 0] + u + 2 * level
    frame = pd.DataFrame({"y": y, "x1": x[:, 0], "x2": x[:, 1], "e1": e[:, 0], "e2": e[:, 1]})
    for j in range(4):
        frame[f"z{j + 1}"] = z[:, j]
    # One instrument that says almost nothing, for sets that are not intervals.
    frame["weak"] = rng.normal(size=n)
    frame["w"] = rng.uniform(0.5, 2, n)
    frame["cluster"], frame["group"] = cluster, group
    frame.to_csv(os.path.join(FOLDER, "iv.csv"), index=False, float_format="%.17g")
    return pd.read_csv(os.path.join(FOLDER, "iv.csv"))


def wald_f(y, X, columns, errors, cluster):
    fit = sm.OLS(y, X).fit()
    if errors == "robust":
        fit = fit.get_robustcov_results("HC1")
        df = X.shape[0] - X.shape[1]
    elif errors == "clustered":
        fit = fit.get_robustcov_results("cluster", groups=cluster, use_correction=True)
        df = len(np.unique(cluster)) - 1
    else:
        df = X.shape[0] - X.shape[1]
    b, V = fit.params[columns], np.asarray(fit.cov_params())[np.ix_(columns, columns)]
    return float(b @ np.linalg.solve(V, b) / len(columns)), df


def set_by_search(y, e, W, m, errors, cluster, level=0.95):
    columns = list(range(W.shape[1] - m, W.shape[1]))
    df = wald_f(y, W, columns, errors, cluster)[1]
    critical = scipy.stats.f.ppf(level, m, df)

    def gap(angle):
        # y cos - e sin, for beta = tan(angle)
        combined = np.cos(angle) * y - np.sin(angle) * e
        return wald_f(combined, W, columns, errors, cluster)[0] - critical

    grid = np.linspace(-np.pi / 2 + 1e-9, np.pi / 2 - 1e-9, 4001)
    values = [gap(a) for a in grid]
    roots = [
        float(np.tan(scipy.optimize.brentq(gap, a, b, xtol=1e-15, rtol=1e-15)))
        for a, b, f, g in zip(grid, grid[1:], values, values[1:])
        if f * g < 0
    ]
    return {"roots": roots, "contains_minus_infinity": bool(values[0] <= 0)}


def classical_set(y, e, z, C, level=0.95):
    import ivmodels
    from ivmodels.tests import inverse_anderson_rubin_test

    found = inverse_anderson_rubin_test(
        Z=z, X=e, y=y, alpha=1 - level, C=C, fit_intercept=False, critical_values="f")
    return found


def estimates(res):
    return {"coef": {k: float(v) for k, v in res.params.items()},
            "se": {k: float(v) for k, v in res.std_errors.items()}}


def case(frame, endog, instr, exog, weights=False, dummies=False):
    n = len(frame)
    W = frame[exog].copy()
    if dummies:
        columns = pd.get_dummies(frame["group"], prefix="group", dtype=float)
        W = pd.concat([W, columns], axis=1)
    else:
        W.insert(0, "constant", 1.0)
    w = frame["w"] if weights else None
    keep = ([] if dummies else ["constant"]) + exog + endog
    out = {"endogenous": endog, "instruments": instr, "exogenous": exog, "weights": weights,
           "effects": ["group"] if dummies else []}
    cluster = frame["cluster"]
    dropped = columns.shape[1] if dummies else 0
    for name, model in [("2sls", IV2SLS), ("liml", IVLIML), ("fuller", IVLIML)]:
        options = {"fuller": 1.0} if name == "fuller" else {}
        mod = model(frame["y"], W, frame[endog], frame[instr], weights=w, **options)
        classical = mod.fit(cov_type="unadjusted", debiased=True)
        robust = mod.fit(cov_type="robust", debiased=False)
        clustered = mod.fit(cov_type="clustered", clusters=cluster, debiased=False)
        out[name] = {
            "coef": {k: float(classical.params[k]) for k in keep},
            "classical": {k: float(classical.std_errors[k]) for k in keep},
            "HC0": {k: float(robust.std_errors[k]) for k in keep},
            "CR0": {k: float(clustered.std_errors[k]) for k in keep},
        }
        if name == "liml":
            out[name]["kappa"] = float(classical.model._liml_kappa
                                       if hasattr(classical.model, "_liml_kappa") else classical.kappa)
        if name == "2sls":
            first = classical
            out["hc0_fit"] = None
    del out["hc0_fit"]
    s = 1 if w is None else np.sqrt(w.to_numpy() / w.mean())[:, None]
    E, Z, C = frame[endog].to_numpy() * s, frame[instr].to_numpy() * s, W.to_numpy() * s
    out["cragg_donald_f"] = cragg_donald_f(E, Z, C)
    for kind in ["unadjusted", "robust", "clustered"]:
        config = {"clusters": cluster.to_numpy()} if kind == "clustered" else {}
        lm = kleibergen_paap(E, Z, C, kind, config)
        out[f"kp_{kind}"] = {"f": kleibergen_paap_f(E, Z, C, kind, config), "lm": float(lm.stat),
                             "df": int(lm.df), "p": float(lm.pval)}
    diagnostics = first.first_stage.diagnostics
    for e in endog:
        out.setdefault("first", {})[e] = {
            "partial_r2": float(diagnostics.loc[e, "partial.rsquared"]),
            "shea_r2": float(diagnostics.loc[e, "shea.rsquared"])}
        columns = list(range(C.shape[1], C.shape[1] + len(instr)))
        for kind in ["classical", "robust", "clustered"]:
            f, _ = wald_f(E[:, endog.index(e)], np.column_stack([C, Z]), columns, kind,
                          cluster.to_numpy())
            out["first"][e][kind] = f
    wu = first.wu_hausman()
    out["wu_hausman"] = [float(wu.stat), float(wu.pval), int(wu.df), int(wu.df_denom)]
    if not dummies:
        out["durbin"] = [float(first.durbin().stat), float(first.durbin().pval)]
        out["wooldridge_regression_HC0"] = float(
            IV2SLS(frame["y"], W, frame[endog], frame[instr], weights=w)
            .fit(cov_type="robust", debiased=False).wooldridge_regression.stat)
    if len(instr) > len(endog):
        out["sargan"] = float(first.sargan.stat) * (n - dropped) / n
        liml = IVLIML(frame["y"], W, frame[endog], frame[instr], weights=w).fit()
        out["basmann_f"] = [float(liml.basmann_f.stat), float(liml.basmann_f.pval)]
        out["anderson_rubin_lr"] = float(liml.anderson_rubin.stat) * (n - dropped) / n
        for kind in ["robust", "clustered"]:
            if kind == "clustered" and dummies:
                continue
            config = {"clusters": cluster} if kind == "clustered" else {}
            gmm = IVGMM(frame["y"], W, frame[endog], frame[instr], weights=w, weight_type=kind,
                        **config).fit(iter_limit=2)
            out.setdefault("hansen", {})[kind] = [float(gmm.j_stat.stat), float(gmm.j_stat.pval)]
    if len(endog) == 1:
        y, e = frame["y"].to_numpy() * np.ravel(s), np.ravel(E)
        design = np.column_stack([C, Z])
        for kind in ["classical", "robust", "clustered"]:
            out[f"ar_{kind}"] = {
                str(level): set_by_search(y, e, design, len(instr), kind, cluster.to_numpy(), level)
                for level in [0.5, 0.95, 0.999]}
            out[f"ar_{kind}"]["test_at_half"] = wald_f(
                y - 0.5 * e, design, list(range(C.shape[1], design.shape[1])), kind,
                cluster.to_numpy())[0]
        if not weights:
            try:
                found = classical_set(y[:, None], E, Z, C)
                # x A x + b x + c <= 0
                out["ar_ivmodels"] = sorted(float(r) for r in np.roots(
                    [float(found.A[0, 0]), float(found.b[0]), float(found.c)]) if np.isreal(r))
            except ImportError:
                print("ivmodels is missing", file=sys.stderr)
    return out


frame = make_data()
answers = {
    "versions": {"linearmodels": linearmodels.__version__, "numpy": np.__version__,
                 "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
                 "pandas": pd.__version__, "ivmodels": "0.10.0"},
    "cases": {
        "over": case(frame, ["e1"], ["z1", "z2", "z3"], ["x1", "x2"]),
        "just": case(frame, ["e1"], ["z2"], ["x1"]),
        "two": case(frame, ["e1", "e2"], ["z1", "z2", "z3", "z4"], ["x1", "x2"]),
        "weighted": case(frame, ["e1", "e2"], ["z1", "z2", "z3"], ["x1"], weights=True),
        "weighted_one": case(frame, ["e2"], ["z1", "z3", "z4"], ["x2"], weights=True),
        "effects": case(frame, ["e1"], ["z1", "z2", "z3"], ["x1"], dummies=True),
        "weak": case(frame, ["e1"], ["weak"], ["x1", "z1", "z2", "z3"]),
        "bare": case(frame, ["e2"], ["z3", "z4"], []),
    },
}
with open(os.path.join(FOLDER, "iv.json"), "w", encoding="utf-8") as file:
    json.dump(answers, file, indent=1, default=float)
