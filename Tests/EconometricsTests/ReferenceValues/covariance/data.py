"""Seeded data made for the tests of covariances: an unbalanced panel with gaps.

Writes panel.csv: 17 provinces in 5 regions, up to 9 years, y and two regressors, positive
precisions w, and wc, precisions that are the same in all rows of a province. One province has one
row. Errors are correlated within provinces and years.
"""
import numpy as np

rng = np.random.default_rng(20240517)
rows = []
for p in range(17):
    years = range(2010, 2019)
    kept = [t for t in years if rng.uniform() < 0.8]
    if p == 16:
        kept = [2014]
    common, weight = rng.normal(), np.exp(rng.normal(scale=0.6))
    for t in kept:
        x1 = rng.normal() + 0.7 * common + 0.1 * (t - 2014)
        x2 = np.exp(rng.normal(scale=0.8)) * (1 + 0.2 * (p % 3))
        u = 0.8 * common * rng.normal() + rng.normal() * (0.5 + 0.3 * abs(x1)) + np.sin(t * 1.7)
        y = 1 + 0.5 * x1 - 0.2 * x2 + u
        w = np.exp(rng.normal(scale=0.7))
        rows.append((p, f"r{p % 5}", t, y, x1, x2, w, weight))
with open("panel.csv", "w") as f:
    f.write("province,region,year,y,x1,x2,w,wc\n")
    for r in rows:
        f.write(",".join(str(v) if not isinstance(v, float) else repr(float(v)) for v in r) + "\n")

# One series: x an autoregression, errors with memory; rows are not in the order of time.
n = 48
x, u = np.zeros(n), np.zeros(n)
for t in range(n):
    x[t] = (0.6 * x[t - 1] if t else 0) + rng.normal()
    u[t] = (0.5 * u[t - 1] if t else 0) + rng.normal()
order = rng.permutation(n)
with open("series.csv", "w") as f:
    f.write("t,y,x\n")
    for t in order:
        f.write(f"{1970 + t},{float(2 + 0.8 * x[t] + u[t])!r},{float(x[t])!r}\n")
