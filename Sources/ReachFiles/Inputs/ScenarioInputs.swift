import ReachModel

/// Everything that a scenario takes in, as typed: its own values and those of the catalog that it
/// leaves as they are.
struct ScenarioInputs {
  let root: Node
  let frame: StudyFrame
  let levers: [LeverSetting]
  /// Uncertainties that the scenario gives.
  let given: Set<String>

  init(_ root: Node, _ frame: StudyFrame, levers: [LeverSetting], given: Set<String>) {
    (self.root, self.frame, self.levers, self.given) = (root, frame, levers, given)
  }

  /// Keys that are no inputs of their own: the source stands beside each value, and the two others
  /// say which file this is.
  static let omitted: Set<String> = ["source", "extends", "scenario"]

  var inputs: [StudyInput] { ownInputs + catalogInputs }

  private var ownInputs: [StudyInput] {
    root.leaves().compactMap { path, node in
      guard let last = path.keys.last, !Self.omitted.contains(last) else { return nil }
      let block = InputBlock(of: path)
      return StudyInput(
        path: path.text, text: node.asTyped, value: StudyInput.Value(node),
        label: InputLabels(frame, root).label(of: path), basis: basis(of: path, block),
        source: block.map { source(of: $0) }, origin: node.origin)
    }
  }

  /// The source of a block; that of its template for a target which names none.
  private func source(of block: InputBlock) -> String {
    if let own = root[block.path.appending(.key("source"))]?.scalar?.text { return own }
    let template = root[block.path.appending(.key("from"))]?.scalar?.text
    return template.flatMap { frame.catalog.target($0)?.source } ?? ""
  }

  private func basis(of path: InputPath, _ block: InputBlock?) -> StudyInput.Basis {
    guard let block, path.keys.count > 1 else { return .setting }
    let isName = path.keys.contains("label")
    switch path.keys[0] {
    case "targets": return isName ? .setting : .target
    case "levers":
      guard path.keys.count > 2, ["budget", "budget_assumed"].contains(path.keys[2]) else {
        return .assumed
      }
      switch levers.first(where: { $0.key == path.keys[1] })?.basis {
      case .documented: return .documented
      case .scenario: return .scenario
      case .assumed, nil: return .assumed
      }
    case "start", "history":
      let published = root[block.path.appending(.key("published"))]?.scalar?.text == "true"
      return published && path.keys.dropFirst(2).first == "value" ? .observed : .assumed
    case "regime", "freeze_from": return .scenario
    default: return .assumed
    }
  }

  // MARK: The catalog's

  private var catalogInputs: [StudyInput] {
    frame.catalog.uncertainties.sorted { $0.number < $1.number }.flatMap { known -> [StudyInput] in
      guard !given.contains(known.key), known.prior != nil, isUsed(known),
        let prior = frame.catalog.typedPriors[known.key]
      else { return [] }
      return prior.leaves(Self.overridePath(of: known.key)).map { path, node in
        StudyInput(
          path: path.text, text: node.asTyped, value: StudyInput.Value(node),
          label: InputLabels(frame, root).label(of: path), basis: .catalog,
          source: known.sources.joined(separator: ", "), origin: node.origin)
      }
    }
  }

  static func overridePath(of uncertainty: String) -> InputPath {
    InputPath([.key("overrides"), .key(uncertainty), .key("value")])
  }

  /// Whether what it feeds is in the scenario.
  private func isUsed(_ known: CatalogUncertainty) -> Bool {
    let hasLever = known.lever.map { lever in frame.groups.contains { $0.key == lever } } ?? true
    let hasSector =
      known.sector.map { sector in frame.sectors.contains { $0.key == sector } } ?? true
    return hasLever && hasSector
  }
}

/// A part of a scenario that has one source for all its values.
struct InputBlock: Hashable {
  let path: InputPath

  private static let sourced: Set<String> = [
    "targets", "levers", "start", "history", "structure", "overrides",
  ]

  /// - Returns: Nil for values that have no source, such as the year of the plan.
  init?(of path: InputPath) {
    guard let section = path.keys.first, path.steps.count > 1 else { return nil }
    let first = InputPath(Array(path.steps.prefix(1))), two = InputPath(Array(path.steps.prefix(2)))
    if section == "freeze_from" {
      self.path = first
    } else if Self.sourced.contains(section) || section == "correlations" {
      self.path = two
    } else if section == "regime", path.steps.count > 2 {
      self.path = two
    } else {
      return nil
    }
  }
}
