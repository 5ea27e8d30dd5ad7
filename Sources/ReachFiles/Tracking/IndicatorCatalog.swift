package import Assessment
private import Foundation
package import ReachModel

/// `Scenarios/catalog/indicators.yaml`: the figures that `reach track` understands.
package struct IndicatorCatalog: Sendable {
  package let indicators: [TrackingIndicator]
  package let file: SourceFile

  /// Reads the file of the project, else the installed one.
  ///
  /// - Parameter project: Where to look.
  /// - Returns: The indicators, by number.
  /// - Throws: All problems of the file at once.
  package static func read(_ project: Project) throws(DiagnosticReport) -> IndicatorCatalog {
    let name = "Scenarios/catalog/indicators.yaml"
    let places = project.inputRoots.map { joined($0, name) }
    let path = places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
    var problems = ProblemList()
    let source = try SourceText.read(path, as: name, checksum: true)
    let reader = Node.parse(source, &problems).flatMap { MappingReader($0, schema, &problems) }
    var indicators: [TrackingIndicator] = []
    for entry in reader?["indicators"]?.entries ?? [] {
      entry.checkName(&problems)
      guard let indicator = TrackingIndicator(entry.key, entry.value, &problems) else { continue }
      if indicators.contains(where: { $0.number == indicator.number }) {
        problems.report(
          .outOfBounds, "the number \(indicator.number) is taken", at: entry.value.origin,
          hint: "take the next free one")
      }
      indicators.append(indicator)
    }
    if reader != nil, indicators.isEmpty, problems.isEmpty {
      problems.report(.wrongType, "there are no indicators", at: reader?.node.origin)
    }
    try problems.throwIfAny()
    return IndicatorCatalog(
      indicators: indicators.sorted { $0.number < $1.number },
      file: SourceFile(path: source.file, sha256: source.sha256))
  }

  private static let schema = MappingSchema(
    "indicators",
    [.required("indicators", .named(.mapping(entry)), "published figures, by key")])

  static let entry = MappingSchema(
    "an indicator",
    [
      .required("number", .integer(1...999), "permanent number; a new one takes the next"),
      .required("label", .mapping(Label.schema), "name in Vietnamese and English"),
      .required("unit", .text, "unit of its values; percent for growth and shares"),
      .required("measures", .oneOf(measures.map(\.name)), "what of the model it measures"),
      .required("errors", .mapping(errors), "standard deviations in log points"),
      .required("lag", .integer(0...12), "months from the end of the last month to the figure"),
      .required("source", .text, "where the sizes come from"),
    ])

  static let errors = MappingSchema(
    "errors of an indicator",
    [
      .required("monthly", .numberIn(size), "of every month by itself"),
      .required("common", .numberIn(size), "shared by all figures"),
      .required("figure", .numberIn(size), "of each figure by itself"),
      .required("revision", .numberIn(size), "of a figure published at once"),
      .required(
        "half_life", .numberIn(.within(0.1...120)), "months in which the revision error halves"),
      .required("within_quarter", .numberIn(size), "the spread of a month around its quarter"),
      .required(
        "rounding", .numberIn(.within(1e-6...1e6)), "the step of published figures, in their unit"),
    ])

  private static let size = NumberRange.within(0...2)

  static let measures: [(name: String, measure: TrackingIndicator.Measure)] = [
    ("growth_manufacturing", .growth(.manufacturing)), ("growth_other", .growth(.other)),
    ("growth_supporting", .growth(.supporting)), ("share", .share), ("climate", .climate),
    ("entries", .entries), ("realised_fdi", .realised), ("firms", .firms),
    ("certified", .certified),
    ("disbursed", .disbursed),
  ]
}

extension TrackingIndicator {
  fileprivate init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(
        node, IndicatorCatalog.entry, title: "indicator `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let unit = reader.string("unit", &problems), source = reader.string("source", &problems)
    let lag = reader.int("lag", &problems)
    let word = reader.word("measures", &problems)
    let measure = IndicatorCatalog.measures.first { $0.name == word }?.measure
    let errors = reader["errors"].flatMap { Errors($0, &problems) }
    guard let number, let label, let unit, let source, let lag, let measure, let errors else {
      return nil
    }
    self.init(
      key: key, number: number, label: label, unit: unit, measure: measure, errors: errors,
      publicationLag: lag, source: source)
    if isPercent != (unit == "percent") {
      problems.report(
        .outOfBounds, "growth and shares are in `percent`, and nothing else is", at: node.origin)
    }
  }
}

extension TrackingIndicator.Errors {
  fileprivate init?(_ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(
        node, IndicatorCatalog.errors, title: "errors of an indicator", &problems)
    else { return nil }
    var sizes: [Double] = []
    for key in IndicatorCatalog.errors.keys {
      guard let size = reader[key.name]?.double(&problems) else { return nil }
      sizes.append(size)
    }
    self.init(
      monthly: sizes[0], common: sizes[1], figure: sizes[2], revision: sizes[3],
      halfLife: sizes[4], withinQuarter: sizes[5], rounding: sizes[6])
  }
}
