"""Terms of the specification language on a seeded panel, by pandas and numpy, and regressions on
them by statsmodels. Writes panel.csv and terms.json beside itself.

    python specification.py
"""
import json, math, os
import numpy as np, pandas as pd, statsmodels, statsmodels.api as sm

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20210301)
rows = []
regions = ["Bắc", "Trung", "Nam"]
for e in range(1, 13):
    for t in range(2010, 2022):
        if rng.uniform() < 0.15:
            continue  # gaps
        x = rng.normal(3, 2)
        z = rng.lognormal(1, 1)
        rows.append(dict(entity=f"{e:02d}", year=t, region=regions[e % 3], code=e % 4 - 1,
                         x=round(x, 6), z=round(z, 6), w=round(rng.uniform(0.5, 2), 4),
                         y=round(1 + 0.5 * x - 0.2 * np.log(z) + 0.1 * e + rng.normal(), 6)))
d = pd.DataFrame(rows).sample(frac=1, random_state=7).reset_index(drop=True)
d.loc[[3, 17, 50], "x"] = np.nan
d.loc[[8, 17], "region"] = np.nan
d.loc[[20, 21], "z"] = 0.0
d.to_csv(f"{here}/panel.csv", index=False)
d = pd.read_csv(f"{here}/panel.csv", dtype={"entity": str})

def lag(s, k=1):
    key = {(e, t): v for e, t, v in zip(d.entity, d.year, s)}
    return pd.Series([key.get((e, t - k), np.nan) for e, t in zip(d.entity, d.year)])

def log(s):
    return np.log(s.where(s > 0))

def truth(s, *columns):
    missing = pd.concat(columns, axis=1).isna().any(axis=1)
    return s.astype(float).where(~missing)

x, z, y = d.x, d.z, d.y
mean = lambda s: math.fsum(s.dropna()) / s.count()
sd = lambda s: (s - mean(s)) / math.sqrt(math.fsum((v - mean(s)) ** 2 for v in s.dropna()) / (s.count() - 1))
terms = {
    "x": x, "-x": -x, "+x": x, "x + z": x + z, "x - z * 2": x - z * 2, "x / z": (x / z.where(z != 0)),
    "(x + 1) / (z + 1)": (x + 1) / (z + 1), "x^2": x * x, "-x^2": -(x * x), "2^-1 * x": 0.5 * x,
    "x^0.5": np.sqrt(x.where(x >= 0)), "z^1.5": np.exp(1.5 * np.log(z.where(z > 0))).where(z != 0, 0.0),
    "x^3^0": x, "log(z)": log(z), "log(x)": log(x), "exp(x)": np.exp(x), "sqrt(x)": np.sqrt(x.where(x >= 0)),
    "asinh(x)": np.arcsinh(x), "asinh(x / 1000)": np.arcsinh(x / 1000), "asinh(-z * 1e9)": np.arcsinh(-z * 1e9),
    "abs(x)": x.abs(), "min(x, z)": np.minimum(x, z), "max(x, 2, z)": np.maximum(np.maximum(x, 2), z),
    "lag(x)": lag(x), "lag(x, 2)": lag(x, 2), "lag(x, k = 3)": lag(x, 3), "lag(x, 0)": x,
    "lead(x)": lag(x, -1), "lead(x, 2)": lag(x, -2), "diff(x)": x - lag(x), "diff(x, 2)": x - lag(x, 2),
    "lag(log(z), 2)": lag(log(z), 2), "diff(log(z))": log(z) - lag(log(z)), "log(lag(z))": log(lag(z)),
    "log(x) * log(z)": log(x) * log(z), "x:z": x * z, "lag(diff(x))": lag(x - lag(x)),
    "standardise(x)": sd(x), "centre(z)": z - mean(z), "x * (year >= 2015)": x * (d.year >= 2015),
    "(x > 3)": truth(x > 3, x), "missing(x)": x.isna().astype(float), "code == -1": (d.code == -1) * 1.0,
    "region == \"Bắc\"": truth(d.region == "Bắc", d.region),
    "region in (\"Bắc\", 'Nam')": truth(d.region.isin(["Bắc", "Nam"]), d.region),
    "region not in (\"Bắc\")": truth(d.region != "Bắc", d.region),
    "year in (2011, 2013)": d.year.isin([2011, 2013]) * 1.0,
    "not x > 3": truth(~(x > 3), x), "entity < \"03\"": (d.entity < "03") * 1.0,
    "x > 3 and z > 2": ((x > 3) & (z > 2)).astype(float).where(~(x.isna() & (z > 2))),
    "x > 3 or z > 2": ((x > 3) | (z > 2)).astype(float).where(~(x.isna() & ~(z > 2))),
    "1 - 2 - 3 + 0 * z": -4.0 + 0 * z, "8 / 4 / 2 * z": z, "2 * 3 ^ 2 * z": 18 * z,
}
values = {k: [None if np.isnan(v) else float(v) for v in s] for k, s in terms.items()}

# Regressions: names, coefficients and classical standard errors.
def regress(name, y, columns, keep, weights=None):
    X = pd.DataFrame(columns)
    whole = pd.concat([y.rename("__y"), X], axis=1)
    if weights is not None:
        whole["__w"] = weights
    ok = keep & ~whole.isna().any(axis=1)
    X, yy = X[ok].astype(float), y[ok]
    fit = (sm.OLS(yy, X) if weights is None else sm.WLS(yy, X, weights=weights[ok])).fit()
    return dict(name=name, names=list(X.columns), coefficients=list(map(float, fit.params)),
                errors=list(map(float, fit.bse)), observations=int(ok.sum()))

def dummies(s, label, drop=True, base=None):
    levels = sorted(s.dropna().unique(), key=lambda v: v.encode() if isinstance(v, str) else v)
    skipped = base if base is not None else (levels[0] if drop else None)
    return {f"{label}[{v}]": (s == v).astype(float).where(s.notna()) for v in levels if v != skipped}

one = pd.Series(1.0, index=d.index)
every = pd.Series(True, index=d.index)
regressions = [
    regress("lags", y, {"constant": one, "lag(y)": lag(y), "log(z)": log(z)}, every),
    regress("weights", y, {"constant": one, "x": x, "log(z)": log(z)}, every, d.w),
    regress("factor", y, {"constant": one, "x": x, **dummies(d.region, "factor(region)")}, every),
    regress("base", y, {"constant": one, "x": x, **dummies(d.region, "factor(region)", base="Nam")}, every),
    regress("no constant", y, {**dummies(d.region, "factor(region)", drop=False), "x": x}, every),
    regress("interaction", y, {"constant": one, **{k.replace("factor(region)", "region") + ":x": v * x for k, v in dummies(d.region, "region", drop=False).items()}}, every),
    regress("interaction beside", y, {"constant": one, "x": x, **{k + ":x": v * x for k, v in dummies(d.region, "factor(region)").items()}}, every),
    regress("filter", y, {"constant": one, "x": x, "x:z": x * z}, (d.year >= 2013) & (d.region != "Trung") & d.region.notna()),
]
out = dict(versions=dict(pandas=pd.__version__, numpy=np.__version__, statsmodels=statsmodels.__version__),
           terms=values, regressions=regressions)
json.dump(out, open(f"{here}/terms.json", "w"), ensure_ascii=False, indent=1)
print(len(d), len(values), [(r["name"], r["observations"]) for r in regressions])
