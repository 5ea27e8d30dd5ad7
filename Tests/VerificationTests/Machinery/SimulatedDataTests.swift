import Econometrics
import LinearAlgebra
import NumericKernels
import ReachModel
import Testing
import Verification

@Suite struct SimulatedDataTests {
  /// The likelihood written down plainly is the one that the posterior is summed from: its posterior
  /// mean by brute force over a grid of mux.
  @Test func likelihoodIsThatOfThePosterior() throws {
    let stress = ShippedRelations.stress
    let design = WindowDesign(
      ShippedRelations.windows, drift: 0.015, error: ShippedRelations.error)
    let fixed = { (value: Double) in UnboundedMoments(.identity, mean: value, sd: 0) }
    let posterior = try #require(
      growthPosterior(
        design, process: GrowthProcess(stress: stress),
        priors: GrowthPriors(
          mux: UnboundedMoments(.identity, mean: 0.06, sd: 0.015), phix: fixed(0.25),
          sigmax: fixed(0.014))))
    var total = 0.0, sum = 0.0
    for i in -400...400 {
      let mux = 0.06 + 0.0003 * Double(i), z = (mux - 0.06) / 0.015
      let law = try #require(
        WindowLikelihood(
          design, stress, GrowthParameters(mux: mux, phix: 0.25, sigmax: 0.014)))
      let weight = exponential(law.logDensity - z * z / 2 - 20)
      (total, sum) = (total + weight, sum + weight * mux)
    }
    // The trapezoidal rule in steps of 1/25 of a posterior sd.
    #expect(abs(sum / total - posterior.mux.mean) < 1e-9)
  }

  /// Simulated quarters have the mean and autocovariances of E11 in closed form.
  @Test func pathsHaveTheMomentsOfE11() {
    let stress = ShippedRelations.stress, paths = 20_000
    let parameters = GrowthParameters(mux: 0.06, phix: 0.3, sigmax: 0.015)
    let process = GrowthProcess(stress: stress), γ = process.autocovariances(φ: 0.3, count: 3)
    let mean = 0.015 + process.meanDeviation(φ: 0.3)
    var products = Array(repeating: [Double](), count: 3), values: [Double] = []
    for path in 0..<paths {
      var numbers = ReplicationNumbers(seed: 8, purpose: 100, replication: path)
      let levels = GrowthPath().logLevels(6, parameters, stress, &numbers)
      let x = zip(levels.dropFirst(), levels).map { $0 - $1 - mean }
      values.append(x[0] + mean)
      for lag in 0..<3 { products[lag].append(x[0] * x[lag]) }
    }
    func expectMean(_ sample: [Double], _ expected: Double) {
      let n = Double(sample.count), mean = sample.reduce(0, +) / n
      let variance = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
      #expect(abs(mean - expected) <= 4.8916 * (variance / n).squareRoot())
    }
    expectMean(values, mean)
    for lag in 0..<3 {
      expectMean(products[lag], 0.0225 * 0.01 * γ.innovation[lag] + γ.stress[lag])
    }
  }

  /// Printed windows of many paths have the mean and covariance that the design gives them.
  @Test func printedWindowsFollowTheDesign() throws {
    let stress = StressChain(entry: 0, stay: 0, jump: 0, recovered: 0), paths = 4000
    let parameters = GrowthParameters(mux: 0.06, phix: 0.3, sigmax: 0.015)
    let windows = ShippedRelations.windows
    let design = WindowDesign(windows, drift: 0.015, error: ShippedRelations.error)
    let γ = GrowthProcess(stress: stress).autocovariances(φ: 0.3, count: design.weights.columns)
    let V = design.covariance(γ.innovation.map { 0.015 * 0.015 * $0 })
    var sums = Array(repeating: (0.0, 0.0), count: windows.count)
    for path in 0..<paths {
      var numbers = ReplicationNumbers(seed: 9, purpose: 100, replication: path)
      let printed = GrowthPath().printed(
        windows, parameters, stress, error: ShippedRelations.error, &numbers)
      for (i, growth) in printed.enumerated() {
        let y = logarithmOfOnePlus(growth) - 0.06
        sums[i] = (sums[i].0 + y, sums[i].1 + y * y)
      }
    }
    for i in windows.indices {
      let variance = V[i, i] + design.measurement[i, i], n = Double(paths)
      #expect(abs(sums[i].0 / n) <= 4.8916 * (variance / n).squareRoot() + 2e-4)
      // Normal but for the heavy tails of v, whose kurtosis is under 6: the error of a variance is at
      // most √(5/n) of it; the design's first order leaves out a hundredth.
      #expect(abs(sums[i].1 / n / variance - 1) <= 4.8916 * (5 / n).squareRoot() + 0.01)
    }
  }

  /// Yearly sums of commitments have the log sd and level that the formulas give, for normal logs.
  @Test func commitmentsHaveTheirLevel() {
    var numbers = ReplicationNumbers(seed: 10, purpose: 100, replication: 0)
    let n = 20_000
    let logs = CommitmentLaw(.assumed).years(n, sigmaR: 0.5, Rbar: 300, &numbers)
      .map { naturalLogarithm($0 / 4) }
    let mean = logs.reduce(0, +) / Double(n),
      quarterly = naturalLogarithm(1 + 4 * (exponential(0.25) - 1))
    // Rbar = exp(mean ln(year/4) + (sigmaR² − sR²)/2).
    let level = exponential(mean + (0.25 - quarterly) / 2)
    #expect(abs(naturalLogarithm(level / 300)) <= 4.8916 * 0.5 / Double(n).squareRoot())
  }

  /// Persistence and sd are found again from residuals of simulated errors, on average.
  @Test func entryErrorsAreFoundAgain() throws {
    let truth = EntryErrors(sd: 0.1, persistence: 0.4), provinces = 4000
    var numbers = ReplicationNumbers(seed: 13, purpose: 100, replication: 0)
    let residuals = (0..<provinces).map { province -> [Double] in
      let years = Array(2016...(province % 4 == 0 ? 2018 : 2019))
      let errors = truth.draw(years, &numbers)
      let mean = errors.reduce(0, +) / Double(errors.count)
      return errors.map { $0 - mean }
    }
    let found = try #require(EntryErrors(residuals: residuals))
    // Some 11,000 degrees of freedom; the neighbours' ratio is known to about 0.01 and the map from it
    // to the persistence stretches by about 2.
    #expect(abs(found.persistence - 0.4) < 4.8916 * 0.02)
    #expect(abs(found.sd / 0.1 - 1) < 4.8916 * 0.02)
  }
}
