# What lm and sandwich::vcovCL take for least squares with clustered errors: answers one command a line with a
# line of JSON, as peer_estimation.py does. Numbers are read before the clock starts.

suppressPackageStartupMessages(library(sandwich))

read_case <- function(folder) {
  shape <- scan(file.path(folder, "shape.txt"), quiet = TRUE)
  n <- shape[1]
  k <- shape[2]
  read <- function(name, what, size, count) {
    file <- file(file.path(folder, name), "rb")
    on.exit(close(file))
    readBin(file, what, count, size = size, endian = "little")
  }
  list(
    y = read("y.f64", "double", 8, n), X = matrix(read("X.f64", "double", 8, n * k), n, k),
    f1 = read("f1.i32", "integer", 4, n))
}

numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")

cases <- list()
input <- file("stdin")
open(input)
while (length(line <- readLines(input, n = 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "version") {
    cat(sprintf("{\"version\": \"%s, sandwich %s\"}\n", getRversion(), packageVersion("sandwich")))
  } else {
    folder <- words[2]
    if (is.null(cases[[folder]])) cases[[folder]] <- read_case(folder)
    given <- cases[[folder]]
    y <- given$y
    X <- given$X
    f1 <- given$f1
    taken <- system.time({
      fit <- lm(y ~ X - 1)
      errors <- sqrt(diag(vcovCL(fit, cluster = f1, type = "HC1")))
    })
    cat(sprintf(
      "{\"seconds\": %.6f, \"coefficients\": %s, \"errors\": %s}\n", taken[["elapsed"]],
      numbers(coef(fit)), numbers(errors)))
  }
  flush(stdout())
}
