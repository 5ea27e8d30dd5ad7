import Foundation
import Testing

@Suite("reach fit SPEC --data FILE")
struct FitSpecificationTests {
  /// Runs a specification on a table in a folder of its own.
  private func fit(
    _ specification: String, _ table: String, _ options: String...
  ) async throws -> CommandResult {
    try await fit(specification, table, options: options)
  }

  private func fit(
    _ specification: String, _ table: String, options: [String]
  ) async throws -> CommandResult {
    let scratch = try Scratch()
    for (name, text) in [("spec.yaml", specification), ("data.csv", table)] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
    }
    return try await Reach(in: scratch.path)(
      ["fit", "spec.yaml", "--data", "data.csv"] + options)
  }

  private func coefficients(_ result: CommandResult) throws -> [[String: Any]] {
    try #require(result.object["coefficients"] as? [[String: Any]], "\(result.errors)")
  }

  private static let references = "\(Reach.repository)/Tests/LinearAlgebraTests/ReferenceValues"

  /// The digits that NIST's linear sets have to keep from the file to the table.
  @Test(
    "NIST's certified values, from CSV to JSON",
    arguments: [
      ("Longley", "[x1, x2, x3, x4, x5, x6]", 9.0), ("Norris", "[x]", 9),
      ("Pontius", "[x, x^2]", 9),
      ("Wampler1", "[x, x^2, x^3, x^4, x^5]", 8), ("Wampler2", "[x, x^2, x^3, x^4, x^5]", 8),
      ("Wampler4", "[x, x^2, x^3, x^4, x^5]", 7), ("Wampler5", "[x, x^2, x^3, x^4, x^5]", 5),
      ("Filip", "[x, x^2, x^3, x^4, x^5, x^6, x^7, x^8, x^9, x^10]", 7),
    ])
  func certified(name: String, regressors: String, digits: Double) async throws {
    let table = try String(contentsOfFile: "\(Self.references)/lls_\(name).csv", encoding: .utf8)
    let result = try await fit(
      "dependent: y\nregressors: \(regressors)\ncovariance: classical\n", table, "--json")
    #expect(result.status == 0, "\(result.errors)")
    let rows = try String(contentsOfFile: "\(Self.references)/certified.csv", encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }.filter { $0[0] == name }
    let found = try coefficients(result)
    #expect(found.count == rows.count)
    for (row, item) in zip(rows, found) {
      let (value, error) = (try #require(Double(row[1])), try #require(Double(row[2])))
      let estimate = try #require(item["value"] as? Double)
      #expect(abs(estimate - value) <= pow(10, -digits) * abs(value), "\(name): \(row)")
      let own = try #require(item["standard_error"] as? Double)
      // Filip's powers are rounded to doubles: see the digits attainable in the reference.
      if error > 0 { #expect(abs(own - error) <= 1e-7 * error, "\(name): \(row)") }
    }
  }

  @Test("the shipped relation: the figures of the data's README, the same with any threads")
  func shipped() async throws {
    var outputs: [String] = []
    for threads in ["1", "2"] {
      let result = try await Reach()(
        "fit", "Scenarios/specifications/entry.yaml", "--data",
        "notebooks-data/observed/vietnam_provinces.csv", "--json", "--threads", threads)
      #expect(result.status == 0, "\(result.errors)")
      outputs.append(result.output)
      guard threads == "1" else { continue }
      #expect(result.object["observations"] as? Int == 376)
      let first = try coefficients(result)[0]
      // Half a unit of the last digit printed there.
      #expect(abs(try #require(first["value"] as? Double) - 0.135_816_06) < 0.5e-8)
      #expect(abs(try #require(first["standard_error"] as? Double) - 0.059_408_84) < 0.5e-8)
      let statistics = try #require(result.object["statistics"] as? [String: Double])
      #expect(abs((statistics["residual_sum_of_squares"] ?? 0) - 4.149_866_182_847) < 0.5e-12)
      let placebo = try #require(result.object["placebo"] as? [[String: Any]])
      #expect(placebo.allSatisfy { $0["fails"] as? Bool == true })
    }
    #expect(outputs[0] == outputs[1])
  }

  /// Sixty rows of six groups: `c` is a + b, `k` is always 7.
  private static let table: String = {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var lines = ["y,a,b,c,k,g,one,miss,inf,w,v,z,hit,count"]
    for i in 0..<60 {
      let a = (uniform() * 1000).rounded() / 64, b = (uniform() * 1000).rounded() / 64
      let row: [Any] = [
        1 + a - b + uniform(), a, b, a + b, 7, i % 6, 1, "", i == 5 ? "inf" : "\(i)",
        i == 3 ? 0 : 1,
        i == 4 ? -1 : 1, a / 2 + uniform(), a > 7 ? 1 : 0, i % 6 == 1 ? 0 : i % 4 + 1,
      ]
      lines.append(row.map { "\($0)" }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test(
    "bad input: a named error and status 65, never a number",
    arguments: [
      ("regressors: [a, b, c]\ncovariance: HC1", "`c` is a combination of the regressors before"),
      ("regressors: [a, k]\ncovariance: HC1", "`k` is 7 in all 60 observations"),
      (
        "regressors: [a, b, z, a^2, b^2, z^2, a^3, b^3, z^3, a^4]\nsample: g == 0\ncovariance: HC1",
        "too few"
      ),
      (
        "regressors: [a]\ncovariance: {kind: CR1, cluster: one}",
        "the cluster variable `one` has one cluster"
      ),
      ("regressors: [a, miss]\ncovariance: HC1", "`miss` has no value"),
      ("regressors: [a, inf]\ncovariance: HC1", "`inf` is infinite in data.csv:7"),
      ("regressors: [a]\nweights: w\ncovariance: HC1", "the weight `w` is 0 in data.csv:5"),
      ("regressors: [a]\nweights: v\ncovariance: HC1", "the weight `v` is -1 in data.csv:6"),
      (
        "regressors: [a]\nendogenous: [b, c]\ninstruments: [z]\nestimator: two_stage\ncovariance: HC1",
        "too few instruments: 1 for 2 endogenous"
      ),
      ("regressors: [k2]\ncovariance: HC1", "no column of `data.csv` is named `k2`"),
      ("regressors: [a]", "no covariance is stated"),
    ])
  func refused(keys: String, message: String) async throws {
    let result = try await fit("dependent: y\n\(keys)\n", Self.table)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.errors.contains("spec.yaml:"))
  }

  @Test("a regressor that is left out leaves the fit without it, and is named")
  func leftOut() async throws {
    let rows = (0..<40).map { i in
      "\(i % 7 + i * i % 11),\(i % 5),\(2 * (i % 5)),\(i % 3),\(i % 8)\n"
    }
    let table = "y,x,double,z,g\n" + rows.joined()
    let rest = "collinear: drop\ncovariance: {kind: CR2, cluster: g}\nfixed_effects: g\n"
    let both = try await fit("dependent: y\nregressors: [x, double, z]\n\(rest)", table, "--json")
    let without = try await fit("dependent: y\nregressors: [x, z]\n\(rest)", table, "--json")
    #expect(both.status == 0 && without.status == 0, "\(both.errors)")
    #expect(try coefficients(both) as NSArray == coefficients(without) as NSArray)
    let tests = try #require(both.object["tests"] as? NSDictionary)
    #expect(tests.count > 1 && tests == without.object["tests"] as? NSDictionary)
    #expect(both.output.contains("`double` is left out"))
    let refused = try await fit(
      "dependent: y\nregressors: [x, double, z]\ncovariance: HC1\n", table)
    #expect(refused.status == 65 && refused.errors.contains("`double`"), "\(refused.errors)")
  }

  /// A panel of counts, shares and instruments: 12 firms in 9 years, with noise that no regressor
  /// explains.
  private static let panel: String = {
    var rows = "firm,year,y,x,d,z,count,hit\n", state: UInt64 = 7
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    for firm in 0..<12 {
      for year in 2010..<2019 {
        let x = noise(), z = noise(), error = noise()
        let d = z + 0.5 * error + noise(), y = x + d + error + Double(firm) / 10
        let shock = 1 + noise() + 2 * noise() * noise()
        let count = Int(9 * (1 + x) * shock * shock * shock), hit = x + noise() > 0 ? 1 : 0
        rows += "\(firm),\(year),\(y),\(x),\(d),\(z),\(count),\(hit)\n"
      }
    }
    return rows
  }()

  private static let moments = "{lags: 1, steps: 1, instrument_lags: [2, 3], collapse: true}"

  @Test(
    "every estimator ends with a page in either language and with JSON",
    arguments: [
      ("least_squares", "y", "CR2"), ("two_stage", "y", "HC1"), ("liml", "y", "CR1"),
      ("{fuller: {alpha: 1}}", "y", "HC0"), ("poisson", "count", "classical"),
      ("negative_binomial", "count", "CR1"), ("logit", "hit", "CR2"), ("cloglog", "hit", "HC1"),
      ("{ridge: {lambda: gcv}}", "y", ""), ("{bayes: {}}", "y", ""),
      ("{within_corrected: {lags: 1}}", "y", "CR0"), ("{difference_gmm: \(moments)}", "y", "CR0"),
      ("{system_gmm: \(moments)}", "y", "CR0"), ("{local_projections: {horizons: 2}}", "y", "CR1"),
    ])
  func everyEstimator(estimator: String, dependent: String, kind: String) async throws {
    let isInstrumental = ["two_stage", "liml", "{fuller"].contains { estimator.hasPrefix($0) }
    let errors =
      kind.hasPrefix("CR")
      ? "covariance: {kind: \(kind), cluster: firm}\n"
      : kind.isEmpty ? "" : "covariance: \(kind)\n"
    let specification =
      "dependent: \(dependent)\nregressors: [x]\nentity: firm\nperiod: year\n"
      + "estimator: \(estimator)\n\(errors)"
      + (isInstrumental ? "endogenous: [d]\ninstruments: [z]\n" : "")
    for options in [["--lang", "en"], ["--lang", "vi"], ["--json"]] {
      let result = try await fit(specification, Self.panel, options: options)
      #expect(result.status == 0, "\(result.errors)")
      #expect(!result.output.contains("nan") && !result.output.contains("inf "))
      if options == ["--json"] { #expect(result.json != nil) }
    }
  }

  @Test("a placebo is the same with a bootstrap and adjusted p values beside it")
  func placeboAlone() async throws {
    let plain = """
      dependent: y
      regressors: [x, d]
      entity: firm
      period: year
      fixed_effects: firm
      covariance: {kind: CR1, cluster: firm}
      placebo: {regressor: d, leads: [1, 2]}

      """
    let asked =
      plain + """
        multiple_testing: {family: [d], method: holm}
        bootstrap: {draws: 99, weights: webb, seed: 1, coefficients: [d]}

        """
    let alone = try await fit(plain, Self.panel, "--json")
    let beside = try await fit(asked, Self.panel, "--json")
    #expect(beside.status == 0, "\(beside.errors)")
    let placebo = try #require(alone.object["placebo"] as? [[String: Any]])
    #expect(placebo.count == 4 && placebo as NSArray == beside.object["placebo"] as? NSArray)
  }

  @Test("an endogenous regressor's lead stands in its place with the leads of the instruments")
  func placeboOfEndogenous() async throws {
    let text = """
      dependent: y
      regressors: [x]
      endogenous: [d]
      instruments: [z]
      estimator: two_stage
      entity: firm
      period: year
      covariance: HC1
      """
    let found = try await fit(text + "\nplacebo: {regressor: d, leads: 1}", Self.panel, "--json")
    let placebo = try #require(found.object["placebo"] as? [[String: Any]], "\(found.errors)")
    let instead = try #require(placebo.first { $0["instead"] as? Bool == true })
    let ledAhead = text.replacingOccurrences(of: "[d]", with: "[\"lead(d, 1)\"]")
      .replacingOccurrences(of: "[z]", with: "[\"lead(z, 1)\"]")
    let direct = try coefficients(try await fit(ledAhead, Self.panel, "--json"))
    let own = try #require(instead["coefficient"] as? [String: Any])
    let same = try #require(direct.first { $0["name"] as? String == "lead(d, 1)" })
    #expect(own["value"] as? Double == same["value"] as? Double)
    #expect(own["standard_error"] as? Double == same["standard_error"] as? Double)
  }

  @Test("a perfect fit is said, and nothing is tested")
  func perfectFit() async throws {
    let table = "y,x\n" + (1...20).map { "\(1 + 2 * $0),\($0)\n" }.joined()
    let text = "dependent: y\nregressors: x\ncovariance: HC1\n"
    let result = try await fit(text, table, "--json")
    #expect((result.object["tests"] as? [String: Any])?.isEmpty == true, "\(result.errors)")
    let conclusions = try #require(result.object["conclusions"] as? [[String: String]])
    #expect(conclusions.count == 1 && conclusions[0]["en"]?.contains("exactly") == true)
  }

  @Test("a variable in a unit that no variance has is refused by name")
  func scale() async throws {
    for unit in ["e155", "e-170"] {
      let table = "y,x\n" + (1...20).map { "\($0 * $0 % 7)\(unit),\($0)\n" }.joined()
      let result = try await fit("dependent: y\nregressors: x\ncovariance: HC1\n", table)
      #expect(result.status == 65 && result.errors.contains("unit of `y`"), "\(result.errors)")
    }
  }

  @Test("separation is refused with its lines, or left out and counted")
  func separation() async throws {
    let logit = try await fit(
      "dependent: hit\nregressors: [a]\nestimator: logit\ncovariance: HC0\n", Self.table)
    #expect(logit.status == 65 && logit.errors.contains("`hit` is separated"), "\(logit.errors)")
    let keys = "dependent: count\nregressors: [a, b]\nfixed_effects: [g]\ncovariance: HC0\n"
    let refused = try await fit(keys + "estimator: poisson\n", Self.table)
    #expect(refused.status == 65 && refused.errors.contains("`count` is separated"))
    let dropped = try await fit(
      keys + "estimator: {poisson: {separation: drop}}\n", Self.table, "--json")
    #expect(dropped.status == 0, "\(dropped.errors)")
    #expect(dropped.object["observations"] as? Int == 50)
    let sample = try #require(dropped.object["sample"] as? [String: Int])
    #expect(sample["separated"] == 10)
  }

}
