"""Conley covariances of y ~ x1 + x2 on panel.csv, each province at a made place; writes places.csv
and conley.json. Distances by the haversine formula, the double sum written out in numpy."""
import json
import sys

import numpy as np
import pandas as pd

d = pd.read_csv("panel.csv")
rng = np.random.default_rng(11)
places = pd.DataFrame({"province": range(17), "latitude": rng.uniform(8.5, 23.4, 17),
                       "longitude": rng.uniform(102, 109.5, 17)})
places.loc[16, ["latitude", "longitude"]] = [-61.25, 359.5]
places.to_csv("places.csv", index=False, float_format="%.17g")
at = d[["province"]].merge(places, on="province", how="left")
phi, lam = np.radians(at["latitude"].to_numpy()), np.radians(at["longitude"].to_numpy())
h = (np.sin((phi[:, None] - phi) / 2) ** 2
     + np.cos(phi[:, None]) * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2)
distance = 2 * 6371 * np.arcsin(np.sqrt(np.minimum(h, 1)))
X = np.column_stack([np.ones(len(d)), d["x1"], d["x2"]])
y = d["y"].to_numpy()
beta = np.linalg.lstsq(X, y, rcond=None)[0]
scores = X * (y - X @ beta)[:, None]
M = np.linalg.inv(X.T @ X)
out = {}
for cutoff in (150, 400, 12000):
    for kernel in ("uniform", "bartlett"):
        K = (distance <= cutoff) * (1 if kernel == "uniform" else 1 - distance / cutoff)
        V = M @ (scores.T @ K @ scores) @ M
        values, vectors = np.linalg.eigh(V)
        fixed = vectors @ np.diag(np.maximum(values, 0)) @ vectors.T
        key = f"{kernel}.{cutoff}"
        out[key] = [float(fixed[i, j]) for j in range(3) for i in range(j, 3)]
        out[key + ".negative"] = float(values[0] < 0)
out["versions"] = {"python": sys.version.split()[0], "numpy": np.__version__}
with open("conley.json", "w") as f:
    json.dump(out, f, indent=1)
