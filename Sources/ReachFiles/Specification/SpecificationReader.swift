import Econometrics
import ReachModel

/// Reads a specification from its tree, reporting every problem with its place.
struct SpecificationReader {
  let reader: MappingReader
  let root: Node

  /// - Returns: Nil, with problems, if it cannot be read or contradicts itself.
  static func read(
    _ node: Node, _ schema: MappingSchema, name: String, isOnPanel: Bool = false,
    _ problems: inout ProblemList
  ) -> RegressionSpecification? {
    guard let reader = MappingReader(node, schema, &problems) else { return nil }
    let before = problems.diagnostics.count
    let own = SpecificationReader(reader: reader, root: node)
    guard var specification = own.body(name: name, &problems) else { return nil }
    if isOnPanel {
      (specification.entity, specification.period) = Self.panelColumns
    } else {
      own.readData(&specification, &problems)
    }
    guard problems.diagnostics.count == before else { return nil }
    for problem in specification.contradictions {
      problems.report(problem.diagnostic(in: node))
    }
    return problems.diagnostics.count == before ? specification : nil
  }

  /// The columns of the observed panel as a table.
  static let panelColumns: (entity: String?, period: String?) = ("province_code", "year")

  private func body(
    name: String, _ problems: inout ProblemList
  ) -> RegressionSpecification? {
    let dependent = expression("dependent", &problems)
    let regressors = expressions("regressors", &problems)
    var result = RegressionSpecification(
      name: name, dependent: dependent ?? Expression(column: "dependent"), regressors: regressors)
    result.title = title(&problems)
    result.fixedEffects = groups("fixed_effects", in: reader, &problems)
    result.hasConstant = reader["constant"]?.bool(&problems) ?? result.fixedEffects.isEmpty
    result.singletons = word("singletons", &problems) ?? .keep
    result.endogenous = expressions("endogenous", &problems)
    result.instruments = expressions("instruments", &problems)
    result.weights = expression("weights", &problems)
    result.offset = expression("offset", &problems)
    result.sample = expression("sample", &problems)
    result.estimator = estimator(&problems)
    result.collinear = word("collinear", &problems) ?? .refuse
    result.covariance = covariance(&problems)
    result.bootstrap = bootstrap(&problems)
    result.placebo = placebo(&problems)
    result.multipleTesting = multipleTesting(&problems)
    result.notes = reader.string("notes", &problems)
    result.source = reader.string("source", &problems)
    return dependent == nil ? nil : result
  }

  /// The keys that say how the data are held.
  func readData(
    _ specification: inout RegressionSpecification, _ problems: inout ProblemList
  ) {
    if let name = reader.string("name", &problems) { specification.name = name }
    specification.entity = reader.string("entity", &problems).map(plainName)
    specification.period = reader.string("period", &problems).map(plainName)
    specification.layout = layout(&problems)
  }

  func title(_ problems: inout ProblemList) -> Label? {
    guard let node = reader["title"] else { return nil }
    if node.entries != nil { return Label(node, &problems) }
    return node.string(&problems).map { Label(vi: $0, en: $0) }
  }

  // MARK: Layout

  private func layout(_ problems: inout ProblemList) -> RegressionSpecification.Layout {
    guard let node = reader["layout"] else { return .rows }
    guard node.entries != nil else {
      if node.scalar?.text != "rows" {
        problems.reportUnknown(
          .unknownName, "\(node.kind) is no layout", name: node.scalar?.text ?? "",
          known: ["rows", "long", "wide"], at: node.origin)
      }
      return .rows
    }
    guard let choice = MappingReader(node, SpecificationSchema.layout, &problems),
      let entry = single(node, "layout", &problems)
    else { return .rows }
    let options =
      choice[entry.key] ?? Node(.mapping([]), at: entry.keyOrigin, format: node.format)
    let layout = entry.key == "long" ? long(options, &problems) : wide(options, &problems)
    return layout ?? .rows
  }

  private func long(
    _ node: Node, _ problems: inout ProblemList
  ) -> RegressionSpecification.Layout? {
    guard let reader = MappingReader(node, SpecificationSchema.long, &problems),
      let variable = reader.string("variable", &problems),
      let value = reader.string("value", &problems)
    else { return nil }
    return .long(
      variable: plainName(variable), value: plainName(value),
      where: reader["where"].flatMap { expression(of: $0, &problems) })
  }

  private func wide(
    _ node: Node, _ problems: inout ProblemList
  ) -> RegressionSpecification.Layout? {
    guard let reader = MappingReader(node, SpecificationSchema.wide, &problems),
      let text = reader.string("pattern", &problems)
    else { return nil }
    guard let pattern = WidePattern(text) else {
      problems.report(
        .wrongType, "`\(text.prefix(60))` is no pattern of column names",
        at: reader["pattern"]?.origin, length: reader["pattern"]?.length ?? 1,
        hint: "{variable} and {period} both stand in it, once")
      return nil
    }
    return .wide(pattern, variables: texts("variables", in: reader, &problems).map(\.text))
  }
}

// MARK: Parts

extension SpecificationReader {
  /// The only entry of a mapping that chooses by its key.
  func single(
    _ node: Node, _ what: String, _ problems: inout ProblemList
  ) -> Node.Entry? {
    guard let entries = node.entries, entries.count == 1 else {
      problems.report(
        .contradictoryKeys, "`\(what)` has \(node.entries?.count ?? 0) keys where one is chosen",
        at: node.origin)
      return nil
    }
    return entries[0]
  }

  /// A name without the backticks that an expression would need.
  func plainName(_ text: String) -> String {
    guard text.utf8.count > 2, text.hasPrefix("`"), text.hasSuffix("`") else { return text }
    return String(text.dropFirst().dropLast())
  }

  func word<Word: RawRepresentable<String>>(
    _ key: String, in reader: MappingReader? = nil, _ problems: inout ProblemList
  ) -> Word? {
    (reader ?? self.reader).word(key, &problems).flatMap(Word.init(rawValue:))
  }

  /// One text or a list of them, with their places.
  func texts(
    _ key: String, in reader: MappingReader, _ problems: inout ProblemList
  ) -> [(text: String, node: Node)] {
    guard let node = reader[key] else { return [] }
    let items = node.items ?? [node]
    return items.compactMap { item in item.string(&problems).map { ($0, item) } }
  }

  func expression(_ key: String, _ problems: inout ProblemList) -> Expression? {
    reader[key].flatMap { expression(of: $0, &problems) }
  }

  func expressions(
    _ key: String, in reader: MappingReader? = nil, _ problems: inout ProblemList
  ) -> [Expression] {
    texts(key, in: reader ?? self.reader, &problems).compactMap {
      expression(of: $0.node, &problems)
    }
  }

  func expression(of node: Node, _ problems: inout ProblemList) -> Expression? {
    guard let text = node.string(&problems) else { return nil }
    do throws(SpecificationProblem) {
      return try Expression(text)
    } catch {
      problems.report(error.diagnostic(at: node))
      return nil
    }
  }

  func groups(
    _ key: String, in reader: MappingReader, _ problems: inout ProblemList
  ) -> [RegressionSpecification.GroupName] {
    texts(key, in: reader, &problems).map { RegressionSpecification.GroupName($0.text) }
  }
}
