/// The draws in the order of one input, ascending; draws of one value in their own order.
struct SortedColumn: Sendable {
  /// The numbers of the draws.
  private(set) var draws: [UInt32]
  /// Their values.
  private(set) var values: [Double]

  var count: Int { draws.count }

  /// Sorts by the bit patterns, eleven bits at a time; digits that are all equal take no pass.
  ///
  /// - Parameter column: Finite numbers, fewer than 2³².
  /// - Complexity: O(n).
  init(_ column: [Double]) {
    let n = column.count
    var keys = column.map(Self.key)
    var order = (0..<n).map { UInt32(truncatingIfNeeded: $0) }
    var otherKeys = keys, otherOrder = order
    for place in 0..<Self.digits {
      let shift = UInt64(place * Self.digitBits)
      var starts = Self.starts(keys, shift)
      if starts.isEmpty { continue }
      for i in 0..<n {
        let digit = Int(truncatingIfNeeded: keys[i] &>> shift & Self.mask)
        let target = Int(starts[digit])
        otherKeys[target] = keys[i]
        otherOrder[target] = order[i]
        starts[digit] &+= 1
      }
      swap(&keys, &otherKeys)
      swap(&order, &otherOrder)
    }
    draws = order
    values = order.map { column[Int($0)] }
  }

  private static let digitBits = 11
  /// Six times eleven bits are more than 64.
  private static let digits = 6
  private static let mask: UInt64 = 1 << 11 - 1

  /// The bit pattern of a number, in the order of the numbers; −0 is 0.
  private static func key(_ value: Double) -> UInt64 {
    precondition(value.isFinite, "an input is \(value)")
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// Where the keys of each digit begin; empty when all have the same.
  private static func starts(_ keys: [UInt64], _ shift: UInt64) -> [UInt32] {
    guard let first = keys.first else { return [] }
    var counts = [UInt32](repeating: 0, count: 1 << digitBits)
    for key in keys { counts[Int(truncatingIfNeeded: key &>> shift & mask)] &+= 1 }
    guard Int(counts[Int(truncatingIfNeeded: first &>> shift & mask)]) < keys.count else {
      return []
    }
    var next: UInt32 = 0
    for digit in counts.indices { (counts[digit], next) = (next, next &+ counts[digit]) }
    return counts
  }

  /// Leaves out the draws that are not marked with 1.
  mutating func keep(_ marks: [UInt8]) {
    var kept = 0
    for i in draws.indices where marks[Int(draws[i])] == 1 {
      draws[kept] = draws[i]
      values[kept] = values[i]
      kept += 1
    }
    draws.removeLast(draws.count - kept)
    values.removeLast(values.count - kept)
  }

  /// The draw at a place counted from one end.
  @inline(__always)
  func index(_ place: Int, from side: Side) -> Int {
    side == .lower ? place : draws.count &- 1 &- place
  }
}
