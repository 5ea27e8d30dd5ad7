import ReachModel

extension ModelReader {
  /// The groups of support in the order of every array, with the channels through which each acts.
  static let groupsInOrder: [(name: String, channels: Set<SupportGroup.Channel>)] = [
    ("linkage", [.output, .survival]), ("systems", [.certification]), ("rd_transfer", [.output]),
    ("information_training", [.output]),
  ]

  /// What the catalog of scenarios calls the fourth group.
  private static let synonyms = ["information": "information_training"]

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
  /// Another order is refused, not followed: `theta_1`, `theta_3` and `theta_4` count in this one,
  /// so that in another it would be open which group they mean.
  ///
  /// - Returns: Empty, with a problem, unless the four groups stand there in order, or four names
  ///   of which none is one of theirs.
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
    let known = names.map { synonyms[$0] ?? $0 }
    // Names of the file's own, all four, are labels: the order stands.
    if known == expected || Set(known).isDisjoint(with: expected) {
      reportRepeated(items, "group", &problems)
      return names
    }
    for (item, name) in zip(items, known) where !expected.contains(name) {
      problems.reportUnknown(
        .unknownName, "no group of support is named `\(name.prefix(60))`", name: name,
        known: expected, at: item.origin, length: item.length)
    }
    if Set(known).isSubset(of: expected) { reportOrder(items, known, expected, &problems) }
    return []
  }

  private static func reportOrder(
    _ items: [Node], _ names: [String], _ expected: [String], _ problems: inout ProblemList
  ) {
    reportRepeated(items, "group", &problems)
    guard Set(names).count == names.count,
      let place = names.indices.first(where: { names[$0] != expected[$0] })
    else { return }
    problems.report(
      .modelValue, "`\(names[place])` stands where `\(expected[place])` is expected",
      at: items[place].origin, length: items[place].length,
      hint: "put the groups, and the rows of every array by group, in the order "
        + expected.joined(separator: ", "))
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
