import Foundation
import Testing
import Verification

/// What two files of reference scores hold: the given ones, and those of `scores.py`.
enum ScoreReference {
  static func data(_ name: String) throws -> [String: Any] {
    let file = try #require(
      Bundle.module.url(
        forResource: name, withExtension: "json", subdirectory: "ReferenceValues"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return try #require(object as? [String: Any])
  }

  static func number(_ value: Any?) -> Double? {
    switch value as? String {
    case "inf": .infinity
    case "-inf": -.infinity
    default: (value as? NSNumber)?.doubleValue
    }
  }

  static func numbers(_ value: Any?) -> [Double] { (value as? [NSNumber] ?? []).map(\.doubleValue) }

  static func cases(_ name: String, _ key: String) throws -> [[String: Any]] {
    try #require(try data(name)[key] as? [[String: Any]])
  }
}

/// Whether two numbers agree to 10⁻¹⁰ of the larger of them and of the sizes they are made of.
func agrees(_ a: Double?, _ b: Double?, size: Double = 0) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  if a == b { return true }
  return (a - b).magnitude <= 1e-10 * max(b.magnitude, size)
}

@Suite("Scores against independent packages")
struct ScoreTests {
  private typealias R = ScoreReference

  @Test("samples: the given references")
  func givenEnsembles() throws {
    for item in try R.cases("crps_ensemble", "cases") {
      let forecast = EnsembleForecast(R.numbers(item["ensemble"]))
      let y = try #require(R.number(item["y"]))
      #expect(agrees(forecast.crps(at: y), R.number(item["crps_standard"]), size: 1))
      if let expected = R.number(item["mean_abs_error_part"]) {
        #expect(agrees(forecast.meanDistance(to: y), expected))
      }
      if forecast.draws.count > 1 {
        #expect(agrees(forecast.fairCRPS(at: y), R.number(item["crps_fair"]), size: 1))
      } else {
        #expect(forecast.fairCRPS(at: y) == nil)
      }
      if let expected = R.number(item["dawid_sebastiani_ml_variance"]) {
        #expect(agrees(forecast.dawidSebastiani(at: y), expected, size: 1))
      }
      for (level, value) in item["quantile_type7"] as? [String: NSNumber] ?? [:] {
        let p = try #require(Double(level))
        #expect(agrees(forecast.quantile(p), value.doubleValue, size: 1))
        let scores = try #require(item["quantile_score"] as? [String: NSNumber])
        let own = QuantileForecast(levels: [p], values: [forecast.quantile(p)])
        #expect(agrees(own.quantileScores(at: y)[0], scores[level]?.doubleValue, size: 1))
      }
      guard let below = R.number(item["pit_count_below"]),
        let equal = R.number(item["pit_count_equal"])
      else { continue }
      let cells = Double(forecast.draws.count + 1)
      #expect(forecast.cell(of: y) == (below / cells)...((below + equal + 1) / cells))
    }
  }

  @Test("samples: ties, constants, tails, large and small units")
  func ensembles() throws {
    for item in try R.cases("scores", "ensembles") {
      let forecast = EnsembleForecast(R.numbers(item["draws"]))
      let y = try #require(R.number(item["y"]))
      // Units of 10⁹ leave 10⁻⁷ of a draw to any of the packages.
      let size = forecast.draws.reduce(0) { max($0, $1.magnitude) } > 1e6 ? 1e4 : 0
      #expect(agrees(forecast.crps(at: y), R.number(item["standard"]), size: size))
      #expect(agrees(forecast.fairCRPS(at: y), R.number(item["fair"]), size: size))
      if let expected = R.number(item["log_score"]) {
        #expect(agrees(forecast.logScore(at: y), expected, size: size))
      } else {
        #expect(forecast.logScore(at: y) == nil)
      }
    }
  }

  @Test("the fast sum of distances is that of all pairs")
  func pairs() {
    let draws = (0..<57).map { Double(($0 * 37) % 23) / 3 }
    let forecast = EnsembleForecast(draws)
    var sum = 0.0
    for a in draws { for b in draws { sum += (a - b).magnitude } }
    let slow = forecast.meanDistance(to: 4.2) - sum / (2 * 57 * 57)
    #expect((forecast.crps(at: 4.2) - slow).magnitude < 1e-14)
  }

  @Test("laws in closed form, the given ones and more")
  func laws() throws {
    let given = try R.cases("crps_and_log_score_parametric", "cases").map {
      ($0["distribution"] as? String ?? "", $0)
    }
    let more = try R.cases("scores", "laws").map { ($0["law"] as? String ?? "", $0) }
    #expect(given.count == 17 && more.count > 40)
    for (name, item) in given + more {
      let parameters = try #require(item["parameters"] as? [String: Any])
      let law = try #require(Self.law(name, parameters), "\(name)")
      let y = try #require(R.number(item["y"]))
      let crps = law.crps(at: y), log = law.logScore(at: y)
      #expect(agrees(crps, R.number(item["crps"]), size: 0.01), "\(name) \(parameters) \(y)")
      #expect(agrees(log, R.number(item["log_score"]), size: 1), "\(name) \(parameters) \(y)")
    }
  }

  private static func law(_ name: String, _ parameters: [String: Any]) -> ParametricLaw? {
    func p(_ keys: String...) -> Double {
      keys.lazy.compactMap { R.number(parameters[$0]) }.first ?? .nan
    }
    switch name.replacing("_", with: " ") {
    case "normal": return .normal(mean: p("mean"), sd: p("sd"))
    case "lognormal": return .lognormal(meanlog: p("meanlog"), sdlog: p("sdlog"))
    case "student t", "student":
      return .student(df: p("df"), location: p("loc", "location"), scale: p("scale"))
    case "logistic": return .logistic(location: p("location"), scale: p("scale"))
    case "laplace": return .laplace(location: p("location"), scale: p("scale"))
    case "gamma": return .gamma(shape: p("shape"), rate: p("rate"))
    case "beta": return .beta(a: p("a"), b: p("b"))
    case "uniform": return .uniform(lower: p("lower"), upper: p("upper"))
    case "exponential": return .exponential(rate: p("rate"))
    case "poisson": return .poisson(rate: p("rate"))
    case "negative binomial": return .negativeBinomial(size: p("size"), prob: p("prob"))
    case "binomial": return .binomial(n: Int(p("n")), prob: p("prob"))
    case "truncated normal":
      return .truncatedNormal(
        mean: p("mean"), sd: p("sd"), lower: p("lower"), upper: p("upper"))
    case "normal mixture":
      return .normalMixture(
        weights: R.numbers(parameters["weights"]), means: R.numbers(parameters["means"]),
        sds: R.numbers(parameters["sds"]))
    default: return nil
    }
  }

  @Test("intervals and weighted interval scores")
  func intervals() throws {
    for item in try R.cases("interval_and_wis", "interval") {
      func n(_ key: String) -> Double { R.number(item[key]) ?? .nan }
      let score = intervalScore(n("lower")...n("upper"), alpha: n("alpha"), at: n("y"))
      #expect(agrees(score, n("interval_score"), size: 1))
    }
    for item in try R.cases("interval_and_wis", "wis") {
      let alphas = R.numbers(item["alphas"])
      let lower = R.numbers(item["lower"]), upper = R.numbers(item["upper"])
      let median = try #require(R.number(item["median"])), y = try #require(R.number(item["y"]))
      let pairs =
        (zip(alphas.map { $0 / 2 }, lower) + [(0.5, median)]
        + zip(alphas.map { 1 - $0 / 2 }, upper)).sorted { $0.0 < $1.0 }
      let forecast = QuantileForecast(levels: pairs.map(\.0), values: pairs.map(\.1))
      #expect(agrees(forecast.weightedIntervalScore(at: y), R.number(item["wis"]), size: 1))
    }
  }

  @Test("events")
  func events() throws {
    let given = try #require(try R.data("binary_scores")["case"] as? [String: Any])
    let own = try #require(try R.data("scores")["binary"] as? [String: Any])
    for item in [given, own] {
      let outcomes = R.numbers(item["outcome"])
      let scores = BinaryScores(
        zip(R.numbers(item["p"]), outcomes).map { ($0, $1 > 0) })
      #expect(agrees(scores.brier, R.number(item["brier"])))
      #expect(agrees(scores.areaUnderCurve, R.number(item["auc"])))
      let parts = scores.reliability - scores.resolution + scores.uncertainty
      #expect(agrees(parts, scores.brier))
      for (key, value) in [
        ("reliability", scores.reliability), ("resolution", scores.resolution),
        ("uncertainty", scores.uncertainty), ("brier_skill", scores.skill ?? .nan),
      ] where item[key] != nil {
        #expect(agrees(value, R.number(item[key])), "\(key)")
      }
    }
    let certain = BinaryScores([(1, true), (0.5, true)])
    #expect(certain.skill == nil && certain.areaUnderCurve == nil)
    #expect(BinaryScores([(0, true)]).logScore == .infinity)
  }

  @Test("whether places are uniform")
  func uniformity() throws {
    let given = try #require(try R.data("pit_calibration")["case"] as? [String: Any])
    let test = UniformityTests(R.numbers(given["pit"]))
    #expect(test.histogram.map(Double.init) == R.numbers(given["histogram_10"]))
    for (key, value) in [
      ("chi2_10_bins", test.chiSquare), ("chi2_p_df9", test.chiSquareP),
      ("ks", test.kolmogorovSmirnov), ("ks_p_exact", test.kolmogorovSmirnovP ?? .nan),
      ("cramer_von_mises", test.cramerVonMises), ("cramer_von_mises_p", test.cramerVonMisesP),
      ("anderson_darling_A2", test.andersonDarling), ("mean", test.mean),
      ("variance_n_minus_1", test.variance ?? .nan),
    ] {
      #expect(agrees(value, R.number(given[key])), "\(key): \(value)")
    }
    for item in try R.cases("scores", "uniformity") {
      let test = UniformityTests(R.numbers(item["values"]))
      #expect(agrees(test.kolmogorovSmirnov, R.number(item["ks"])))
      #expect(agrees(test.kolmogorovSmirnovP, R.number(item["ks_p"]), size: 1))
      #expect(agrees(test.cramerVonMises, R.number(item["cvm"])))
      // There terms below 10⁻⁷ are left out.
      let p = try #require(R.number(item["cvm_p"]))
      #expect((test.cramerVonMisesP - p).magnitude < 1e-7)
      #expect(agrees(test.andersonDarling, R.number(item["ad"]), size: 1))
    }
  }

  @Test("quantiles of types 1 to 9")
  func quantiles() throws {
    let cases = try #require(
      try R.data("quantile_types_1_to_9")["cases"] as? [String: [String: Any]])
    for (_, item) in cases {
      let forecast = EnsembleForecast(R.numbers(item["sample"])), p = R.numbers(item["p"])
      let types = try #require(item["types"] as? [String: Any])
      #expect(types.count == 9)
      for (name, values) in types {
        let type = try #require(Int(name.prefix(1)).flatMap(QuantileType.init(rawValue:)))
        for (level, value) in zip(p, R.numbers(values)) {
          #expect(agrees(forecast.quantile(level, type: type), value, size: 1), "\(name) \(level)")
        }
      }
    }
  }

  @Test("intervals of a probability")
  func probabilityIntervals() throws {
    for item in try R.cases("probability_intervals", "cases") + R.cases("scores", "intervals") {
      let k = Int(R.number(item["k"]) ?? -1), n = Int(R.number(item["n"]) ?? -1)
      let alpha = try #require(R.number(item["alpha"]))
      for kind in ProbabilityInterval.allCases {
        let ends = R.numbers(item[kind.rawValue])
        let own = kind.interval(hits: k, of: n, alpha: alpha)
        #expect(agrees(own.lowerBound, ends[0], size: 1e-3), "\(kind) \(k) \(n)")
        #expect(agrees(own.upperBound, ends[1], size: 1e-3), "\(kind) \(k) \(n)")
      }
    }
  }
}
