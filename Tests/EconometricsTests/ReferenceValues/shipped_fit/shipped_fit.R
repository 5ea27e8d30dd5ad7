# The entry regression on all rows under several conventions by R; writes shipped_fit_R.json.
#   Rscript shipped_fit.R
suppressMessages({library(sandwich); library(clubSandwich); library(plm); library(jsonlite)})
cells <- read.csv("../../../../notebooks-data/observed/vietnam_provinces.csv",
  colClasses = c(province_code = "character", flag = "character"))
cells <- cells[cells$flag == "", ]
take <- function(variable, name, lag = 0) {
  d <- cells[cells$variable == variable & cells$value > 0, ]
  setNames(data.frame(d$province_code, d$year + lag, log(d$value)), c("code", "year", name))
}
d <- merge(merge(take("enterprises_newly_registered", "y"), take("fdi_stock_projects", "K", 1)),
  take("population_avg", "P"))
d <- d[order(d$code, d$year), ]
d$yearf <- factor(d$year); d$code <- factor(d$code)
slopes <- c("K", "P")
out <- list()
put <- function(key, V, keep = NULL) {
  V <- as.matrix(V); if (!is.null(keep)) V <- V[keep, keep, drop = FALSE]
  out[[key]] <<- unname(V[lower.tri(V, diag = TRUE)])
}

# A dummy for every effect.
m <- lm(y ~ K + P + code + yearf, d)
out$panel.n <- nobs(m)
out$panel.coef <- unname(coef(m)[slopes])
out$panel.SSR <- sum(resid(m)^2)
put("panel.iid", vcov(m), slopes)
for (type in c("HC0", "HC1", "HC2", "HC3"))
  put(paste0("panel.", type), vcovHC(m, type = type), slopes)
put("panel.CR0", vcovCL(m, cluster = ~code, type = "HC0", cadjust = FALSE), slopes)
put("panel.CR1.all", vcovCL(m, cluster = ~code, type = "HC1"), slopes)
put("panel.CR1.two.all", vcovCL(m, cluster = ~ code + yearf, type = "HC1"), slopes)
# Provinces are the clusters: with a dummy for each, I - H_gg has no inverse, and CR3 of lm with
# dummies is rounding. Means of provinces taken out of all columns, the rest is the same regression.
centred <- function(x) x - ave(x, d$code)
d$y0 <- centred(d$y); d$K0 <- centred(d$K); d$P0 <- centred(d$P)
Y <- apply(model.matrix(~ yearf, d)[, -1], 2, centred)
m0 <- lm(y0 ~ 0 + K0 + P0 + Y, d)
for (type in c("CR0", "CR2", "CR3")) {
  V <- vcovCR(m0, cluster = d$code, type = type)
  put(paste0("panel.club.", type), V, c("K0", "P0"))
  out[[paste0("panel.club.", type, ".df")]] <-
    coef_test(m0, vcov = V, test = "Satterthwaite")[c("K0", "P0"), "df_Satt"]
}
# CR2 takes the generalised inverse: with dummies it is the same.
V <- vcovCR(m, cluster = d$code, type = "CR2")
put("panel.club.dummies.CR2", V, slopes)
out$panel.club.dummies.CR2.df <- coef_test(m, vcov = V, test = "Satterthwaite")[slopes, "df_Satt"]

# Effects taken out by plm.
p <- pdata.frame(d[, c("code", "year", "y", "K", "P")], index = c("code", "year"))
within <- plm(y ~ K + P, p, model = "within", effect = "twoways")
out$panel.plm.coef <- unname(coef(within))
out$panel.plm.SSR <- sum(resid(within)^2)
put("panel.plm.sss", vcovHC(within, method = "arellano", type = "sss", cluster = "group"))
for (L in 0:2) put(paste0("panel.plm.DK", L), vcovSCC(within, type = "HC0", maxlag = L))

out$conventions <- list(
  panel.iid = "s^2 (X'X)^-1 of lm with dummies", panel.HC1 = "n/(n - K), K all columns of lm",
  panel.CR0 = "no factor", panel.CR1.all = "G/(G - 1) (n - 1)/(n - K), K all columns of lm",
  panel.CR1.two.all = "each term with its own G/(G - 1); (n - 1)/(n - K), K all columns of lm",
  panel.club.CR2 = paste("Bell-McCaffrey, working model of independent errors with one variance;",
    "df Satterthwaite; provinces taken out of all columns, and (dummies) with their dummies"),
  panel.club.CR3 = "(I - H_gg)^-1, no factor; df Satterthwaite; provinces taken out of all columns",
  panel.plm.sss = "G/(G - 1) (n - 1)/(n - k), k slopes: the data's README",
  panel.plm.DK = "Driscoll-Kraay by year, Bartlett, lag in the name, no factor")
out$versions <- list(R = R.version.string, sandwich = as.character(packageVersion("sandwich")),
  clubSandwich = as.character(packageVersion("clubSandwich")), plm = as.character(packageVersion("plm")))
# jsonlite stops at 15 digits: numbers are written as text.
text <- toJSON(lapply(out, function(v) if (is.numeric(v)) trimws(formatC(v, digits = 17, format = "g")) else v),
  auto_unbox = TRUE, pretty = TRUE)
write(text, "shipped_fit_R.json")
