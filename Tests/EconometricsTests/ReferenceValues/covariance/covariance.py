"""Covariances of regressions on panel.csv and series.csv by Python packages; writes
covariance_py.json: lower triangles, column by column."""
import json
import sys

import linearmodels
import numpy as np
import pandas as pd
import pyfixest as pf
from linearmodels.panel import PanelOLS

d = pd.read_csv("panel.csv")
out = {}


def triangle(V):
    V = np.asarray(V)
    return [float(V[i, j]) for j in range(V.shape[0]) for i in range(j, V.shape[0])]


def put(key, model):
    out[key] = triangle(model._vcov)
    out[key + ".df"] = float(model._df_t)


formulas = {"pooled": "y ~ x1 + x2", "province": "y ~ x1 + x2 | province",
            "twoway": "y ~ x1 + x2 | province + year"}
keep = dict(fixef_rm="none", copy_data=True, fixef_tol=1e-13, fixef_maxiter=100_000)
for name, formula in formulas.items():
    for weights in (None, "w"):
        tag = name if weights is None else name + ".w"
        m = pf.feols(formula, d, weights=weights, **keep)
        put(tag + ".iid", m.vcov("iid"))
        put(tag + ".HC1", m.vcov("HC1"))
        for cluster in ("province", "year", "region"):
            put(f"{tag}.CRV1.{cluster}", m.vcov({"CRV1": cluster}))
        put(f"{tag}.CRV1.two", m.vcov({"CRV1": "province + year"}))
        for cluster in ("province", "region"):
            # pyfixest's CRV3 with effects refits to a tolerance of 1e-8 only: the same sum over
            # refits to 1e-13, with the factor of its CRV1.
            m.vcov({"CRV1": cluster})
            V = np.zeros((m._k, m._k))
            for level in d[cluster].unique():
                left = pf.feols(formula, d[d[cluster] != level], weights=weights, **keep)
                change = left.coef().to_numpy() - m._beta_hat.flatten()
                V += np.outer(change, change)
            out[f"{tag}.CRV3.{cluster}"] = triangle(m._ssc[0] * V)

# Newey-West within provinces: pyfixest takes rows of a province as consecutive, so the periods are
# the numbers of the rows. Driscoll-Kraay: the years.
d["order"] = d.groupby("province").cumcount()
m = pf.feols("y ~ x1 + x2", d, **keep)
ids = {"time_id": "order", "panel_id": "province"}
put("NW.lag2", m.vcov("NW", vcov_kwargs={**ids, "lag": 2}))
put("NW.default", m.vcov("NW", vcov_kwargs=ids))
m = pf.feols("y ~ x1 + x2 | province", d, **keep)
for lag in (0, 1, 2, 3):
    put(f"DK.lag{lag}",
        m.vcov("DK", vcov_kwargs={"time_id": "year", "panel_id": "province", "lag": lag}))
put("DK.default", m.vcov("DK", vcov_kwargs={"time_id": "year", "panel_id": "province"}))

p = d.set_index(["province", "year"])
fit = PanelOLS(p["y"], p[["x1", "x2"]], entity_effects=True, singletons=True)
for key, options in {
    "lm.clustered": dict(cov_type="clustered", cluster_entity=True, debiased=False),
    "lm.clustered.group": dict(cov_type="clustered", cluster_entity=True, group_debias=True,
                               debiased=False),
    "lm.robust": dict(cov_type="robust", debiased=False),
    "lm.DK2": dict(cov_type="kernel", kernel="bartlett", bandwidth=2, debiased=False),
}.items():
    out[key] = triangle(fit.fit(**options).cov)

s = pd.read_csv("series.csv")
put("series.NW4", pf.feols("y ~ x", s, **keep).vcov("NW", vcov_kwargs={"time_id": "t", "lag": 4}))
out["versions"] = {"python": sys.version.split()[0], "pyfixest": pf.__version__,
                   "linearmodels": linearmodels.__version__, "numpy": np.__version__}
with open("covariance_py.json", "w") as f:
    json.dump(out, f, indent=1)
