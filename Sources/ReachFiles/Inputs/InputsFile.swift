package import ReachModel
package import Reporting

extension RunFolder {
  /// The inputs of the run's scenarios as they were typed.
  package static let inputsName = "inputs.json"
}

/// The text of `inputs.json`: for each scenario of a run every input with its key, its value as typed
/// and parted, its source, what stands behind it and where it was written.
package func inputsJSON(_ studies: [Study]) -> String {
  JSONValue.object([
    ("format", .string(InputsFile.format)), ("format_version", .integer(InputsFile.version)),
    (
      "scenarios",
      .array(
        studies.map {
          ScenarioInputSet(name: $0.name, files: $0.files, inputs: $0.inputs).exact
        })
    ),
  ]).text + "\n"
}

private enum InputsFile {
  static let format = "reach-inputs", version = 1
}

extension RunFolder {
  /// What ``inputsJSON(_:)`` wrote.
  ///
  /// - Throws: R007 with the place of what is not so; R008 for a newer form.
  package func inputs() throws(DiagnosticReport) -> [ScenarioInputSet] {
    let node = try Node.json(try text(of: Self.inputsName))
    var record = try ExactRecord(node)
    try record.check(format: InputsFile.format, version: InputsFile.version, of: node)
    let sets: [ScenarioInputSet] = try record.take("scenarios")
    try record.finish()
    return sets
  }
}

extension ScenarioInputSet: ExactlyWritten {
  var exact: JSONValue { .record(["name": name, "files": files, "inputs": inputs]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      name: try record.take("name"), files: try record.take("files"),
      inputs: try record.take("inputs"))
    try record.finish()
  }
}

extension StudyInput.Basis: ExactlyWritten {}

extension StudyInput: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "path": path, "label": label, "text": text, "value": value, "basis": basis,
      "source": source, "origin": origin,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let path: String = try record.take("path"), label: Label = try record.take("label")
    let text: String = try record.take("text")
    var value: StudyInput.Value = try record.take("value")
    // The words of a text stand once.
    if case .text = value { value = .text(text) }
    self.init(
      path: path, text: text, value: value, label: label, basis: try record.take("basis"),
      source: try record.take("source"), origin: try record.take("origin"))
    try record.finish()
  }
}

/// Numbers are plain here: they were typed, and their shortest text is exact.
extension StudyInput.Value: ExactlyWritten {
  var exact: JSONValue {
    switch self {
    case .number(let value, let unit):
      .object([
        ("kind", .string("number")), ("number", .number(value)), ("unit", .string(unit)),
      ])
    case .range(let low, let high, let unit):
      .object([
        ("kind", .string("range")), ("low", .number(low)), ("high", .number(high)),
        ("unit", .string(unit)),
      ])
    case .truth(let truth): .object([("kind", .string("truth")), ("truth", .bool(truth))])
    case .date(let date): .object([("kind", .string("date")), ("date", date.exact)])
    case .text: .object([("kind", .string("text"))])
    }
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let kind: String = try record.take("kind")
    switch kind {
    case "number":
      self = .number(try Self.number("number", &record), unit: try record.take("unit"))
    case "range":
      self = .range(
        low: try Self.number("low", &record), high: try Self.number("high", &record),
        unit: try record.take("unit"))
    case "truth": self = .truth(try record.take("truth"))
    case "date": self = .date(try record.take("date"))
    case "text": self = .text("")
    default: throw .damaged("no kind of value is named `\(kind.prefix(40))`", at: node.origin)
    }
    try record.finish()
  }

  private static func number(
    _ key: String, _ record: inout ExactRecord
  ) throws(DiagnosticReport) -> Double {
    let plain: PlainNumber = try record.take(key)
    return plain.value
  }
}

/// A number in decimal digits.
private struct PlainNumber: ExactlyWritten {
  let value: Double

  var exact: JSONValue { .number(value) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, !scalar.isQuoted,
      case .number(let value) = NumberText(scalar.text[...], .canonical)
    else { throw node.unexpected("a number") }
    self.value = value
  }
}
