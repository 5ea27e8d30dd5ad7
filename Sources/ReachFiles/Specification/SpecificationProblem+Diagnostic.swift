import Econometrics
import ReachModel

extension SpecificationProblem {
  /// The problem at the value that its path leads to, or at what is nearest to it.
  func diagnostic(in root: Node) -> Diagnostic {
    var node = root
    for step in path {
      if let items = node.items, let place = Int(step), items.indices.contains(place) {
        node = items[place]
      } else if let value = node[step], value.scalar?.isEmpty != true {
        node = value
      } else if node.scalar == nil || Int(step) == nil {
        // A single text stands for a list of one; any other step leads nowhere.
        break
      }
    }
    return diagnostic(at: node)
  }

  /// The problem at a value whose text is the expression.
  func diagnostic(at node: Node) -> Diagnostic {
    let (origin, length) = node.place(of: range)
    let nearest = unknown.flatMap { unknown in
      nearestName(to: unknown.name, among: unknown.known)
        ?? unknown.known.first { $0.folded == unknown.name.folded }
    }
    let needsBackticks =
      unknown?.isColumn == true && range != nil
      && nearest.map { Expression.written($0) != $0 } == true
    let meant = nearest.map {
      "did you mean `\($0)`?" + (needsBackticks ? " (with its backticks)" : "")
    }
    let hints = [meant, hint].compactMap(\.self)
    let allowed = unknown.map { $0.known.count > 30 ? [] : $0.known } ?? []
    return Diagnostic(
      kind.code, summary, at: origin, length: length,
      hint: hints.isEmpty ? nil : hints.joined(separator: "; "), allowed: allowed)
  }
}

extension Node {
  /// Where a part of this text stands, as long as it is written in one line as it is.
  fileprivate func place(of range: Range<Int>?) -> (origin: Origin, length: Int) {
    guard let range, let scalar else { return (origin, length) }
    let count = scalar.text.unicodeScalars.count
    let quote = scalar.isQuoted ? 1 : 0
    guard length == count + 2 * quote, range.upperBound <= count else { return (origin, length) }
    let place = Origin(
      file: origin.file, line: origin.line, column: origin.column + quote + range.lowerBound)
    return (place, max(1, range.count))
  }
}

extension SpecificationProblem.Kind {
  /// The code under which `reach explain` has it.
  var code: DiagnosticCode {
    switch self {
    case .syntax: .badExpression
    case .unknownName: .unknownDataName
    case .contradiction: .contradictoryKeys
    case .wrongKind: .wrongColumnKind
    case .notFinite: .infiniteValue
    case .badWeight: .badWeight
    case .noVariation: .noVariation
    case .noRows: .noRows
    case .duplicateRow: .repeatedPeriod
    case .badPeriod: .badPeriod
    }
  }
}
