import Foundation
import Testing

/// What the article on the document of a regression says there is.
private struct DocumentedKeys {
  /// Paths such as `coefficients[].value`.
  let paths: Set<String>
  /// Every word in backticks.
  let words: Set<String>

  init() throws {
    let text = try String(
      contentsOfFile: "\(Reach.repository)/Sources/ReachEngine/ReachEngine.docc/"
        + "RegressionDocument.md", encoding: .utf8)
    var paths: Set<String> = [], words: Set<String> = [], isOfKeys = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let quoted = Self.quoted(line)
      words.formUnion(quoted)
      if !line.hasPrefix("|") { isOfKeys = false }
      if line.hasPrefix("| Key |") { isOfKeys = true }
      guard isOfKeys, line.hasPrefix("| `") else { continue }
      paths.formUnion(Self.quoted(line.split(separator: "|")[0]))
    }
    (self.paths, self.words) = (paths, words)
  }

  private static func quoted(_ text: Substring) -> [String] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }
}

/// The paths of a document, names that data or estimators bring written `*`.
private struct DocumentPaths {
  private(set) var paths: Set<String> = []
  /// Those names, but for the ones of the user's own columns, clusters and keys.
  private(set) var names: Set<String> = []

  private static let named = ["sample", "statistics", "tests", "tables", "tables.*.rows[]"]
  private static let free = ["effects", "covariance.clusters", "specification.stated"]

  mutating func add(_ value: Any, at path: String = "", hasOwnColumns: Bool = false) {
    if path == "specification.stated.*" {
      paths.insert(path)
    } else if let members = value as? [String: Any] {
      for (key, member) in members {
        let isNamed =
          Self.named.contains(path) && !(path == "tables.*.rows[]" && key == "name")
        if isNamed, !(hasOwnColumns && path == "tables.*.rows[]") { names.insert(key) }
        let last = isNamed || Self.free.contains(path) ? "*" : key
        add(
          member, at: path.isEmpty ? last : "\(path).\(last)",
          hasOwnColumns: hasOwnColumns || key == "error_covariance")
      }
    } else if let items = value as? [Any], items.contains(where: { $0 is [String: Any] }) {
      for item in items { add(item, at: "\(path)[]", hasOwnColumns: hasOwnColumns) }
    } else if (value as? [Any])?.isEmpty != true {
      paths.insert(path)
    }
  }
}

@Suite("The document of a regression")
struct RegressionDocumentTests {
  /// Ten units in fourteen periods.
  private static let table: String = {
    var state: UInt64 = 11
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var lines = ["unit,year,y,x,z,count"]
    for unit in 0..<10 {
      var y = uniform()
      for year in 2001...2014 {
        let z = uniform(), x = z + uniform()
        y = 0.4 * y + x + uniform() + Double(unit) / 10
        let count = unit == 3 ? 0 : Int(4 * uniform() + x)
        lines.append("\(unit),\(year),\(y),\(x),\(z),\(count)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let panel = "entity: unit\nperiod: year\n"
  private static let clustered = "covariance: {kind: CR1, cluster: unit}\n"
  private static let moments =
    "lags: 1, steps: 2, instrument_lags: [2, 3], collapse: true"

  private static let specifications = [
    "dependent: y\nregressors: [x, z]\nfixed_effects: unit\nplacebo: {regressor: x, leads: [1]}\n"
      + "bootstrap: {draws: 99, weights: webb, seed: 1}\n"
      + "multiple_testing: {family: [x, z], method: holm}\nnotes: said\nweights: 1 + z\n"
      + panel + clustered,
    "dependent: y\nregressors: []\nendogenous: x\ninstruments: z\nestimator: two_stage\n"
      + clustered,
    "dependent: y\nendogenous: x\ninstruments: [z, z^2]\nestimator: liml\ncovariance: HC1\n",
    "dependent: count\nregressors: [x]\nfixed_effects: unit\n"
      + "estimator: {poisson: {separation: drop}}\n" + clustered,
    "dependent: y\nregressors: [x, z]\nestimator: {ridge: {lambda: gcv}}\n",
    "dependent: y\nregressors: [x, z]\n"
      + "estimator: {bayes: {priors: {x: {mean: 1, sd: 0.5}}, noise: {shape: 2, scale: 1}}}\n",
    "dependent: y\nregressors: [x]\nestimator: {within_corrected: {lags: 1}}\n" + panel
      + "covariance: {kind: CR0, cluster: unit}\n",
    "dependent: y\nregressors: [x]\nestimator: {system_gmm: {\(moments)}}\n"
      + "covariance: windmeijer\n" + panel,
    "dependent: y\nregressors: [x]\nestimator: {local_projections: {horizons: 2}}\n" + panel
      + clustered,
    "dependent: y\nregressors: [x]\nsample: unit == 1\n"
      + "estimator: {bvar: {lags: 1, lambda: 0.2, horizon: 2, draws: 200, seed: 1}}\n" + panel,
    "dependent: y\nregressors: [x]\nsample: unit == 1\nestimator: {bvar: {lags: 1, "
      + "lambda: marginal_likelihood, errors: student, horizon: 2, draws: 200, seed: 1}}\n" + panel,
  ]

  @Test("every key of every estimator is documented, and every documented key is there")
  func complete() async throws {
    let documented = try DocumentedKeys()
    let scratch = try Scratch()
    try Data(Self.table.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/data.csv"))
    var found = DocumentPaths()
    for text in Self.specifications {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/spec.yaml"))
      let result = try await Reach(in: scratch.path)(
        "fit", "spec.yaml", "--data", "data.csv", "--json")
      #expect(result.status == 0, "\(text): \(result.errors)")
      found.add(result.object)
    }
    // A coefficient of a lead has the keys of any other.
    func isOfLead(_ path: String) -> Bool {
      path.hasPrefix("placebo[].coefficient.") || path.hasPrefix("trends[].coefficient.")
    }
    let leads = found.paths.filter(isOfLead).map {
      $0.replacing("placebo[].coefficient", with: "coefficients[]")
        .replacing("trends[].coefficient", with: "coefficients[]")
    }
    let rest = found.paths.filter { !isOfLead($0) }
      .union(leads.isEmpty ? [] : ["placebo[].coefficient", "trends[].coefficient"])
    #expect(Set(leads).subtracting(documented.paths).isEmpty && leads.count > 10)
    #expect(rest.subtracting(documented.paths).sorted() == [])
    #expect(documented.paths.subtracting(rest).sorted() == [])
    #expect(found.names.subtracting(documented.words).sorted() == [])
    #expect(found.names.count > 60)
  }

  @Test("the files with their checksums, and the specification as stated")
  func inputs() async throws {
    let data = "notebooks-data/observed/vietnam_provinces.csv"
    let result = try await Reach()(
      "fit", "Scenarios/specifications/entry.yaml", "--data", data, "--json")
    let manifest = try JSONSerialization.jsonObject(
      with: Data(
        contentsOf: URL(
          fileURLWithPath: "\(Reach.repository)/notebooks-data/observed/manifest.json")))
    let file = try #require(result.object["data"] as? [String: Any])
    let checksum = try #require(file["sha256"] as? String)
    #expect(file["file"] as? String == data && checksum.count == 64)
    #expect("\(manifest)".contains(checksum))
    let specification = try #require(result.object["specification"] as? [String: Any])
    #expect((specification["sha256"] as? String)?.count == 64)
    let stated = try #require(specification["stated"] as? [String: Any])
    #expect(stated["dependent"] as? String == "log(enterprises_newly_registered)")
    let covariance = try #require(stated["covariance"] as? [String: Any])
    #expect(covariance["cluster"] as? String == "province_code")
  }

  @Test("data that come through a pipe have no checksum")
  func pipe() async throws {
    let scratch = try Scratch()
    let text = "dependent: y\nregressors: [x]\ncovariance: HC1\nsample: year < 2010\n"
    for (name, text) in [("spec.yaml", text), ("data.csv", Self.table)] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
    }
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    writer.arguments = ["-c", "mkfifo pipe && cat data.csv > pipe"]
    writer.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    try writer.run()
    while !FileManager.default.fileExists(atPath: "\(scratch.path)/pipe") {
      try await Task.sleep(for: .milliseconds(5))
    }
    let result = try await Reach(in: scratch.path)("fit", "spec.yaml", "--data", "pipe", "--json")
    writer.waitUntilExit()
    let data = try #require(result.object["data"] as? [String: Any], "\(result.errors)")
    #expect(data["file"] as? String == "pipe" && data["sha256"] is NSNull)
    let specification = try #require(result.object["specification"] as? [String: Any])
    let stated = try #require(specification["stated"] as? [String: Any])
    #expect(stated["sample"] as? String == "year < 2010")
  }
}
