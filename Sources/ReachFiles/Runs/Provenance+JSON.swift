import ReachModel
import Reporting
import Simulation

extension Provenance {
  static let format = "reach-run", version = 1

  /// The text of `provenance.json`.
  package var text: String { exact.text + "\n" }

  /// Reads what ``text`` wrote.
  ///
  /// - Throws: R007 with the place of what is missing, unknown or of the wrong kind; R008 for a
  ///   newer form.
  package init(_ source: SourceText) throws(DiagnosticReport) {
    try self.init(exact: Node.json(source))
  }
}

extension Provenance: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "format": Self.format, "format_version": Self.version, "identity": identity,
      "study": study, "scenario_files": scenarioFiles, "catalog_files": catalogFiles,
      "data_files": dataFiles, "sampling": sampling, "files": files,
      "environment": environment,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    try record.check(format: Self.format, version: Self.version, of: node)
    identity = try record.take("identity")
    study = try record.take("study")
    scenarioFiles = try record.take("scenario_files")
    catalogFiles = try record.take("catalog_files")
    dataFiles = try record.take("data_files")
    sampling = try record.take("sampling")
    files = try record.take("files")
    environment = try record.take("environment")
    try record.finish()
  }
}

extension RunIdentity: ExactlyWritten {
  var exact: JSONValue {
    let forecast: KeyValuePairs<String, any ExactlyWritten> = [
      "software": "Reach", "version": version, "study_sha256": study, "data_sha256": data,
      "seed": seed, "method": method, "draws": draws,
    ]
    // Forecasts have no such key, and read as they always did.
    return .object(
      forecast.map { (key: $0.key, value: $0.value.exact) }
        + (analysis.map { [(key: "analysis", value: $0.exact)] } ?? []))
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let _: String = try record.take("software")
    self.init(
      version: try record.take("version"), study: try record.take("study_sha256"),
      data: try record.take("data_sha256"), seed: try record.take("seed"),
      method: try record.take("method"), draws: try record.take("draws"),
      analysis: try record.takeIfPresent("analysis"))
    try record.finish()
  }
}

extension AnalysisQuestion: ExactlyWritten {
  var exact: JSONValue {
    .record(["key": key, "settings": settings, "scenarios": scenarios])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      key: try record.take("key"), settings: try record.take("settings"),
      scenarios: try record.take("scenarios"))
    try record.finish()
  }
}

extension ComparedStudy: ExactlyWritten {
  var exact: JSONValue { .record(["name": name, "sha256": sha256, "path": path]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      name: try record.take("name"), sha256: try record.take("sha256"),
      path: try record.take("path"))
    try record.finish()
  }
}

extension StudyReference: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "name": name, "path": path, "as_of": asOf, "plan_year": planYear, "overrides": overrides,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      name: try record.take("name"), path: try record.take("path"),
      asOf: try record.take("as_of"), planYear: try record.take("plan_year"),
      overrides: try record.take("overrides"))
    try record.finish()
  }
}

extension SourceFile: ExactlyWritten {
  var exact: JSONValue { .record(["path": path, "sha256": sha256]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(path: try record.take("path"), sha256: try record.take("sha256"))
    try record.finish()
  }
}

extension DataFile: ExactlyWritten {
  var exact: JSONValue { .record(["path": path, "sha256": sha256, "vintage": vintage]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      path: try record.take("path"), sha256: try record.take("sha256"),
      vintage: try record.take("vintage"))
    try record.finish()
  }
}

extension SamplingMethod: ExactlyWritten {}

extension Sampling: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "seed": seed, "method": method, "draws": draws, "kept_draws": keptDraws,
      "nested_parameters": nestedParameters, "nested_shocks": nestedShocks, "pairs": pairs,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      seed: try record.take("seed"), method: try record.take("method"),
      draws: try record.take("draws"),
      keptDraws: try record.take("kept_draws"),
      nestedParameters: try record.take("nested_parameters"),
      nestedShocks: try record.take("nested_shocks"), pairs: try record.take("pairs"))
    try record.finish()
  }
}

extension WrittenFile: ExactlyWritten {
  var exact: JSONValue { .record(["name": name, "bytes": bytes, "sha256": sha256]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    (name, bytes) = (try record.take("name"), try record.take("bytes"))
    sha256 = try record.take("sha256")
    try record.finish()
  }
}

extension RunEnvironment: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "arguments": arguments, "working_folder": workingFolder, "threads": threads, "host": host,
      "started": started,
      "finished": finished, "wall_seconds": Seconds(wallSeconds),
      "cpu_seconds": Seconds(cpuSeconds), "peak_memory_bytes": peakMemoryBytes,
      "processor": processor, "instructions": instructions, "linear_algebra": linearAlgebra,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      arguments: try record.take("arguments"),
      workingFolder: try record.take("working_folder"), threads: try record.take("threads"),
      host: try record.take("host"), started: try record.take("started"),
      finished: try record.take("finished"),
      wallSeconds: (try record.take("wall_seconds") as Seconds).value,
      cpuSeconds: (try record.take("cpu_seconds") as Seconds).value,
      peakMemoryBytes: try record.take("peak_memory_bytes"),
      processor: try record.take("processor"),
      instructions: try record.take("instructions"),
      linearAlgebra: try record.take("linear_algebra"))
    try record.finish()
  }
}

/// A duration, in decimal digits for people.
private struct Seconds: ExactlyWritten {
  let value: Double

  init(_ value: Double) { self.value = value }

  var exact: JSONValue { .number(value) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, !scalar.isQuoted, let value = Double(scalar.text),
      value.isFinite
    else { throw node.unexpected("a number of seconds") }
    self.value = value
  }
}
