import PanelData

extension EvaluatedSample {
  /// A term that stands twice, the dependent variable among the regressors, or a regressor among
  /// the instruments.
  mutating func checkRepeatedTerms() {
    var seen: [String: Role] = [:]
    for term in terms where [.dependent, .regressor, .endogenous, .instrument].contains(term.role) {
      guard let first = seen.updateValue(term.role, forKey: term.text) else { continue }
      let summary =
        switch (first, term.role) {
        case (.dependent, .instrument): "the dependent variable `\(term.text)` is an instrument too"
        case (.dependent, _): "the dependent variable `\(term.text)` is a regressor too"
        case (.regressor, .instrument), (.endogenous, .instrument):
          "`\(term.text)` is a regressor and an instrument"
        default: "`\(term.text)` stands here a second time"
        }
      let isExogenous = first == .regressor && term.role == .instrument
      problems.append(
        SpecificationProblem(
          .contradiction, summary,
          hint: isExogenous ? "exogenous regressors are instruments by themselves" : nil,
          path: term.path))
    }
  }

  /// Weights are precisions: all of them have to be positive.
  mutating func checkWeights() {
    guard let term = terms.first(where: { $0.role == .weights }),
      case .numbers(let values) = term.values
    else { return }
    let bad = rows.filter { values[Int($0)] <= 0 }
    guard let first = bad.first else { return }
    let more = bad.count > 1 ? ", and \(bad.count - 1) more are not positive" : ""
    problems.append(
      SpecificationProblem(
        .badWeight,
        "the weight `\(term.text)` is \(levelText(values[Int(first)])) in "
          + "\(table.place(ofRow: Int(first)))\(more)",
        hint: "leave such rows out with `sample: \(term.text) > 0`", path: term.path))
  }

  /// Whether a constant, or effects that contain one, are in the regression.
  private var hasLevel: Bool { specification.hasConstant || !specification.fixedEffects.isEmpty }

  /// A regressor with one value is a constant beside the constant, or nothing at all.
  ///
  /// One row says nothing about variation; the estimator then counts rows and coefficients.
  mutating func checkVariation(of term: Term, _ columns: DesignColumns, from first: Int) {
    guard specification.collinear == .refuse, rows.count > 1 else { return }
    let n = rows.count
    for column in first..<columns.names.count {
      let value = columns.storage[column * n]
      guard columns.storage[(column * n)..<((column + 1) * n)].allSatisfy({ $0 == value }) else {
        continue
      }
      guard hasLevel || value == 0 || term.role == .instrument else { continue }
      problems.append(constant(columns.names[column], value, term.path))
    }
  }

  mutating func checkVariation(ofDependent y: [Double]) {
    guard hasLevel, y.count > 1, let value = y.first, y.allSatisfy({ $0 == value }) else { return }
    problems.append(constant(specification.dependent.text, value, ["dependent"]))
  }

  private func constant(_ name: String, _ value: Double, _ path: [String]) -> SpecificationProblem {
    SpecificationProblem(
      .noVariation,
      "`\(name)` is \(levelText(value)) in all \(rows.count) observations: it has no "
        + "variance", path: path)
  }

  /// Options may name coefficients; those have to be there.
  mutating func checkNames(_ names: [String]) {
    guard problems.isEmpty else { return }
    for (name, path) in specification.namedCoefficients where !names.contains(name) {
      problems.append(
        SpecificationProblem(
          .unknownName, "no coefficient is named `\(name.prefix(60))`", path: path,
          unknown: .init(name: name, known: names)))
    }
  }

  mutating func checkInstruments(_ instruments: Int, _ endogenous: Int) {
    guard specification.estimator.name.hasInstruments, instruments < endogenous else { return }
    problems.append(
      SpecificationProblem(
        .contradiction,
        "too few instruments: \(instruments) for \(counted(endogenous, "endogenous regressor"))",
        path: ["instruments"]))
  }
}
