# Ridge on Longley by R MASS lm.ridge (QR and SVD): writes ridge_R.json.
#   Rscript ridge.R ../../../LinearAlgebraTests/ReferenceValues/lls_Longley.csv
# Convention: slopes of standardised columns (divisor n) are penalised; GCV here is
# RSS/(n - df)^2 with the df of the slopes alone.
library(MASS)
library(jsonlite)
data <- read.csv(commandArgs(TRUE)[1])
names(data)[1] <- "y"
lambda <- c(0.001, 0.003, 0.02, 0.5, 3, 40)
fit <- lm.ridge(y ~ ., data, lambda = lambda)
plain <- lm.ridge(y ~ . - 1, data, lambda = lambda)
writeLines(toJSON(list(
  versions = list(R = R.version.string, MASS = as.character(packageVersion("MASS"))),
  lambda = lambda, coefficients = unname(as.matrix(coef(fit))), GCV = unname(fit$GCV),
  withoutConstant = unname(as.matrix(coef(plain))), GCVWithoutConstant = unname(plain$GCV)),
  digits = I(17), auto_unbox = TRUE, pretty = TRUE), "ridge_R.json")
