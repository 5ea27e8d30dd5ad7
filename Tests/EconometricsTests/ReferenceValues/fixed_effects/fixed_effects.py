"""Fixed effects beside pyfixest, linearmodels and statsmodels.

Writes panel.csv (a seeded panel, made here) and fixed_effects.json (answers, 17 digits). Run from
this folder: python fixed_effects.py
"""
import json
import warnings

import linearmodels
import numpy as np
import pandas as pd
import pyfixest as pf
import statsmodels
import statsmodels.api as sm
from linearmodels.iv.absorbing import AbsorbingLS

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240501)
n = 420
firm = rng.integers(0, 45, n)
year = rng.integers(0, 8, n)
region = firm % 6
firm_level = rng.normal(size=45)
year_level = rng.normal(size=8)
x1 = rng.normal(size=n) + firm_level[firm] + year_level[year]
x2 = rng.normal(size=n) - 0.5 * firm_level[firm] + 0.3 * x1
y = 1.5 * x1 - 0.7 * x2 + firm_level[firm] + 2 * year_level[year] + rng.normal(size=n) * (1 + region / 4)
weight = rng.uniform(0.2, 3, n)
frame = pd.DataFrame(dict(firm=firm, year=year, region=region, y=y, x1=x1, x2=x2, weight=weight))
frame.to_csv("panel.csv", index=False, float_format="%.17g")
frame = pd.read_csv("panel.csv")

answers = {
    "versions": {
        "pyfixest": pf.__version__, "linearmodels": linearmodels.__version__,
        "statsmodels": statsmodels.__version__, "numpy": np.__version__},
    "pyfixest": {}, "linearmodels": {}, "statsmodels": {}}

# (name, effects, cluster)
cases = [
    ("firm", "firm", None), ("firm", "firm", "firm"), ("firm", "firm", "region"),
    ("firm+year", "firm+year", None), ("firm+year", "firm+year", "firm"),
    ("firm+year", "firm+year", "year"), ("firm+year", "firm+year", "region"),
    ("firm+region^year", "firm+region^year", "region"), ("region+year", "region+year", "firm"),
    ("firm+year+region", "firm+year+region", "firm"),
]
for weights in (None, "weight"):
    for name, effects, cluster in cases:
        key = f"{name}|{cluster or 'iid'}|{weights or 'ones'}"
        answer = {}
        for k_fixef in ("none", "nonnested", "full"):
            fit = pf.feols(
                f"y ~ x1 + x2 | {effects}", frame, weights=weights, fixef_rm="none",
                vcov={"CRV1": cluster} if cluster else "iid",
                ssc=pf.ssc(k_adj=True, k_fixef=k_fixef, G_adj=True, G_df="min"),
                demeaner=pf.MapDemeaner(fixef_tol=1e-13, fixef_maxiter=100000))
            answer[k_fixef] = {
                "K": int(fit._df_k), "coefficients": [float(v) for v in fit.coef()],
                "errors": [float(v) for v in fit.se()]}
        answers["pyfixest"][key] = answer

dummies = pd.get_dummies(frame["firm"], prefix="f", dtype=float).join(
    pd.get_dummies(frame["year"], prefix="t", drop_first=True, dtype=float))
for weights in (None, "weight"):
    key = weights or "ones"
    w = frame[weights] if weights else np.ones(n)
    ols = sm.WLS(frame["y"], frame[["x1", "x2"]].join(dummies), weights=w).fit()
    answers["statsmodels"][key] = {
        "coefficients": [float(v) for v in ols.params[:2]],
        "errors": [float(v) for v in ols.bse[:2]],
        "residual_sum_of_squares": float(ols.ssr),
        "residual_degrees_of_freedom": int(ols.df_resid),
        "year_effects": [0.0] + [float(v) for v in ols.params[-7:]]}
    absorbing = AbsorbingLS(
        frame["y"], frame[["x1", "x2"]],
        absorb=frame[["firm", "year"]].astype("category"),
        weights=frame[weights] if weights else None).fit(cov_type="unadjusted", debiased=True)
    answers["linearmodels"][key] = {
        "coefficients": [float(v) for v in absorbing.params],
        "errors": [float(v) for v in absorbing.std_errors]}

json.dump(answers, open("fixed_effects.json", "w"), indent=1)
