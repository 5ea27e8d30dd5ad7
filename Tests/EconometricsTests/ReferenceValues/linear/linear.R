# Least squares by R's lm (Householder QR of the design with all dummies), for
# EconometricsTests/Linear. Run: Rscript linear.R > linear.json
d <- read.csv("data.csv")
d$firm <- factor(d$firm)
d$year <- factor(d$year)
d$big <- d$x1 * 1e12
d$small <- d$x2 * 1e-12
text <- function(x) sprintf("%.17g", x)
case <- function(formula, names, weighted = FALSE) {
  m <- if (weighted) lm(formula, d, weights = w) else lm(formula, d)
  list(
    names = I(names), weighted = weighted,
    coefficients = I(text(unname(coef(m)[names]))),
    covariance = apply(unname(vcov(m, complete = FALSE)[
      names[!is.na(coef(m)[names])], names[!is.na(coef(m)[names])], drop = FALSE]), 1, function(r) I(text(r)),
      simplify = FALSE),
    rss = text(deviance(m)), df = df.residual(m))
}
out <- list(
  versions = list(R = as.character(getRversion()), jsonlite = as.character(packageVersion("jsonlite"))),
  pooled = case(y ~ x1 + x2, c("(Intercept)", "x1", "x2")),
  weighted = case(y ~ x1 + x2, c("(Intercept)", "x1", "x2"), TRUE),
  origin = case(y ~ 0 + x2, "x2"),
  units = case(y ~ big + small, c("(Intercept)", "big", "small"), TRUE),
  firms = case(y ~ firm + x1 + x2, c("x1", "x2")),
  both = case(y ~ firm + year + x1 + x2, c("x1", "x2")),
  both_weighted = case(y ~ firm + year + x1 + x2, c("x1", "x2"), TRUE),
  aliased = case(y ~ x1 + x2 + x4 + x3, c("(Intercept)", "x1", "x2", "x4", "x3")),
  aliased_firms = case(y ~ firm + x3 + x1 + x5 + x2, c("x3", "x1", "x5", "x2"), TRUE))
cat(jsonlite::toJSON(out, auto_unbox = TRUE, pretty = TRUE, na = "string"), "\n")
