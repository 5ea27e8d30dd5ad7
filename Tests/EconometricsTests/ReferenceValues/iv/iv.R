# 2SLS and its diagnostics by AER::ivreg on iv.csv (made by iv.py): writes iv_R.json.
#
#     Rscript iv.R
suppressMessages({library(AER); library(sandwich); library(jsonlite)})
d <- read.csv("iv.csv")
one <- function(formula, weights = NULL) {
  d$ww <- if (is.null(weights)) 1 else d[[weights]]
  f <- if (is.null(weights)) ivreg(formula, data = d) else ivreg(formula, data = d, weights = ww)
  s <- summary(f, diagnostics = is.null(weights))
  out <- list(coef = as.list(coef(f)), classical = as.list(sqrt(diag(vcov(f)))),
    HC0 = as.list(sqrt(diag(vcovHC(f, "HC0")))), HC1 = as.list(sqrt(diag(vcovHC(f, "HC1")))))
  if (is.null(weights)) {
    g <- s$diagnostics
    out$diagnostics <- lapply(setNames(rownames(g), rownames(g)), function(r) unname(g[r, ]))
  }
  out
}
write_json(list(
  versions = list(R = R.version.string, AER = as.character(packageVersion("AER")),
    sandwich = as.character(packageVersion("sandwich"))),
  over = one(y ~ x1 + x2 + e1 | x1 + x2 + z1 + z2 + z3),
  just = one(y ~ x1 + e1 | x1 + z2),
  bare = one(y ~ e2 | z3 + z4),
  weighted = one(y ~ x1 + e1 + e2 | x1 + z1 + z2 + z3, "w")),
  "iv_R.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
