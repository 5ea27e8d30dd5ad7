import ReachModel

extension ModelReader {
  /// The groups of support in the order of every array, with the channels through which each acts.
  static let groupsInOrder: [(name: String, channels: Set<SupportGroup.Channel>)] = [
    ("linkage", [.output, .survival]), ("systems", [.certification]), ("rd_transfer", [.output]),
    ("information_training", [.output]),
  ]

  /// Other words for them, in lower case.
  private static let synonyms = [
    "linkages": "linkage", "certification": "systems", "r&d": "rd_transfer", "rd": "rd_transfer",
    "research": "rd_transfer", "information": "information_training",
    "training": "information_training",
  ]

  /// More sectors than this would not fit into memory.
  private static let mostSectors = 1000

  /// - Returns: Empty, with a problem, if there are none or too many.
  static func sectors(_ inputs: MappingReader, _ problems: inout ProblemList) -> [String] {
    let items = inputs.nodes("sectors", &problems)
    guard let node = inputs["sectors"], node.items != nil else { return [] }
    guard (1...mostSectors).contains(items.count) else {
      problems.report(
        .arrayLength, "there are \(items.count) sectors, and must be 1 to \(mostSectors)",
        at: node.origin)
      return []
    }
    reportRepeated(items, "sector", &problems)
    let names = items.compactMap { $0.string(&problems) }
    return names.count == items.count ? names : []
  }

  /// The groups as the file names them.
  ///
  /// Their order is fixed, since `theta_1`, `theta_3` and `theta_4` count in it: a group that is
  /// known by its name must stand at its place. A name that says nothing is a label of its place.
  ///
  /// - Returns: Empty, with a problem, unless there are four and none is out of place.
  static func groups(_ inputs: MappingReader, _ problems: inout ProblemList) -> [String] {
    let items = inputs.nodes("groups", &problems), expected = groupsInOrder.map(\.name)
    guard let node = inputs["groups"], node.items != nil else { return [] }
    guard items.count == expected.count else {
      problems.report(
        .arrayLength, "there are \(items.count) groups, and must be \(expected.count)",
        at: node.origin, hint: expected.joined(separator: ", "))
      return []
    }
    let names = items.compactMap { $0.string(&problems) }
    guard names.count == items.count else { return [] }
    reportRepeated(items, "group", &problems)
    let known = names.map { $0.lowercased() }.map { synonyms[$0] ?? $0 }
    let misplaced = known.indices.first {
      expected.contains(known[$0]) && known[$0] != expected[$0]
    }
    guard let misplaced, Set(names).count == names.count else { return names }
    problems.report(
      .modelValue, "`\(names[misplaced])` stands where `\(expected[misplaced])` is expected",
      at: items[misplaced].origin, length: items[misplaced].length,
      hint: "put the groups, and the rows of every array by group, in the order "
        + expected.joined(separator: ", "))
    return []
  }

  private static func reportRepeated(
    _ items: [Node], _ what: String, _ problems: inout ProblemList
  ) {
    var seen: Set<String> = []
    for item in items {
      guard let name = item.scalar?.text, !seen.insert(name).inserted else { continue }
      problems.report(
        .duplicateKey, "a second \(what) is named `\(name.prefix(60))`", at: item.origin,
        length: item.length)
    }
  }
}
