# Arellano and Bond's employment equation (1991, table 4, column b, with all lags of employment as
# instruments) by plm::pgmm: writes employment.json. The data are those of the package (GPL) and are
# not kept here; the test that reads these answers asks R for them.
#
#     Rscript employment.R
suppressMessages({library(plm); library(jsonlite)})
data("EmplUK", package = "plm")
fit <- function(steps) {
  f <- pgmm(log(emp) ~ lag(log(emp), 1:2) + lag(log(wage), 0:1) + log(capital) +
    lag(log(output), 0:1) | lag(log(emp), 2:99), data = EmplUK, effect = "twoways", model = steps)
  table <- coef(summary(f, robust = TRUE))
  list(coef = unname(table[, 1]), se = unname(table[, 2]),
    hansen = c(unname(sargan(f)$statistic), unname(sargan(f)$parameter)))
}
write_json(list(versions = list(R = R.version.string, plm = as.character(packageVersion("plm"))),
  twosteps = fit("twosteps"), onestep = fit("onestep")), "employment.json", digits = NA,
  auto_unbox = TRUE, pretty = TRUE)
