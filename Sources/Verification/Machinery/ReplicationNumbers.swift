private import NumericKernels
private import RandomStreams

/// The random numbers of one simulated data set, one after another.
///
/// They are a function of seed, purpose and the number of the data set, so that more data sets
/// change none of the earlier ones.
package struct ReplicationNumbers: Sendable {
  private let seed: UInt64
  private let purpose: Int
  private let replication: UInt64
  private var next = 0

  /// Slots from here on; a purpose is added.
  private static let firstSlot = 9_000

  /// - Parameters:
  ///   - seed: Of the run.
  ///   - purpose: What they are for, from 0.
  ///   - replication: The number of the data set, from 0.
  package init(seed: UInt64, purpose: Int, replication: Int) {
    precondition(purpose >= 0 && replication >= 0, "purpose \(purpose), set \(replication)")
    (self.seed, self.purpose, self.replication) = (seed, purpose, UInt64(replication))
  }

  /// Inside (0, 1).
  package mutating func uniform() -> Double {
    defer { next += 1 }
    return RandomStreams.uniform(
      at: Address(slot: Self.firstSlot + purpose, index: next, draw: replication), seed: seed)
  }

  package mutating func normal() -> Double { normalQuantile(uniform()) }

  package mutating func normals(_ count: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(normal()) }
    return values
  }
}
