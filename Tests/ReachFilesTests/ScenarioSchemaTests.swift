import Foundation
import ReachFiles
import ReachModel
import Testing

/// As much of JSON Schema (2020-12) as our schemas use: an independent reading of it.
struct SchemaValidator {
  /// The first place that is not valid, or nil.
  func failure(_ node: Node, _ schema: [String: Any], at place: String = "") throws -> String? {
    if let types = schema["type"] {
      let names = types as? [String] ?? [types as? String ?? ""]
      guard names.contains(where: { has(node, $0) }) else { return "\(place): not \(names)" }
    }
    if let words = schema["enum"] as? [Any] {
      let isNull = node.scalar?.isEmpty == true
      let text = node.scalar?.text ?? ""
      guard words.contains(where: { $0 as? String == text || (isNull && $0 is NSNull) }) else {
        return "\(place): not among \(words)"
      }
    }
    if let any = schema["anyOf"] as? [[String: Any]] {
      guard try any.contains(where: { try failure(node, $0, at: place) == nil }) else {
        return "\(place): none of several"
      }
    }
    if let pattern = schema["pattern"] as? String, has(node, "string") {
      let text = node.scalar?.text ?? ""
      guard try text.firstMatch(of: Regex(pattern)) != nil else { return "\(place): \(pattern)" }
    }
    if has(node, "number"), let value = (node.scalar?.text).flatMap(Double.init) {
      let low = schema["minimum"] as? Double ?? -.infinity
      let high = schema["maximum"] as? Double ?? .infinity
      let bound = schema["exclusiveMinimum"] as? Double ?? -.infinity
      guard low...high ~= value, value > bound else { return "\(place): outside" }
    }
    if let count = node.items?.count ?? node.entries?.count,
      let failure = failure(count: count, node, schema, at: place)
    {
      return failure
    }
    return try failureInside(node, schema, at: place)
  }

  /// The bounds on how many items or keys there are.
  private func failure(
    count: Int, _ node: Node, _ schema: [String: Any], at place: String
  ) -> String? {
    let (low, high) =
      node.items == nil ? ("minProperties", "maxProperties") : ("minItems", "maxItems")
    let bounds = (schema[low] as? Int ?? 0)...(schema[high] as? Int ?? .max)
    return bounds.contains(count) ? nil : "\(place): \(count) of \(bounds)"
  }

  private func failureInside(
    _ node: Node, _ schema: [String: Any], at place: String
  ) throws -> String? {
    for (node, item) in zip(node.items ?? [], schema["prefixItems"] as? [[String: Any]] ?? []) {
      if let failure = try failure(node, item, at: place + "[]") { return failure }
    }
    if let item = schema["items"] as? [String: Any] {
      for node in node.items ?? [] {
        if let failure = try failure(node, item, at: place + "[]") { return failure }
      }
    }
    guard let entries = node.entries else { return nil }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    for key in schema["required"] as? [String] ?? [] where node[key] == nil {
      return "\(place): no \(key)"
    }
    let names = (schema["propertyNames"] as? [String: Any])?["pattern"] as? String
    for entry in entries {
      let inner = "\(place).\(entry.key)"
      if let names, try entry.key.firstMatch(of: Regex(names)) == nil { return inner }
      let rest = schema["additionalProperties"]
      if rest as? Bool == false, properties[entry.key] == nil { return inner }
      if let own = properties[entry.key] ?? rest as? [String: Any],
        let failure = try failure(entry.value, own, at: inner)
      {
        return failure
      }
    }
    return nil
  }

  /// Types as YAML's core schema resolves them.
  private func has(_ node: Node, _ type: String) -> Bool {
    guard let scalar = node.scalar else {
      return type == (node.items == nil ? "object" : "array")
    }
    if scalar.isEmpty { return type == "null" }
    if scalar.isQuoted { return type == "string" }
    if ["true", "false"].contains(scalar.text) { return type == "boolean" }
    guard let value = Double(scalar.text) else { return type == "string" }
    return type == "number" || (type == "integer" && value == value.rounded())
  }
}

@Suite("The JSON Schema of scenarios")
struct ScenarioSchemaTests {
  private static let folder = "\(Project.root)/Scenarios"

  private func schema() throws -> [String: Any] {
    let data = Data(ScenarioJSONSchema.text.utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func node(_ text: String, _ file: String) throws -> Node? {
    var problems = ProblemList()
    return Node.parse(try SourceText(text, file: file), &problems)
  }

  @Test("a file that extends another may take the other's estimator away")
  func chosenAgain() throws {
    let text = "extends: a.yaml\nestimation: {own: {estimator: {fuller: , poisson: {}}}}"
    let node = try #require(try node(text, "b.yaml"))
    #expect(try SchemaValidator().failure(node, schema()) == nil)
  }

  @Test("the shipped schema is the one that `reach schema` prints")
  func shipped() throws {
    #expect(
      try SourceText.read("\(Self.folder)/scenario.schema.json").text == ScenarioJSONSchema.text)
  }

  @Test("the shipped scenarios are valid; a misspelt key and a wrong type are not")
  func shippedScenarios() throws {
    let schema = try schema()
    for file in try Project.files(in: Self.folder, ending: ".yaml") {
      let text = try SourceText.read("\(Self.folder)/\(file)").text
      let failure = try SchemaValidator().failure(#require(try node(text, file)), schema)
      #expect(failure == nil, "\(file)\(failure ?? "")")
    }
    for text in [
      "extends: a\nlevres: {}", "extends: a\nyears: x", "scenario: a", "extends: a\nnote: [a]",
      "extends: a\nsource: {b: c}", "extends: a\ncorrelations: 5", "extends: a\noverrides: 5",
      "extends: a\ncorrelations: [{rank: 0.5}]", "extends: a\nstart: {firms: {source: a}}",
    ] {
      let failure = try SchemaValidator().failure(#require(try node(text, "a.yaml")), schema)
      #expect(failure != nil, "\(text)")
    }
  }

  private static let words = ["null", "", "5", "2.5", "true", "\"x\"", "[]", "{}", "[x]", "a"]

  /// Each line of a base and of a scenario that extends it, with each of ``words`` for its value.
  @Test(
    "what the reader accepts is valid",
    arguments: ["hanoi-2021.yaml", "hanoi-2021-pandemic.yaml", "hai-duong-2025.yaml"])
  func readerImpliesSchema(file: String) throws {
    let schema = try schema(), catalog = try Project.catalog.get()
    let folder = try ScratchFolder()
    for other in try Project.files(in: Self.folder, ending: ".yaml") {
      _ = try folder.write(SourceText.read("\(Self.folder)/\(other)").text, to: other)
    }
    let lines = try SourceText.read("\(Self.folder)/\(file)").text
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var accepted = 0
    for (place, line) in lines.enumerated() where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      for word in Self.words {
        var changed = lines
        changed[place] = "\(line[...colon]) \(word)"
        let text = changed.joined(separator: "\n")
        let path = try folder.write(text, to: file)
        guard (try? Study.read(path, catalog: catalog)) != nil else { continue }
        accepted += 1
        let failure = try SchemaValidator().failure(#require(try node(text, file)), schema)
        #expect(failure == nil, "line \(place + 1), \(word): \(failure ?? "")")
      }
    }
    #expect(accepted >= 10)
  }
}
