import NumericKernels
import RandomStreams

/// Nanoseconds an element of each kernel, in rows of 128 that stay in the first-level cache; the best
/// of several rounds.
func kernelTimes() -> Answer {
  let bench = KernelBench()
  var answer = Answer()
  answer.add("exp", bench.inPlace { exponentiate(&$0) })
  answer.add("expm1", bench.inPlace { exponentiateMinusOne(&$0) })
  answer.add("log", bench.inPlace { takeLogarithms(&$0) })
  answer.add("normal quantile", bench.time { normalQuantiles($0, into: &$1) })
  answer.add(
    "uniform, Philox", bench.time { fillUniforms(seed: 1, slot: 7, firstDraw: 0, into: &$1) })
  answer.add(
    "uniform, scrambled Sobol'",
    bench.time { fillSobolUniforms(seed: 1, dimension: 7, firstDraw: 0, into: &$1) })
  let shock = CutStudentShock()
  answer.add("cut Student t(5)", bench.time { shock.fill(&$1, atScores: $0) })
  if let beta = Marginal.beta(mean: 0.095, sd: 0.02)?.tabulated() {
    answer.add("beta by table", bench.time { beta.fill(&$1, atScores: $0) })
  }
  if let lognormal = Marginal.lognormal(mean: 0.1, sd: 0.03) {
    answer.add("lognormal", bench.time { lognormal.fill(&$1, atScores: $0) })
  }
  for mean in [1.0, 4, 16, 64, 2_500] {
    let p = 0.0158
    answer.add("binomial, mean \(mean)", bench.binomial(trials: (mean / p).rounded(), p))
    answer.add("Poisson, mean \(mean)", bench.poisson(mean: mean))
    answer.add("negative binomial, mean \(mean)", bench.negativeBinomial(mean: mean, size: 20))
  }
  return answer
}

private struct KernelBench {
  private let count = 128
  private let rounds = 2_000
  private let uniforms: [Double]
  private let clock = ContinuousClock()

  init() {
    var uniforms = [Double](repeating: 0, count: 128)
    var span = uniforms.mutableSpan
    fillUniforms(seed: 3, slot: 1, firstDraw: 0, into: &span)
    self.uniforms = uniforms
  }

  func time(_ kernel: (Span<Double>, inout MutableSpan<Double>) -> Void) -> Double {
    var results = uniforms, best = Double.infinity
    for _ in 0..<7 {
      let time = clock.measure {
        for _ in 0..<rounds {
          var span = results.mutableSpan
          kernel(uniforms.span, &span)
        }
      }
      best = min(best, time.inSeconds * 1e9 / Double(rounds * count))
    }
    precondition(!results[0].isNaN)
    return best
  }

  /// A kernel that overwrites its arguments: each round begins with the same ones.
  func inPlace(_ kernel: (inout MutableSpan<Double>) -> Void) -> Double {
    time { u, out in
      for i in stride(from: 0, to: u.count, by: 8) {
        SIMD8(u, at: i).store(into: &out, at: i)
      }
      kernel(&out)
    }
  }

  private func row(_ value: Double) -> [Double] { [Double](repeating: value, count: count) }

  func binomial(trials: Double, _ p: Double) -> Double {
    let n = row(trials), h = row(-logarithmOfOnePlus(-p)), odds = row(p / (1 - p))
    return time {
      binomialQuantiles($0, trials: n.span, hazard: h.span, odds: odds.span, into: &$1)
    }
  }

  func poisson(mean: Double) -> Double {
    let m = row(mean)
    return time { poissonQuantiles($0, mean: m.span, into: &$1) }
  }

  func negativeBinomial(mean: Double, size: Double) -> Double {
    let m = row(mean), s = row(size)
    return time { negativeBinomialQuantiles($0, mean: m.span, size: s.span, into: &$1) }
  }
}
