import Econometrics
import Foundation
import LinearAlgebra
import PanelData
import ReachModel
import Testing

@Suite("Growth likelihood")
struct GrowthLikelihoodTests {
  private let process = GrowthProcess(stress: modelStress)

  /// As the executable does: threads of small problems only wait for each other.
  init() { useOneThreadForLinearAlgebra() }

  private func window(_ year: Int, _ months: ClosedRange<Int>, _ growth: Double) -> GrowthWindow {
    GrowthWindow(year: year, months: months, growth: growth, facts: [], superseded: [])
  }

  /// Twin: sums of the filter's weights over covariances enumerated from the chain's transitions.
  @Test("autocovariances agree with brute force", arguments: [-0.4, 0, 0.364, 0.3, 0.8])
  func autocovariances(φ: Double) {
    let γ = process.autocovariances(φ: φ, count: 9)
    let c = jumpCovariances(modelStress, count: 700)
    for h in 0..<9 {
      var stress = 0.0
      for i in 0..<300 { for j in 0..<300 { stress += pow(φ, Double(i + j)) * c[abs(h + i - j)] } }
      #expect((γ.stress[h] - stress).magnitude < 1e-15)
      #expect((γ.innovation[h] - 0.25 * pow(φ, Double(h)) / (1 - φ * φ)).magnitude < 1e-15)
    }
  }

  /// Cov(J_0, J_h) by following the chain's probabilities from every start.
  private func jumpCovariances(_ s: StressChain, count: Int) -> [Double] {
    let P = [[1 - s.entry, s.entry], [1 - s.stay, s.stay]]
    let stationary = [1 - s.stay, s.entry].map { $0 / (s.entry + 1 - s.stay) }
    let jump = [[0, s.jump], [-s.recovered * s.jump, 0]]
    let expected = (0...1).map { a in (0...1).reduce(0) { $0 + P[a][$1] * jump[a][$1] } }
    let mean = stationary[0] * expected[0] + stationary[1] * expected[1]
    #expect((mean - s.meanJump).magnitude < 1e-16)
    // state[b] = E[J_0 ; r_h = b], carried forward.
    var state = (0...1).map { b in
      (0...1).reduce(0) { $0 + stationary[$1] * P[$1][b] * jump[$1][b] }
    }
    var square = 0.0
    for a in 0...1 {
      for b in 0...1 { square += stationary[a] * P[a][b] * jump[a][b] * jump[a][b] }
    }
    var result = [square - mean * mean]
    for _ in 1..<count {
      result.append(state[0] * expected[0] + state[1] * expected[1] - mean * mean)
      state = (0...1).map { b in state[0] * P[0][b] + state[1] * P[1][b] }
    }
    return result
  }

  /// Exact ratios of summed indices against the linear form, over simulated quarters.
  @Test(
    "the linear form of a window is as near as it says",
    arguments: [1...12, 1...8, 1...6, 4...6, 8...8])
  func linearisation(months: ClosedRange<Int>) {
    let design = WindowDesign([window(2020, months, 0)], drift: 0.015, error: modelGrowthError)
    let paths = 4_000
    var random = SplitMix(seed: 7)
    var squares = 0.0, sum = 0.0
    for _ in 0..<paths {
      let x = simulate(quarters: 7, &random)
      let linear = (0..<7).reduce(0) { $0 + design.weights[0, $1] * x[$1] }
      let error = exactLogGrowth(x, months) - linear
      sum += error
      squares += error * error
    }
    // Stated in `WindowDesign`: 0.02 points. Sd of an sd over 4,000 paths is 1.1 %; the errors
    // have heavy tails, so a quarter is allowed.
    #expect((squares / Double(paths)).squareRoot() < 1.25 * 0.02e-2)
    #expect((sum / Double(paths)).magnitude < 0.01e-2)
  }

  /// Quarterly growth, from three quarters before a year to its end, under E11 at prior means.
  private func simulate(quarters: Int, _ random: inout SplitMix) -> [Double] {
    var x = 0.015, regime = false
    return (0..<quarters + 20).map { _ in
      let next = random.uniform() < (regime ? modelStress.stay : modelStress.entry)
      let jump =
        next == regime ? 0 : (next ? modelStress.jump : -modelStress.recovered * modelStress.jump)
      regime = next
      x = 0.015 + 0.3 * (x - 0.015) + jump + 0.015 * 0.5 * random.normal()
      return x
    }.suffix(quarters)
  }

  private func exactLogGrowth(_ x: [Double], _ months: ClosedRange<Int>) -> Double {
    // Levels from the first quarter of the year before (0) to the fourth of the year (7).
    var level = [1.0]
    for growth in x { level.append((level.last ?? 1) * exp(growth)) }
    func total(_ from: Int) -> Double { months.reduce(0) { $0 + level[from + ($1 - 1) / 3] } }
    return log(total(4) / total(0))
  }

  @Test("a window's weights span a year; whole quarters have no month error")
  func design() {
    let windows = [window(2019, 1...8, 0.07), window(2020, 4...6, 0.02), window(2020, 5...5, 0.01)]
    let design = WindowDesign(windows, drift: 0.015, error: modelGrowthError)
    for sum in design.weights * Array(repeating: 1, count: design.weights.columns) {
      #expect((sum - 4).magnitude < 1e-14)
    }
    let rounding = 0.1 / 12.0.squareRoot() / 100
    #expect(relativeError(design.measurement[1, 1], pow(rounding / 1.02, 2)) < 1e-10)
    // One month of three with sd 2 points: 4 (1 − 1/3) squared points, and rounding.
    #expect(
      relativeError(design.measurement[2, 2], 4e-4 * 2 / 3 + pow(rounding / 1.01, 2)) < 1e-12)
    // July and August of the third quarter, averaged over eight months: 4 (2 − 4/3)/64.
    #expect(
      relativeError(design.measurement[0, 0], 4e-4 * (2.0 / 3) / 64 + pow(rounding / 1.07, 2))
        < 1e-12)
    #expect(design.measurement[1, 2].magnitude < 1e-18)
  }

  /// One full year, persistence and dispersion known: the textbook's normal mean.
  @Test("one window with known dispersion has the closed form")
  func closedForm() throws {
    let quiet = GrowthProcess(stress: StressChain(entry: 0, stay: 0, jump: 0, recovered: 0))
    let design = WindowDesign([window(2020, 1...12, 0.10)], drift: 0.015, error: modelGrowthError)
    let priors = GrowthPriors(
      mux: UnboundedMoments(.identity, mean: 0.06, sd: 0.015),
      phix: UnboundedMoments(.identity, mean: 0, sd: 0),
      sigmax: UnboundedMoments(.identity, mean: 0.03, sd: 0))
    let posterior = try #require(growthPosterior(design, process: quiet, priors: priors))
    let weights = (0..<design.weights.columns).map { design.weights[0, $0] }
    let variance =
      0.03 * 0.03 * 0.25 * weights.reduce(0) { $0 + $1 * $1 } + design.measurement[0, 0]
    let share = 0.015 * 0.015 / (0.015 * 0.015 + variance)
    #expect((posterior.mux.mean - (0.06 + share * (log(1.1) - 0.06))).magnitude < 1e-14)
    #expect(relativeError(posterior.mux.sd, (share * variance).squareRoot()) < 1e-12)
  }

  @Test(
    "the grid agrees with one three times as fine and wider",
    arguments: ["2021-03-01", "2025-12-31"])
  func grid(day: String) throws {
    let (design, priors) = try hanoi(day)
    let coarse = try #require(growthPosterior(design, process: process, priors: priors))
    let fine = try #require(
      growthPosterior(
        design, process: process, priors: priors,
        grid: GrowthGrid(search: (27, 147), sum: (91, 199), reach: 9)))
    for (a, b, prior) in [
      (coarse.mux, fine.mux, priors.mux), (coarse.phix, fine.phix, priors.phix),
      (coarse.sigmax, fine.sigmax, priors.sigmax),
    ] {
      // Stated in ``growthPosterior(_:process:priors:grid:)``.
      #expect((a.mean - b.mean).magnitude < 1e-6 * prior.sd)
      #expect((a.sd - b.sd).magnitude < 1e-6 * prior.sd)
    }
  }

  /// The search has steps of 5, which narrow to 5/2 · 7.5/20 at once: still more than the sd.
  @Test("a prior much wider than what the windows say is narrowed step by step")
  func wide() throws {
    let (design, stated) = try hanoi("2025-12-31")
    let priors = GrowthPriors(
      mux: stated.mux, phix: stated.phix,
      sigmax: UnboundedMoments(.log, mean: stated.sigmax.mean, sd: 20))
    let usual = try #require(growthPosterior(design, process: process, priors: priors))
    let fine = try #require(
      growthPosterior(
        design, process: process, priors: priors,
        grid: GrowthGrid(search: (27, 801), sum: (61, 401), reach: 9)))
    #expect(5.0 / 2 * 7.5 / 20 > 3 * usual.sigmax.sd)
    for (a, b) in [(usual.mux, fine.mux), (usual.phix, fine.phix), (usual.sigmax, fine.sigmax)] {
      #expect((a.mean - b.mean).magnitude < 1e-6 * b.sd)
      #expect((a.sd - b.sd).magnitude < 1e-6 * b.sd)
    }
  }

  private func hanoi(_ day: String) throws -> (WindowDesign, GrowthPriors) {
    let date = try #require(CalendarDate(day))
    let facts = try ShippedData.facts.get().asOf(date)
    let growth = GrowthWindows(facts.actual(ManufacturingGrowth.series, in: "hanoi"))
    return (
      WindowDesign(growth.windows, drift: 0.015, error: modelGrowthError), try modelGrowthPriors()
    )
  }

  private func modelGrowthPriors() throws -> GrowthPriors {
    GrowthPriors(
      mux: try #require(modelPriors["mux"]?.unbounded),
      phix: try #require(modelPriors["phix"]?.unbounded),
      sigmax: try #require(modelPriors["sigmax"]?.unbounded))
  }

  /// Parameters from the prior, windows from the parameters: posteriors must be calibrated.
  @Test("posteriors cover the parameters they were drawn from", .tags(.statistical))
  func calibration() throws {
    let (design, priors) = try hanoi("2021-03-01")
    let windows = (0..<design.weights.rows).count, draws = 400
    var random = SplitMix(seed: 11), within = [0, 0, 0]
    for _ in 0..<draws {
      let scores = (0..<3).map { _ in random.normal() }
      let truth = zip(scores, [priors.mux, priors.phix, priors.sigmax]).map { $1.mean + $0 * $1.sd }
      let drawn = try drawWindows(design, truth, count: windows, &random)
      let posterior = try #require(growthPosterior(drawn, process: process, priors: priors))
      for (j, law) in [posterior.mux, posterior.phix, posterior.sigmax].enumerated()
      where (truth[j] - law.mean).magnitude < 1.6449 * law.sd {
        within[j] += 1
      }
    }
    // 90 % intervals; seeds are fixed, with random ones one test in a million would fail by chance:
    // z(1 − 10⁻⁶/6) = 5.10 for three. The laws are not quite normal: 2 points are allowed.
    for count in within {
      let share = Double(count) / Double(draws)
      #expect((share - 0.9).magnitude < 0.02 + 5.10 * (0.09 / Double(draws)).squareRoot())
    }
  }

  /// The design with windows drawn from E11's Gaussian moments at `truth` on unbounded scales.
  private func drawWindows(
    _ design: WindowDesign, _ truth: [Double], count: Int, _ random: inout SplitMix
  ) throws -> WindowDesign {
    let φ = Link.logit.inverse(truth[1]), σ = Link.log.inverse(truth[2])
    let T = design.weights.columns, γ = process.autocovariances(φ: φ, count: T)
    let V =
      σ * σ * design.covariance(γ.innovation) + design.covariance(γ.stress)
      + design.measurement
    let noise = try Cholesky(V).lower * (0..<count).map { _ in random.normal() }
    let mean = truth[0] + 4 * process.meanDeviation(φ: φ)
    return WindowDesign(
      logGrowth: noise.map { mean + $0 }, weights: design.weights, measurement: design.measurement)
  }
}
