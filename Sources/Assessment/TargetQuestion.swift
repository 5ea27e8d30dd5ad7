package import ReachModel

/// What is asked of a plan: one target, or all of them in the same draw.
package enum TargetQuestion: Sendable, Equatable {
  case target(Target)
  case joint

  /// The target's key, or `joint`.
  package var key: String {
    switch self {
    case .target(let target): target.key
    case .joint: "joint"
    }
  }

  /// The target's label, or what all are called together.
  var label: Label {
    switch self {
    case .target(let target): target.label
    case .joint: Label(vi: "Đạt tất cả chỉ tiêu", en: "All targets")
    }
  }

  /// The year in which it is decided.
  func lastYear(of targets: [Target]) -> Int {
    switch self {
    case .target(let target): target.year
    case .joint: targets.map(\.year).max() ?? 0
    }
  }
}

extension TargetSample {
  /// 1 where the question's target holds in a draw, 0 where not, NaN where the draw failed.
  package func held(_ question: TargetQuestion) -> [Double] {
    place(of: question).map { told[$0].held } ?? joint.held
  }

  /// Numbers with the mean P over the decided draws, NaN where the draw failed.
  package func chances(_ question: TargetQuestion) -> [Double] {
    place(of: question).map { told[$0].chances } ?? joint.chances
  }

  /// P; nil where too many draws failed to say.
  package func probability(_ question: TargetQuestion) -> Replicated? {
    place(of: question).map { probability($0) } ?? jointProbability
  }

  /// The place of the target asked for; nil for all together.
  private func place(of question: TargetQuestion) -> Int? {
    guard case .target(let target) = question else { return nil }
    guard let place = targets.firstIndex(where: target.asksTheSame) else {
      preconditionFailure("nobody asked for \(target.key) of \(target.year)")
    }
    return place
  }
}
