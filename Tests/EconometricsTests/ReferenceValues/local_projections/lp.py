"""Local projections by statsmodels and linearmodels: writes series.csv, panel.csv and lp.json.

    python lp.py

Both files are seeded and made here; panel.csv has gaps. Standard errors: `hac` statsmodels HAC with
maxlags = h + 1 and no correction, `HC1`, `cluster` linearmodels PanelOLS clustered by unit
(debiased=False, group_debias=False), `iv` linearmodels IV2SLS (unadjusted, debiased).
"""

import json
import os

import linearmodels
import numpy as np
import pandas as pd
import statsmodels
import statsmodels.api as sm
from linearmodels.iv import IV2SLS
from linearmodels.panel import PanelOLS

FOLDER = os.path.dirname(os.path.abspath(__file__))


def save(frame, name):
    path = os.path.join(FOLDER, name)
    frame.to_csv(path, index=False, float_format="%.17g")
    return pd.read_csv(path)


def make_series():
    rng = np.random.default_rng(2005)
    n = 140
    y, x, c, z = np.zeros(n), np.zeros(n), rng.normal(size=n), rng.normal(size=n)
    for t in range(1, n):
        x[t] = 0.5 * x[t - 1] + 0.6 * z[t] + rng.normal()
        y[t] = 0.8 * y[t - 1] + 0.5 * x[t] + 0.2 * x[t - 1] + 0.3 * c[t] + rng.normal()
    return save(pd.DataFrame({"year": np.arange(n), "y": y, "x": x, "c": c, "z": z}), "series.csv")


def make_panel():
    rng = np.random.default_rng(2021)
    rows = []
    for i in range(30):
        y, x, mu = 0.0, 0.0, rng.normal()
        for t in range(14):
            x = 0.4 * x + rng.normal() + 0.5 * mu
            y = 0.6 * y + 0.5 * x + mu + 0.1 * t + rng.normal()
            if not (i % 7 == 0 and t == 6):
                rows.append((i, 1990 + t, y, x))
    return save(pd.DataFrame(rows, columns=["id", "year", "y", "x"]), "panel.csv")


def terms(frame, lags, controls, augmented, by=None):
    def lag(name, j):
        if by is None:
            return frame[name].shift(j)
        lookup = frame.set_index(["id", "year"])[name]
        keys = list(zip(frame["id"], frame["year"] - j))
        return pd.Series([lookup.get(k, np.nan) for k in keys], index=frame.index)

    out = {"x": frame["x"]}
    for j in range(1, lags + int(augmented) + 1):
        out[f"L{j}.y"], out[f"L{j}.x"] = lag("y", j), lag("x", j)
    for c in controls:
        out[c] = frame[c]
        if augmented:
            out[f"L1.{c}"] = lag(c, 1)
    return pd.DataFrame(out), lag


def response(lag, form, h):
    if form == "level":
        return lag("y", -h)
    if form == "change":
        return lag("y", -h) - lag("y", 1)
    return sum(lag("y", -j) for j in range(h + 1))


def series_case(frame, H, lags=0, controls=(), augmented=False, form="level", iv=False):
    X, lag = terms(frame, lags, list(controls), augmented)
    X["constant"] = 1.0
    out = []
    for h in range(H + 1):
        y = response(lag, form, h)
        keep = X.notna().all(axis=1) & y.notna()
        if iv:
            fit = IV2SLS(y[keep], X.loc[keep].drop(columns="x"), X.loc[keep, ["x"]],
                         frame.loc[keep, ["z"]]).fit(cov_type="unadjusted", debiased=True)
            out.append({"n": int(keep.sum()), "coef": fit.params[X.columns].tolist(),
                        "se": fit.std_errors[X.columns].tolist()})
            continue
        fit = sm.OLS(y[keep], X[keep]).fit()
        hac = fit.get_robustcov_results("HAC", maxlags=h + 1, use_correction=False)
        hc1 = fit.get_robustcov_results("HC1")
        out.append({"n": int(keep.sum()), "names": list(X.columns), "coef": fit.params.tolist(),
                    "hac": hac.bse.tolist(), "HC1": hc1.bse.tolist()})
    return out


def panel_case(frame, H, lags, periods):
    X, lag = terms(frame, lags, [], False, by="id")
    out = []
    for h in range(H + 1):
        y = response(lag, "level", h)
        keep = X.notna().all(axis=1) & y.notna()
        data = pd.concat([frame[["id", "year"]], X, y.rename("lead")], axis=1)[keep]
        data = data.set_index(["id", "year"])
        fit = PanelOLS(data["lead"], data[X.columns], entity_effects=True, time_effects=periods).fit(
            cov_type="clustered", cluster_entity=True, debiased=False, group_debias=False,
            auto_df=False, count_effects=False)
        out.append({"n": int(keep.sum()), "names": list(X.columns), "coef": fit.params.tolist(),
                    "cluster": fit.std_errors.tolist()})
    return out


series, panel = make_series(), make_panel()
answers = {
    "versions": {"statsmodels": statsmodels.__version__, "linearmodels": linearmodels.__version__,
                 "numpy": np.__version__, "pandas": pd.__version__},
    "plain": series_case(series, 6, lags=2, controls=["c"]),
    "augmented": series_case(series, 6, lags=1, controls=["c"], augmented=True),
    "change": series_case(series, 4, lags=1, form="change"),
    "sum": series_case(series, 4, lags=1, form="sum"),
    "iv": series_case(series, 4, lags=1, iv=True),
    "panel": panel_case(panel, 4, 1, False),
    "panel_periods": panel_case(panel, 4, 1, True),
}
with open(os.path.join(FOLDER, "lp.json"), "w", encoding="utf-8") as file:
    json.dump(answers, file, indent=1)
