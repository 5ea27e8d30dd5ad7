# Covariances of regressions on panel.csv by R packages; writes covariance_R.json.
suppressMessages({library(sandwich); library(clubSandwich); library(plm); library(jsonlite)})
d <- read.csv("panel.csv")
d$province <- factor(d$province); d$region <- factor(d$region); d$yearf <- factor(d$year)
slopes <- c("x1", "x2")
out <- list()
put <- function(key, V, keep = NULL) {
  V <- as.matrix(V); if (!is.null(keep)) V <- V[keep, keep, drop = FALSE]
  out[[key]] <<- unname(V[lower.tri(V, diag = TRUE)])
}
satt <- function(fit, V, keep) coef_test(fit, vcov = V, test = "Satterthwaite")[keep, "df_Satt"]
names3 <- c("(Intercept)", slopes)

fits <- list(
  pooled = lm(y ~ x1 + x2, d),
  weighted = lm(y ~ x1 + x2, d, weights = w),
  province = lm(y ~ x1 + x2 + province, d),
  twoway = lm(y ~ x1 + x2 + province + yearf, d),
  weightedProvince = lm(y ~ x1 + x2 + province, d, weights = w),
  weightedTwoway = lm(y ~ x1 + x2 + province + yearf, d, weights = w))
for (f in names(fits)) {
  m <- fits[[f]]
  keep <- if (f %in% c("pooled", "weighted")) names3 else slopes
  out[[paste0(f, ".coef")]] <- unname(coef(m)[keep])
  put(paste0(f, ".classical"), vcov(m), keep)
  for (type in c("HC0", "HC1")) put(paste0(f, ".", type), vcovHC(m, type = type), keep)
  # The province with one row has leverage 1: HC2 and HC3 are 0/0 in sandwich unless it is left out
  if (f %in% c("pooled", "weighted")) for (type in c("HC2", "HC3"))
    put(paste0(f, ".", type), vcovHC(m, type = type), keep)
  put(paste0(f, ".CR0"), vcovCL(m, cluster = ~province, type = "HC0", cadjust = FALSE), keep)
  put(paste0(f, ".CR1.all"), vcovCL(m, cluster = ~province, type = "HC1"), keep)
  put(paste0(f, ".two.each"), vcovCL(m, cluster = ~province + yearf, type = "HC1"), keep)
  put(paste0(f, ".two.multi0"), vcovCL(m, cluster = ~province + yearf, type = "HC1", multi0 = TRUE), keep)
  put(paste0(f, ".three.none"), vcovCL(m, cluster = ~province + yearf + region, type = "HC0", cadjust = FALSE), keep)
  put(paste0(f, ".three.fixed"), vcovCL(m, cluster = ~province + yearf + region, type = "HC0", cadjust = FALSE, fix = TRUE), keep)
  for (cl in c("province", "region", "yearf")) {
    V <- vcovCR(m, cluster = d[[cl]], type = "CR2")
    put(paste0(f, ".CR2.", cl), V, keep)
    out[[paste0(f, ".CR2.df.", cl)]] <- satt(m, V, keep)
    if (f %in% c("pooled", "weighted")) {
      V3 <- vcovCR(m, cluster = d[[cl]], type = "CR3")
      put(paste0(f, ".CR3.", cl), V3, keep)
      out[[paste0(f, ".CR3.df.", cl)]] <- satt(m, V3, keep)
      V0 <- vcovCR(m, cluster = d[[cl]], type = "CR0")
      out[[paste0(f, ".CR0.df.", cl)]] <- satt(m, V0, keep)
    }
  }
}
mc <- lm(y ~ x1 + x2, d, weights = wc)
V <- vcovCR(mc, cluster = d$province, type = "CR2", inverse_var = TRUE)
put("precisions.CR2.province", V); out[["precisions.CR2.df.province"]] <- satt(mc, V, names3)

# Precisions that differ within clusters, and likelihoods: y made a count and a share of hits.
pw <- function(key, m, cl, keep, ...) {
  V <- vcovCR(m, cluster = d[[cl]], type = "CR2", ...)
  put(paste0("precisions.", key, ".", cl), V, keep)
  out[[paste0("precisions.", key, ".df.", cl)]] <<- satt(m, V, keep)
}
d$count <- floor(exp(d$y / 2 + 1)); d$hit <- as.numeric(d$y > 0.8)
# Weights of glm are those before its last step: a second fit begins where the first has ended.
end <- glm.control(epsilon = 1e-300, maxit = 200)
again <- function(formula, family) {
  m <- glm(formula, family, d, control = end)
  glm(formula, family, d, control = end, start = coef(m))
}
for (cl in c("province", "region")) {
  pw("lm", lm(y ~ x1 + x2, d, weights = w), cl, names3, inverse_var = TRUE)
  pw("poisson", again(count ~ x1 + x2, poisson), cl, names3)
  pw("poissonRegion", again(count ~ x1 + x2 + region, poisson), cl, slopes)
  pw("logit", again(hit ~ x1 + x2, binomial), cl, names3)
  pw("cloglog", again(hit ~ x1 + x2, binomial("cloglog")), cl, names3)
}

# HC2 and HC3 with effects, on the rows of provinces with more than one row.
d2 <- droplevels(d[d$province != "16", ])
for (f in c("one", "two")) {
  m <- if (f == "one") lm(y ~ x1 + x2 + province, d2) else lm(y ~ x1 + x2 + province + yearf, d2)
  for (type in c("HC2", "HC3")) put(paste0("without16.", f, ".", type), vcovHC(m, type = type), slopes)
}
mw <- lm(y ~ x1 + x2 + province, d2, weights = w)
put("without16.weighted.HC3", vcovHC(mw, type = "HC3"), slopes)

# plm: sss and Driscoll-Kraay, on the within-transformed data.
p <- pdata.frame(d, index = c("province", "year"))
within <- plm(y ~ x1 + x2, p, model = "within", effect = "individual")
put("plm.sss", vcovHC(within, method = "arellano", type = "sss", cluster = "group"))
for (L in 0:3) put(paste0("plm.DK", L), vcovSCC(within, type = "HC0", maxlag = L))
pool <- plm(y ~ x1 + x2, p, model = "pooling")
for (L in 0:3) put(paste0("plm.pooled.DK", L), vcovSCC(pool, type = "HC0", maxlag = L))
put("plm.CR2", vcovCR(within, type = "CR2", cluster = d$province))

# One series of time.
s <- read.csv("series.csv")
ms <- lm(y ~ x, s)
for (L in c(0, 1, 4, 11)) put(paste0("NW", L), NeweyWest(ms, lag = L, prewhite = FALSE, order.by = ~t, data = s))
out[["NW.plugin.lag"]] <- floor(bwNeweyWest(ms, prewhite = 0, order.by = ~t, data = s))
put("NW.plugin", NeweyWest(ms, prewhite = FALSE, order.by = ~t, data = s))
out$versions <- list(R = R.version.string, sandwich = as.character(packageVersion("sandwich")),
  clubSandwich = as.character(packageVersion("clubSandwich")), plm = as.character(packageVersion("plm")))
# jsonlite stops at 15 digits: numbers are written as text.
text <- toJSON(lapply(out, function(v) if (is.numeric(v)) trimws(formatC(v, digits = 17, format = "g")) else v),
  auto_unbox = TRUE, pretty = TRUE)
write(text, "covariance_R.json")
