"""Wild cluster bootstraps with all 2^8 patterns of signs by wildboottest, on small.csv (made here).

Writes bootstrap.json: for each regression and hypothesis the statistic and all 256 bootstrap
statistics, sorted by magnitude. p-values are not kept: wildboottest compares floating-point numbers
that tie in exact arithmetic (the pattern that is the data), so that its p is 0, 1 or 2 in 256 off.
"""
import importlib.metadata
import json

import numpy as np
import pandas as pd
import wildboottest.wildboottest as w

rng = np.random.default_rng(8)
rows = []
for g in range(8):
    common = rng.normal()
    for i in range(int(rng.integers(3, 9))):
        x1 = rng.normal() + (1.5 if g < 2 else 0)
        x2 = rng.exponential()
        rows.append((g, i % 4, 0.4 + 0.3 * x1 - 0.2 * x2 + common + rng.normal(), x1, x2,
                     float(np.exp(rng.normal(scale=0.5)))))
d = pd.DataFrame(rows, columns=["g", "t", "y", "x1", "x2", "w"])
d.to_csv("small.csv", index=False, float_format="%.17g")

X = np.column_stack([np.ones(len(d)), d["x1"], d["x2"]])
out = {}
for null in (True, False):
    for column in (0, 1, 2):
        R = np.zeros(3)
        R[column] = 1
        boot = w.WildboottestCL(X=X, Y=d["y"].to_numpy(), cluster=d["g"].to_numpy(), R=R, B=9999,
                                seed=1, parallel=False)
        boot.get_scores(bootstrap_type="11", impose_null=null, adj=True, cluster_adj=True)
        boot.get_weights(weights_type="rademacher")
        boot.get_numer()
        boot.get_denom()
        boot.get_tboot()
        boot.get_vcov()
        boot.get_tstat()
        assert len(boot.t_boot) == 256
        key = f"{'WCR' if null else 'WCU'}.{column}"
        out[key + ".t"] = float(boot.t_stat)
        out[key + ".draws"] = sorted(float(abs(t)) for t in boot.t_boot)
out["versions"] = {name: importlib.metadata.version(name)
                   for name in ("wildboottest", "numpy", "numba")}
with open("bootstrap.json", "w") as f:
    json.dump(out, f, indent=1)
