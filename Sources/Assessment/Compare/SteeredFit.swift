import ReachModel

// What a changed assumption does to the fit.
//
// A prior is more than the law that it is the prior of: parameters that are fitted together share a
// likelihood, and the fit reads stress, measurement error and presence as known. Where two sides have
// the same data, all that the fit makes otherwise belongs to what was assumed otherwise.

extension [ScenarioChange] {
  /// The same, with what the fit moved put to the assumptions that steer it.
  ///
  /// Where several do, what they move together has a bar of its own; what none of them moves stays
  /// with the data.
  ///
  /// - Parameters:
  ///   - base: One side.
  ///   - alternative: The other, fitted to the same data.
  /// - Returns: The same pieces in the same order of kinds.
  func givingFitToAssumptions(
    _ base: ComparedModel, _ alternative: ComparedModel
  ) -> [ScenarioChange] {
    let moved = filter { $0.kind == .data }
    guard !moved.isEmpty else { return self }
    let steering = Steering(base, alternative)
    let stated = filter { $0.kind != .data }
    var changes = stated
    var shared: [ModelPiece] = [], unmoved: [ModelPiece] = []
    for piece in moved.flatMap(\.pieces) {
      let causes = stated.indices.filter { steering.moves(piece, by: stated[$0]) }
      switch causes.count {
      case 0: unmoved.append(piece)
      case 1: changes[causes[0]] = changes[causes[0]].holding(changes[causes[0]].pieces + [piece])
      default: shared.append(piece)
      }
    }
    if !shared.isEmpty { changes.append(.fit(shared)) }
    return changes
      + (unmoved.isEmpty ? [] : moved.prefix(1).map { $0.holding(unmoved) })
  }
}

extension ScenarioChange {
  /// What several changed assumptions move in the fit together.
  fileprivate static func fit(_ pieces: [ModelPiece]) -> ScenarioChange {
    ScenarioChange(
      key: "assumptions.fit", kind: .assumption,
      label: Label(
        vi: "Kết quả ước lượng do các giả định đã đổi cùng tác động",
        en: "What the data make of the changed assumptions"),
      base: .nothing, alternative: .nothing, origin: nil, pieces: pieces)
  }
}

/// Which changes reach which fitted numbers.
private struct Steering {
  /// Parameters whose law steers the fit of others.
  private let parameters: Set<Parameter>
  /// Parameters that have other draws in one side than in the other, or none: what is correlated with
  /// them has another place.
  private let redrawn: Set<Parameter>
  private let hasOtherPresence: Bool

  /// What the fit reads as known, whatever data move.
  private static let readAsKnown: Set<Parameter> = [
    .stressEntry, .stressStay, .jump, .recovered, .growthErrorMonth, .growthErrorNewYear,
  ]

  init(_ base: ComparedModel, _ alternative: ComparedModel) {
    parameters = base.fed.union(alternative.fed).union(Self.readAsKnown)
    func addresses(_ side: ComparedModel, _ parameter: Parameter) -> [[Int]] {
      side.model.parameters[parameter].map { [$0.number, $0.index] }
    }
    redrawn = Set(
      Parameter.allCases.filter { addresses(base, $0) != addresses(alternative, $0) })
    hasOtherPresence =
      base.model.structure.presenceNormal != alternative.model.structure.presenceNormal
  }

  func moves(_ moved: ModelPiece, by change: ScenarioChange) -> Bool {
    change.pieces.contains { piece in
      switch piece {
      case .parameter(let parameter):
        parameters.contains(parameter) || moved == .correlations && redrawn.contains(parameter)
      case .presence: hasOtherPresence
      default: false
      }
    }
  }
}
