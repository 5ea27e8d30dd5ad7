private import RandomStreams

/// One forecast of each cluster: those of a year fall together, and count once.
enum OneOfEach {
  private static let slot = 8_194

  /// Chooses at random, by address: the same for equal files and seeds, and blind to what came.
  ///
  /// - Parameters:
  ///   - judged: Those that can be judged, no others; those without a cluster all stay.
  ///   - seed: Of the choice.
  /// - Returns: In the order given.
  static func choose(_ judged: [JudgedForecast], seed: UInt64) -> [JudgedForecast] {
    var groups: [String: [Int]] = [:], order: [String] = []
    var kept: Set<Int> = []
    for (place, item) in judged.enumerated() {
      guard let cluster = item.cluster else {
        kept.insert(place)
        continue
      }
      if groups[cluster] == nil { order.append(cluster) }
      groups[cluster, default: []].append(place)
    }
    for (number, name) in order.enumerated() {
      guard let members = groups[name] else { continue }
      let u = uniform(at: Address(slot: slot, index: number, draw: 0), seed: seed)
      kept.insert(members[min(members.count - 1, Int(u * Double(members.count)))])
    }
    return judged.indices.filter(kept.contains).map { judged[$0] }
  }
}
