"""The entry regression on all rows under several conventions, by pyfixest and wildboottest."""
import numpy as np
import pandas as pd
import pyfixest as pf
import wildboottest.wildboottest as wild
from pyfixest.demeaners import MapDemeaner

FORMULA = "y ~ K + P | code + year"
KEEP = dict(fixef_rm="none", demeaner=MapDemeaner(fixef_tol=1e-14, fixef_maxiter=100_000))
DRAWS = 99_999

CONVENTIONS = {
    "panel.coef": "ln new enterprises on ln stock of FDI projects of the year before and ln "
                  "population, effects of provinces and years",
    "panel.iid": "s^2 (X'X)^-1, n - k - effects degrees of freedom",
    "panel.HC1": "n/(n - K), K = k + effects",
    "panel.CR1.slopes": "G/(G - 1) (n - 1)/(n - k), k slopes: the data's README",
    "panel.CR1.fixest": "G/(G - 1) (n - 1)/(n - K), effects of provinces nested in clusters count "
                        "as 1 (pyfixest's default)",
    "panel.CR1.two": "by province and by year; all terms with the smallest G/(G - 1); K as above",
    "panel.CR3.fixest": "sum over provinces of squared changes without each, times the factor of "
                        "panel.CR1.fixest (pyfixest's CRV3)",
    "panel.DK": "Driscoll-Kraay by year, Bartlett, lag in the name; T/(T - 1) (n - 1)/(n - K)",
    "panel.wild": "wild cluster bootstrap of b = 0 by province, null imposed (WCR); p = share of "
                  "|t*| > |t|; the statistic with G/(G - 1) (n - 1)/(n - K), K all dummies",
}


def triangle(V):
    V = np.asarray(V)
    return [float(V[i, j]) for j in range(len(V)) for i in range(j, len(V))]


def bootstrap(rows, kind):
    """p-value of the stock's coefficient with many draws, and the statistic."""
    years = pd.get_dummies(rows["year"], drop_first=True, dtype=float).to_numpy()
    codes = pd.get_dummies(rows["code"], dtype=float).to_numpy()
    X = np.hstack([rows[["K", "P"]].to_numpy(), codes, years])
    R = np.zeros(X.shape[1])
    R[0] = 1
    boot = wild.WildboottestCL(
        X=X, Y=rows["y"].to_numpy(), cluster=pd.factorize(rows["code"])[0], R=R, B=DRAWS, seed=2021,
        parallel=False)
    boot.get_scores(bootstrap_type="11", impose_null=True, adj=True, cluster_adj=True)
    boot.get_weights(weights_type=kind)
    boot.get_numer()
    boot.get_denom()
    boot.get_tboot()
    boot.get_vcov()
    boot.get_tstat()
    # The first of its draws is the data.
    drawn = np.abs(np.asarray(boot.t_boot).ravel()[-DRAWS:])
    return float(np.ravel(boot.t_stat)[0]), float(np.mean(drawn > abs(np.ravel(boot.t_stat)[0])))


def answers(rows, slopes):
    rows = rows.assign(code=rows["code"].astype(int))
    out = {"panel.n": len(rows)}
    fit = pf.feols(FORMULA, rows, vcov={"CRV1": "code"}, ssc=slopes, **KEEP)
    beta = fit.coef().to_numpy()
    out["panel.coef"], out["panel.SSR"] = beta.tolist(), float(np.sum(fit.resid() ** 2))
    out["panel.CR1.slopes"] = triangle(fit._vcov)
    fit = pf.feols(FORMULA, rows, **KEEP)
    for key, kind in [("iid", "iid"), ("HC1", "HC1"), ("CR1.fixest", {"CRV1": "code"}),
                      ("CR1.two", {"CRV1": "code + year"})]:
        fit.vcov(kind)
        out[f"panel.{key}"], out[f"panel.{key}.df"] = triangle(fit._vcov), float(fit._df_t)
    for lag in (1, 2):
        fit.vcov("DK", vcov_kwargs={"time_id": "year", "panel_id": "code", "lag": lag})
        out[f"panel.DK{lag}"], out[f"panel.DK{lag}.df"] = triangle(fit._vcov), float(fit._df_t)
    # pyfixest's own CRV3 refits to a tolerance of 1e-8: the same sum over refits to 1e-14.
    fit.vcov({"CRV1": "code"})
    V = np.zeros((2, 2))
    for code in rows["code"].unique():
        change = pf.feols(FORMULA, rows[rows["code"] != code], **KEEP).coef().to_numpy() - beta
        V += np.outer(change, change)
    out["panel.CR3.fixest"] = triangle(float(np.ravel(fit._ssc)[0]) * V)
    for kind in ("rademacher", "webb"):
        out[f"panel.wild.{kind}.t"], out[f"panel.wild.{kind}.p"] = bootstrap(rows, kind)
    out["panel.wild.draws"] = DRAWS
    return out
