# Diagnostics of panel regressions by R, for DiagnosticTests.swift.
# Run here: Rscript diagnostics.R   (writes panel.csv and diagnostics.json)
suppressMessages({library(plm); library(lmtest); library(sandwich); library(jsonlite)})
set.seed(5)
N <- 20; T <- 8
d <- expand.grid(year = 2001:(2000 + T), firm = 1:N)[, c("firm", "year")]
alpha <- rnorm(N)[d$firm]
d$a <- round(0.1 * alpha + rnorm(N * T), 6)
d$b <- round(exp(rnorm(N * T) / 2), 6)
e <- as.vector(sapply(1:N, function(i) as.vector(arima.sim(list(ar = 0.4), T))))
common <- rnorm(T)[d$year - 2000]
d$y <- round(1 + 0.5 * d$a - 0.3 * d$b + 2 * alpha + 0.3 * common + e * (0.5 + 0.5 * d$b), 6)
# The rows kept by the unbalanced panel.
d$kept <- as.integer(runif(N * T) > 0.2)
write.csv(d, "panel.csv", row.names = FALSE, quote = FALSE)
u <- d[d$kept == 1, ]

test <- function(x) list(statistic = unname(x$statistic), p = unname(x$p.value))
ols <- lm(y ~ a + b, d)
fe <- plm(y ~ a + b, d, index = c("firm", "year"), model = "within")
re <- plm(y ~ a + b, d, index = c("firm", "year"), model = "random")
feu <- plm(y ~ a + b, u, index = c("firm", "year"), model = "within")

wooldridge <- function(d, year.effects = FALSE) {
  p <- pdata.frame(d, index = c("firm", "year"))
  g <- data.frame(firm = as.integer(as.character(p$firm)), year = as.integer(as.character(p$year)),
                  dy = as.numeric(diff(p$y, shift = "time")),
                  da = as.numeric(diff(p$a, shift = "time")),
                  db = as.numeric(diff(p$b, shift = "time")))
  g <- g[!is.na(g$dy), ]
  m <- if (year.effects) lm(dy ~ da + db + factor(year) - 1, g) else lm(dy ~ da + db - 1, g)
  g$r <- residuals(m)
  l <- g[, c("firm", "year", "r")]; l$year <- l$year + 1; names(l)[3] <- "lag"
  g <- merge(g, l, by = c("firm", "year"))
  aux <- lm(r ~ lag - 1, g)
  v <- vcovCL(aux, cluster = g$firm, type = "HC0", cadjust = TRUE)
  F <- unname((coef(aux) + 0.5)^2 / v[1, 1])
  list(statistic = F, p = pf(F, 1, length(unique(g$firm)) - 1, lower.tail = FALSE))
}

# Mundlak's regression, clustered by firm as plm's "sss" for a pooled regression (Stata's CR1).
d$ma <- ave(d$a, d$firm); d$mb <- ave(d$b, d$firm)
mu <- lm(y ~ a + b + ma + mb, d)
V <- vcovCL(mu, cluster = d$firm, type = "HC1")
k <- c("ma", "mb")
F.mundlak <- as.numeric(t(coef(mu)[k]) %*% solve(V[k, k]) %*% coef(mu)[k]) / 2

loo <- sapply(1:N, function(i)
  coef(lm(y ~ a + b + factor(firm) + factor(year), d[d$firm != i, ]))[c("a", "b")])
# Partial leverage (MacKinnon, Nielsen and Webb 2023) by explicit residualisation.
ra <- residuals(lm(a ~ b + factor(firm) + factor(year), d))
partial.a <- as.numeric(tapply(ra^2, d$firm, sum) / sum(ra^2))

# Pesaran's CD over pairs with three or more years in common (plm takes two as well).
cd <- function(m) {
  w <- reshape(data.frame(index(m), r = as.numeric(residuals(m))), idvar = "year",
               timevar = "firm", direction = "wide")[, -1]
  r <- suppressWarnings(cor(w, use = "pairwise.complete.obs"))
  n <- crossprod(!is.na(as.matrix(w)))
  up <- upper.tri(r) & n >= 3
  z <- sum(sqrt(n[up]) * r[up]) / sqrt(sum(up))
  list(statistic = z, p = 2 * pnorm(-abs(z)))
}

p <- c(0.01, 0.04, 0.03, 0.005, 0.2, 0.04)
out <- list(
  versions = list(R = R.version.string, plm = as.character(packageVersion("plm")),
                  lmtest = as.character(packageVersion("lmtest")),
                  sandwich = as.character(packageVersion("sandwich"))),
  breusch_pagan = test(bptest(ols)),
  reset = test(resettest(ols, power = 2:3)),
  durbin_watson_one_series = unname(dwtest(lm(y ~ a + b, d[d$firm == 1, ]))$statistic),
  durbin_watson_panel = unname(pbnftest(fe, test = "bnf")$statistic),
  wooldridge = wooldridge(d), wooldridge_year_effects = wooldridge(d, TRUE),
  wooldridge_unbalanced = wooldridge(u),
  pesaran_cd = test(pcdtest(fe, test = "cd")),
  pesaran_cd_unbalanced = cd(feu),
  hausman = test(phtest(fe, re)), random_effects = as.list(coef(re)),
  random_se = as.list(sqrt(diag(vcov(re)))), theta = unname(ercomp(re)$theta),
  mundlak = list(statistic = F.mundlak, p = pf(F.mundlak, 2, N - 1, lower.tail = FALSE)),
  vif_pooled = as.list(sapply(c("a", "b"), function(v)
    1 / (1 - summary(lm(reformulate(setdiff(c("a", "b"), v), v), d))$r.squared))),
  pooled = list(r2 = summary(ols)$r.squared, adjusted = summary(ols)$adj.r.squared,
                sigma = summary(ols)$sigma, loglik = as.numeric(logLik(ols))),
  within_r2 = unname(summary(fe)$r.squared["rsq"]),
  without_firm = list(a = loo["a", ], b = loo["b", ]), partial_leverage_a = partial.a,
  p = p, holm = p.adjust(p, "holm"), bonferroni = p.adjust(p, "bonferroni"),
  benjamini_hochberg = p.adjust(p, "BH"))
write_json(out, "diagnostics.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
