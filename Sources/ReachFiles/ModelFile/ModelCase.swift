package import ReachModel

/// A model given as numbers: what `reach model` runs.
package struct ModelCase: Sendable {
  package let model: SimulationModel
  /// Thresholds T1 to T4: firms, certified firms, share of output, growth.
  private let thresholds: [Double]
  /// That of the file, which the command line may override.
  package let seed: UInt64?
  /// Those asked for, else those of the file, else 100,000.
  package let draws: Int
  /// How many draws may be asked for where anything is random: a standard error needs two, and the
  /// random numbers of one seed are numbered up to 2⁴⁹.
  package static let draws = 2...1 << 49
  /// The file with its checksum.
  package let source: SourceFile
  private let origin: Origin

  /// The targets asked of every simulated year.
  package var targets: [Target] { (1...(model.quarters / 4)).flatMap(targets) }

  /// The four targets, asked of a simulated year (1 is the first).
  package func targets(year: Int) -> [Target] {
    let asked: [(String, Outcome, Comparison)] = [
      ("T1", .firms, .atLeast), ("T2", .certified, .atLeast), ("T3", .share, .atLeast),
      ("T4", .growth, .above),
    ]
    return zip(asked, thresholds).map { target, threshold in
      Target(
        key: target.0, label: Label(vi: target.0, en: target.0), outcome: target.1,
        comparison: target.2, threshold: threshold, year: year, source: origin.file,
        origin: origin)
    }
  }

  /// Reads a whole reference file (of which only `inputs` is used) or a bare inputs object.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - name: What messages call it; the path if nil.
  ///   - draws: The number asked for, which goes before the file's own.
  /// - Returns: The model with its targets and how to run it.
  /// - Throws: All problems at once: unknown and missing keys, arrays of the wrong length, values
  ///   that the equations do not allow, a single draw of something random.
  package static func read(
    _ path: String, as name: String? = nil, draws: Int? = nil
  ) throws(DiagnosticReport) -> ModelCase {
    var problems = ProblemList()
    let source = try SourceText.read(path, as: name, checksum: true)
    let found = Node.parse(source, &problems).flatMap { root -> ModelCase? in
      guard let inputs = inputs(of: root, &problems) else { return nil }
      return ModelCase(inputs, source, draws: draws, &problems)
    }
    try problems.throwIfAny()
    guard let found else {
      throw DiagnosticReport(
        one: Diagnostic(.modelValue, "`\(source.file)` cannot be read as a model", at: nil))
    }
    return found
  }

  private static func inputs(of root: Node, _ problems: inout ProblemList) -> MappingReader? {
    guard root["inputs"] != nil else { return MappingReader(root, ModelSchema.inputs, &problems) }
    return MappingReader(root, ModelSchema.file, &problems)?["inputs"].flatMap {
      MappingReader($0, ModelSchema.inputs, &problems)
    }
  }

  private init?(
    _ inputs: MappingReader, _ source: SourceText, draws asked: Int?,
    _ problems: inout ProblemList
  ) {
    guard let reader = ModelReader(inputs, &problems) else { return nil }
    let model = reader.model(&problems)
    Self.checkUnits(inputs, &problems)
    let thresholds = Self.thresholds(inputs, &problems)
    let seed = inputs.int("seed", &problems), own = inputs.int("draws", &problems)
    draws = asked ?? own ?? 100_000
    if let model, draws < Self.draws.lowerBound, model.isRandom {
      problems.report(
        .outOfBounds, "`draws` is \(draws), and where anything is random it must be at least 2",
        at: inputs["draws"]?.origin, length: inputs["draws"]?.length ?? 1,
        hint: "one draw has no standard error")
    }
    guard let model, let thresholds, thresholds.count == 4 else { return nil }
    (self.model, self.thresholds) = (model, thresholds)
    self.seed = seed.map { UInt64($0) }
    self.source = SourceFile(path: source.file, sha256: source.sha256)
    origin = inputs.node.origin
  }

  /// Firms, certified firms, share and growth, each where it can be met: a share of 16 is one in
  /// percent, which no draw would reach.
  private static func thresholds(
    _ inputs: MappingReader, _ problems: inout ProblemList
  ) -> [Double]? {
    let targets = inputs["targets"].flatMap { MappingReader($0, ModelSchema.targets, &problems) }
    let bounds = [0...1e9, 0...1e9, 0...1, -1...1]
    guard let targets else { return nil }
    return zip(ModelSchema.targets.keys, bounds).compactMap { key, bounds in
      targets.number(key.name, in: bounds, &problems)
    }
  }

  /// `units` converts nothing, so that another unit must not stand there; what else it says is for
  /// people.
  private static func checkUnits(_ inputs: MappingReader, _ problems: inout ProblemList) {
    for entry in inputs["units"]?.entries ?? [] {
      guard let unit = ModelSchema.unitWords[entry.key],
        let given = entry.value.string(&problems), !given.lowercased().contains(unit.lowercased())
      else { continue }
      problems.report(
        .wrongUnit, "`\(given.prefix(60))` is not the unit of `\(entry.key)`",
        at: entry.value.origin, length: entry.value.length, hint: "expected: \(unit)",
        notes: ["a model file is not converted"])
    }
  }
}

extension SimulationModel {
  /// Whether two draws may differ.
  fileprivate var isRandom: Bool {
    processNoise
      || parameterUncertainty
        && Parameter.allCases.contains { parameter in
          parameters[parameter].contains {
            if case .fixed = $0.distribution { false } else { true }
          }
        }
  }
}
