import Econometrics
import ReachModel

/// Reads an evaluation from its tree, reporting every problem with its place.
struct EvaluationReader {
  let reader: MappingReader
  let isOnPanel: Bool

  /// - Returns: Nil, with problems, if it cannot be read or contradicts itself.
  func specification(stem: String, _ problems: inout ProblemList) -> ProgrammeSpecification? {
    let before = problems.diagnostics.count
    let table = table(&problems)
    let title = reader.label("title", &problems), unit = reader.label("unit", &problems)
    let source = reader.string("source", &problems)
    let treated = treated(&problems)
    let feed = reader["feeds"].flatMap { self.feed($0, treated.list, &problems) }
    guard let table, let title, let unit, let source else { return nil }
    var result = ProgrammeSpecification(
      name: reader.string("name", &problems) ?? stem, table: table, source: source)
    (result.title, result.unit, result.feed) = (title, unit, feed)
    result.purpose = word("purpose", &problems) ?? .programme
    (result.treated, result.periodsPerYear) = (treated.list, treated.perYear)
    readUnits(&result, &problems)
    readMethod(&result, &problems)
    result.confounders = (reader["confounders"]?.items ?? []).compactMap { Label($0, &problems) }
    result.notes = reader.string("notes", &problems)
    return problems.diagnostics.count == before ? result : nil
  }

  private func word<Word: RawRepresentable<String>>(
    _ key: String, _ problems: inout ProblemList
  ) -> Word? {
    reader.word(key, &problems).flatMap(Word.init(rawValue:))
  }

  private var expressions: SpecificationReader {
    SpecificationReader(reader: reader, root: reader.node)
  }

  // MARK: Data

  /// The outcome as dependent variable, covariates as regressors.
  private func table(_ problems: inout ProblemList) -> RegressionSpecification? {
    let outcome = expressions.expression("outcome", &problems)
    let covariates = expressions.expressions("covariates", &problems)
    guard let outcome else { return nil }
    var table = RegressionSpecification(name: "", dependent: outcome, regressors: covariates)
    table.hasConstant = false
    table.sample = expressions.expression("sample", &problems)
    if isOnPanel {
      (table.entity, table.period) = SpecificationReader.panelColumns
      for key in ["layout", "entity", "period"] {
        guard let node = reader[key] else { continue }
        problems.report(
          .contradictoryKeys, "`\(key)` is of a file of data, and none was named", at: node.origin,
          length: node.length, hint: "name it with `--data`, or drop the key")
      }
      return table
    }
    expressions.readData(&table, &problems)
    for (key, value) in [("entity", table.entity), ("period", table.period)] where value == nil {
      problems.report(
        .missingKey, "`--data` needs `\(key)`", at: reader.node.origin,
        hint: "the column that names the \(key == "entity" ? "unit" : "period") of a row")
    }
    if let node = reader["as_of"] {
      problems.report(
        .contradictoryKeys, "`as_of` is of the observed panel, and `--data` names another file",
        at: node.origin, length: node.length)
    }
    return table
  }

  // MARK: Units

  private func treated(
    _ problems: inout ProblemList
  ) -> (list: [ProgrammeSpecification.Treated], perYear: Int) {
    guard let node = reader["treated"] else { return ([], 1) }
    guard let items = node.items, !items.isEmpty else {
      problems.report(
        .wrongType, "\(node.kind) stands where a list of units is expected", at: node.origin,
        length: node.length, hint: "write `- {unit: \"01\", from: 2021}` for each")
      return ([], 1)
    }
    var list: [ProgrammeSpecification.Treated] = [], perYear: Int?
    for item in items {
      guard let own = MappingReader(item, EvaluationSchema.treated, &problems),
        let unit = own.string("unit", &problems), let text = own.string("from", &problems)
      else { continue }
      guard let from = periodNumber(text), perYear.map({ $0 == from.perYear }) ?? true else {
        problems.report(
          .badPeriod,
          "`\(text.prefix(20))` is no period"
            + (perYear == nil ? "" : " of the kind of those before it"),
          at: own["from"]?.origin, length: own["from"]?.length ?? 1,
          hint: "a year, a quarter such as 2021-Q3, or a month such as 2021-03")
        continue
      }
      perYear = from.perYear
      if list.contains(where: { $0.unit == unit }) {
        problems.report(
          .duplicateKey, "`\(unit)` stands among the treated twice",
          at: own["unit"]?.origin ?? item.origin, length: own["unit"]?.length ?? 1)
      }
      list.append(
        .init(unit: unit, from: from.value, amount: own.double("amount", &problems)))
    }
    return (list, perYear ?? 1)
  }

  private func readUnits(
    _ result: inout ProgrammeSpecification, _ problems: inout ProblemList
  ) {
    let named = Set(result.treated.map(\.unit))
    func units(_ key: String, _ problems: inout ProblemList) -> [String] {
      let list = expressions.texts(key, in: reader, &problems)
      for (text, node) in list where named.contains(text) {
        problems.report(
          .contradictoryKeys, "`\(text.prefix(60))` stands in `treated` and in `\(key)`",
          at: node.origin, length: node.length)
      }
      return list.map(\.text)
    }
    result.comparison = reader["comparison"] == nil ? nil : units("comparison", &problems)
    result.excluded = units("exclude", &problems)
  }

  // MARK: Method

  private func readMethod(
    _ result: inout ProgrammeSpecification, _ problems: inout ProblemList
  ) {
    result.method = word("method", &problems) ?? .differenceInDifferences
    if let node = reader["own_level"] {
      if result.method != .syntheticControl {
        problems.report(
          .contradictoryKeys, "`own_level` is of `method: synthetic_control`", at: node.origin,
          length: node.length)
      }
      result.synthetic = .init(hasOwnLevel: node.bool(&problems) ?? true)
    }
    if let M = reader.double("relative_magnitude", &problems) { result.relativeMagnitude = M }
    if let node = reader["relative_magnitude"], result.method == .syntheticControl {
      problems.report(
        .contradictoryKeys, "`relative_magnitude` is of `method: difference_in_differences`",
        at: node.origin, length: node.length)
    }
    if let level = reader.double("level", &problems) { result.level = level }
    if let draws = reader.int("draws", &problems) { result.draws = draws }
    if let seed = reader.int("seed", &problems) { result.seed = UInt64(seed) }
  }

  private func feed(
    _ node: Node, _ treated: [ProgrammeSpecification.Treated], _ problems: inout ProblemList
  ) -> ProgrammeFeedSpecification? {
    guard let own = MappingReader(node, EvaluationSchema.feeds, &problems) else { return nil }
    let uncertainty = own.string("uncertainty", &problems)
    let formula = own.label("formula", &problems), discount = own.double("discount", &problems)
    let factor = own.double("multiply_by", &problems) ?? 1
    if factor == 0 {
      problems.report(
        .outOfBounds, "`multiply_by` is 0, which leaves nothing of the effect",
        at: own["multiply_by"]?.origin ?? node.origin)
    }
    var divisor = ProgrammeFeedSpecification.Divisor.number(1)
    if own["divide_by"]?.scalar?.text == "amount" {
      divisor = .amount
      if treated.contains(where: { !(($0.amount ?? 0) > 0) }) {
        problems.report(
          .contradictoryKeys, "`divide_by: amount` needs an `amount` above 0 of every treated unit",
          at: own["divide_by"]?.origin ?? node.origin, length: 6)
      }
    } else if let number = own.double("divide_by", &problems) {
      divisor = .number(number)
    }
    let widens = own["widen"]?.bool(&problems) ?? false
    guard let uncertainty, let formula, let discount else { return nil }
    return ProgrammeFeedSpecification(
      uncertainty: uncertainty, factor: factor, divisor: divisor, formula: formula,
      discount: discount, widens: widens)
  }
}
