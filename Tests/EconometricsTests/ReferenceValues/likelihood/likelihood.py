"""Seeded data and the answers of statsmodels and pyfixest.

Run from this folder; writes counts.csv and likelihood_python.json.
"""
import json, warnings
import numpy as np, pandas as pd, scipy, statsmodels, pyfixest
import statsmodels.api as sm
from statsmodels.discrete.discrete_model import NegativeBinomial

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261126)
n = 400
unit = rng.integers(0, 40, n)
year = rng.integers(2010, 2020, n)
a, b = rng.normal(0, 0.5, 40), rng.normal(0, 0.3, 10)
x1 = rng.normal(0, 1, n) + 0.5 * a[unit]
x2 = rng.uniform(-1, 1, n)
x3 = rng.exponential(1, n)
eta = 0.4 + 0.5 * x1 - 0.6 * x2 + 0.1 * x3 + a[unit] + b[year - 2010]
exposure = rng.normal(0, 0.5, n)
weight = rng.uniform(0.5, 2.0, n)
mean = np.exp(eta)
count = rng.negative_binomial(2, 2 / (2 + mean))
flow = np.where(rng.uniform(size=n) < 0.2, 0, rng.gamma(1.5, mean / 1.5))
trials = rng.integers(1, 12, n)
hits = rng.binomial(trials, 1 / (1 + np.exp(-0.3 * eta)))
binary = (rng.uniform(size=n) < 1 / (1 + np.exp(-(eta - 0.8)))).astype(int)
rare = (rng.uniform(size=n) < 1 - np.exp(-np.exp(0.6 * eta - 1.2))).astype(int)
large = rng.negative_binomial(3, 3 / (3 + 20000 * mean))
data = pd.DataFrame(dict(
    unit=unit, year=year, x1=x1, x2=x2, x3=x3, exposure=exposure, weight=weight, count=count,
    flow=flow, trials=trials, hits=hits, binary=binary, rare=rare,
    large=large))
data.to_csv("counts.csv", index=False, float_format="%.10g")
data = pd.read_csv("counts.csv")

out = {"versions": dict(numpy=np.__version__, scipy=scipy.__version__, pandas=pd.__version__,
                        statsmodels=statsmodels.__version__, pyfixest=pyfixest.__version__),
       "conventions": "HC0 and cluster (CR0) without any small-sample factor; coefficients in the "
                      "order constant, x1, x2, x3 (then dummies, then alpha)",
       "cases": {}}
X = sm.add_constant(data[["x1", "x2", "x3"]]).to_numpy()


def glm(name, y, family, X=X, **options):
    model = sm.GLM(y, X, family=family, **options)
    fit = model.fit(tol=1e-15, maxiter=200)
    case = dict(deviance=fit.deviance, null_deviance=fit.null_deviance,
                pearson=fit.pearson_chi2, loglik=fit.llf, loglik_null=fit.llnull)
    # Fisher scoring stops a little before the maximum where the link is not canonical, and its
    # errors are those of the step before: a few steps of Newton's method go to rounding.
    p = fit.params
    for _ in range(5):
        p = p - np.linalg.solve(model.hessian(p, observed=True), model.score(p))
    case.update(coef=p, fitted=model.predict(p)[:5], moved=float(np.max(np.abs(p - fit.params))))
    # The sandwich by its definition, with the expected information, from statsmodels' parts.
    score = model.score_factor(p)[:, None] * X
    bread = np.linalg.inv(-model.hessian(p, observed=False))
    case["se"] = np.sqrt(np.diag(bread))
    assert np.allclose(case["se"], fit.bse, rtol=1e-7)
    case["hc0"] = np.sqrt(np.diag(bread @ score.T @ score @ bread))
    sums = pd.DataFrame(score).groupby(data.unit.to_numpy()).sum().to_numpy()
    case["cluster"] = np.sqrt(np.diag(bread @ sums.T @ sums @ bread))
    out["cases"][name] = {k: np.asarray(v).tolist() for k, v in case.items()}
    return fit, case


F = sm.families
fit, case = glm("poisson", data["count"], F.Poisson())
# The same sandwich by statsmodels' own option.
own = sm.GLM(data["count"], X, family=F.Poisson()).fit(tol=1e-15, maxiter=200, cov_type="HC0")
assert np.allclose(own.bse, case["hc0"], rtol=1e-9)
glm("poisson_offset", data["count"], F.Poisson(), offset=data.exposure)
glm("poisson_weights", data["flow"], F.Poisson(), freq_weights=data.weight, offset=data.exposure)
glm("poisson_slope", data["flow"], F.Poisson(), X=X[:, 3:])
glm("logit", data.binary, F.Binomial())
glm("logit_offset", data.binary, F.Binomial(), offset=data.exposure)
glm("logit_trials", np.column_stack([data.hits, data.trials - data.hits]), F.Binomial())
glm("cloglog", data.rare, F.Binomial(F.links.CLogLog()))
glm("cloglog_trials", np.column_stack([data.hits, data.trials - data.hits]),
    F.Binomial(F.links.CLogLog()))
dummies = pd.get_dummies(data.year, dtype=float).to_numpy()
with_years = np.column_stack([X[:, 1:], dummies])
glm("logit_years", data.binary, F.Binomial(), X=with_years)
glm("cloglog_years", data.rare, F.Binomial(F.links.CLogLog()), X=with_years)


def negative_binomial(name, X, dependent="count"):
    model = NegativeBinomial(data[dependent].to_numpy(), X, loglike_method="nb2")
    start = model.fit(method="bfgs", maxiter=2000, gtol=1e-8, disp=0)
    p = start.params
    for _ in range(50):  # to rounding
        step = np.linalg.solve(model.hessian(p), -model.score(p))
        p = p + step
        if np.max(np.abs(step)) < 1e-14:
            break
    H = np.linalg.inv(-model.hessian(p))
    S = model.score_obs(p)
    sums = pd.DataFrame(S).groupby(data.unit.to_numpy()).sum().to_numpy()
    out["cases"][name] = dict(
        coef=p.tolist(), se=np.sqrt(np.diag(H)).tolist(), loglik=float(model.loglike(p)),
        hc0=np.sqrt(np.diag(H @ S.T @ S @ H)).tolist(),
        cluster=np.sqrt(np.diag(H @ sums.T @ sums @ H)).tolist(),
        gradient=float(np.max(np.abs(model.score(p)))))


negative_binomial("negative_binomial", X)
negative_binomial("negative_binomial_years", with_years)
negative_binomial("negative_binomial_null", np.ones((n, 1)))
negative_binomial("negative_binomial_large", X, "large")

out["fixed_effects"] = {}


def fixed_effects(name, formula, **options):
    case = {}
    for kind, vcov in dict(iid="iid", hc="HC1", cluster={"CRV1": "unit"}).items():
        fit = pyfixest.fepois(
            formula, data, vcov=vcov, fixef_rm="none", fixef_tol=1e-12, fixef_maxiter=1_000_000,
            iwls_tol=1e-13, iwls_maxiter=500, separation_check=[],
            ssc=pyfixest.ssc(k_adj=False, G_adj=False), **options)
        case[kind] = fit.se().tolist()
    case.update(coef=fit.coef().tolist(), deviance=float(fit.deviance), n=int(fit._N),
                pearson=float(fit._pearson_chi2), loglik=float(fit._loglik))
    out["fixed_effects"][name] = case


# A unit whose counts are all zero would be separated.
for name in ["count", "flow"]:
    zero = data.groupby("unit")[name].transform("sum") == 0
    assert not zero.any(), name
fixed_effects("two_way", "count ~ x1 + x2 + x3 | unit + year")
fixed_effects("one_way", "flow ~ x1 + x2 | unit")
fixed_effects("weights", "flow ~ x1 + x2 + x3 | unit + year", weights="weight")
fixed_effects("offset", "count ~ x1 + x2 | unit + year", offset="exposure")
# The sandwich by dummies in statsmodels, without pyfixest.
both = np.column_stack([X[:, 1:], pd.get_dummies(data.unit, dtype=float),
                        pd.get_dummies(data.year, dtype=float).to_numpy()[:, 1:]])
glm("poisson_dummies", data["count"], F.Poisson(), X=both)
json.dump(out, open("likelihood_python.json", "w"), indent=1)
