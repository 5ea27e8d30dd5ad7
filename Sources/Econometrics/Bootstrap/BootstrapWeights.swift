/// The law of the numbers that clusters' residuals are multiplied by: mean 0, variance 1.
package enum BootstrapWeights: String, Sendable, Hashable, CaseIterable {
  /// ±1. With few clusters all 2^G are taken once.
  case rademacher
  /// ±√(1/2), ±1, ±√(3/2), each 1/6: for few clusters (Webb).
  case webb
  /// −(√5 − 1)/2 or (√5 + 1)/2, third moment 1 (Mammen).
  case mammen

  /// Appends a draw's weights, one per cluster.
  ///
  /// - Parameters:
  ///   - clusters: How many.
  ///   - list: It grows by so many numbers.
  ///   - word: Independent uniform words of 64 bits by number. Rademacher takes bit g mod 64 of
  ///     word ⌊g/64⌋ for cluster g, the others word g.
  func append(_ clusters: Int, to list: inout [Double], from word: (Int) -> UInt64) {
    switch self {
    case .rademacher:
      var bits: UInt64 = 0
      for g in 0..<clusters {
        if g & 63 == 0 { bits = word(g >> 6) }
        list.append(bits & 1 == 1 ? 1 : -1)
        bits >>= 1
      }
    case .webb:
      for g in 0..<clusters {
        list.append(Self.webbPoint(Int(word(g).multipliedFullWidth(by: 6).high)))
      }
    case .mammen:
      let root = 5.0.squareRoot()
      for g in 0..<clusters {
        let u = (Double(word(g) >> 11) + 0.5) * 0x1p-53
        list.append(u < (root + 1) / (2 * root) ? (1 - root) / 2 : (1 + root) / 2)
      }
    }
  }

  /// The sixth of the law with that number.
  private static func webbPoint(_ number: Int) -> Double {
    let size = (Double(number % 3 + 1) / 2).squareRoot()
    return number < 3 ? -size : size
  }
}

/// Draws of weights: all sign patterns once, or random ones.
struct WeightDraws: Sendable {
  let law: BootstrapWeights
  let clusters: Int
  let count: Int
  let isEnumerated: Bool
  private let bits: @Sendable (_ draw: Int, _ word: Int) -> UInt64

  init(
    _ law: BootstrapWeights, clusters: Int, asked: Int,
    bits: @escaping @Sendable (_ draw: Int, _ word: Int) -> UInt64
  ) {
    (self.law, self.clusters, self.bits) = (law, clusters, bits)
    isEnumerated = law == .rademacher && clusters < 31 && 1 << clusters <= asked
    count = isEnumerated ? 1 << clusters : asked
  }

  /// The weights of some draws, one after another: clusters × draws, column-major.
  func columns(_ draws: Range<Int>) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(clusters * draws.count)
    for draw in draws {
      if isEnumerated {
        // Bit g of the draw's number is the sign of cluster g; draw 2^G − 1 is the data.
        law.append(clusters, to: &values) { _ in UInt64(draw) }
      } else {
        law.append(clusters, to: &values) { bits(draw, $0) }
      }
    }
    return values
  }
}
