# Answers of R glm, MASS::glm.nb, sandwich and AER for counts.csv (made by likelihood.py).
suppressMessages({library(MASS); library(sandwich); library(AER); library(jsonlite)})
d <- read.csv("counts.csv")
tight <- glm.control(epsilon = 1e-15, maxit = 200)
nb <- glm.nb(count ~ x1 + x2 + x3, d, control = tight)
nbo <- glm.nb(count ~ x1 + x2 + x3 + offset(exposure), d, control = tight)
# MASS takes the information of theta one step before its last theta: here at the last one, by the
# formula of MASS::theta.ml.
error <- function(th, mu, y) sqrt(1 / sum(
  -trigamma(th + y) + trigamma(th) - 1 / th + 2 / (mu + th) - (y + th) / (mu + th)^2))
one <- function(m) list(
  coef = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), hc0 = unname(sqrt(diag(sandwich(m)))),
  theta = m$theta, theta_se = error(m$theta, fitted(m), m$y), theta_se_reported = m$SE.theta, deviance = m$deviance, null_deviance = m$null.deviance,
  loglik = m$twologlik / 2)
nbl <- glm.nb(large ~ x1 + x2 + x3, d, control = tight)
p <- glm(count ~ x1 + x2 + x3, poisson, d, control = tight)
test <- dispersiontest(p, trafo = 2, alternative = "two.sided")
cl <- glm(rare ~ x1 + x2 + x3, binomial("cloglog"), d, control = tight)
clt <- glm(cbind(hits, trials - hits) ~ x1 + x2 + x3, binomial("cloglog"), d, control = tight)
plain <- function(m) list(
  coef = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), hc0 = unname(sqrt(diag(sandwich(m)))),
  deviance = m$deviance, null_deviance = m$null.deviance, loglik = as.numeric(logLik(m)))
out <- list(
  versions = list(R = R.version.string, MASS = as.character(packageVersion("MASS")),
                  sandwich = as.character(packageVersion("sandwich")),
                  AER = as.character(packageVersion("AER"))),
  negative_binomial = one(nb), negative_binomial_offset = one(nbo),
  negative_binomial_large = one(nbl), poisson = plain(p),
  cloglog = plain(cl), cloglog_trials = plain(clt),
  overdispersion = list(alpha = unname(test$estimate), z = unname(test$statistic),
                        p = test$p.value))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, pretty = TRUE), "likelihood_R.json")
