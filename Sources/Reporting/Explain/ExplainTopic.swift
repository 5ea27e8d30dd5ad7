import Assessment
import ReachModel

/// What a finding is about, read off its id: it decides what its trail must hold.
enum ExplainTopic {
  /// A statistic of simulated draws: everything that feeds the outcomes stands behind it.
  case simulated([Outcome])
  /// What a scenario says is wanted.
  case threshold(Target)
  /// How often published growth reached a target; `fullYears` only among full years.
  case baseRate(Target, fullYears: Bool)
  /// An end of a band of a target's own start.
  case start(Target)
  case lever(LeverSetting)
  case execution(LeverSetting)
  /// What data did to one parameter.
  case learning(String)
  /// A count of inputs: `total`, `prior_driven` or `starts`.
  case inputCount(String)
  /// How many observed cells were left out as flagged.
  case flaggedCells
  /// The jump of a quarter that the scenario sets.
  case jump(quarter: String)
  /// A count over the scenario, or the size of a design.
  case count

  init(_ finding: Finding, _ study: Study) {
    let parts = finding.id.split(separator: ".").map(String.init)
    let last = parts.last ?? ""
    func lever() -> LeverSetting? { study.levers.first { $0.key == parts[1] } }
    if let topic = Self.analysis(parts, study) {
      self = topic
      return
    }
    let target = parts.count > 1 ? study.targets.first { $0.key == parts[1] } : nil
    switch parts.first {
    case "targets": self = target.map { Self(parts, $0) } ?? .count
    case "joint" where last != "targets": self = .simulated(study.targets.map(\.outcome))
    case "identity": self = .simulated([.share])
    case "outcomes": self = .simulated(Outcome(rawValue: parts[1]).map { [$0] } ?? [])
    case "levers":
      self = lever().map { last == "execution" ? .execution($0) : .lever($0) } ?? .count
    case "parameters" where parts.count > 2: self = .learning(parts[1])
    case "parameters" where ["total", "prior_driven", "starts"].contains(last):
      self = .inputCount(last)
    case "parameters" where last == "flagged_cells": self = .flaggedCells
    case "stress": self = .jump(quarter: parts[1])
    default: self = .count
    }
  }

  private init(_ parts: [String], _ target: Target) {
    switch (parts[2], parts.last) {
    case ("threshold", _): self = .threshold(target)
    case ("base_rate", let last):
      self = .baseRate(target, fullYears: last?.hasPrefix("full_year") == true)
    case ("start", let last) where last != "probability": self = .start(target)
    default: self = .simulated([target.outcome])
    }
  }

  /// The outcomes whose inputs stand behind the finding; empty if no simulation does.
  var outcomes: [Outcome] {
    if case .simulated(let outcomes) = self { outcomes } else { [] }
  }
}
