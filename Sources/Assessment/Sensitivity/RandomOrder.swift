/// The slots of random numbers that analyses draw from, beyond those of uncertainties and shocks:
/// one seed may serve the ensemble and its analysis.
enum SensitivitySlot {
  static let bootstrap = 0xffff_fe00
  static let morris = 0xffff_fe01
  static let permutation = 0xffff_fe02
  static let dummy = 0xffff_fe03
}

/// The place of a uniform number among `count` equal cells.
func place(_ uniform: Double, below count: Int) -> Int {
  // The product may round up to the count.
  min(count - 1, Int(uniform * Double(count)))
}

/// A random order of 0..<`count`, every order equally likely, from one uniform number a place.
///
/// - Source: Fisher & Yates, as in Knuth, *The Art of Computer Programming* 2, algorithm 3.4.2P.
func shuffled(_ count: Int, by uniforms: [Double]) -> [Int] {
  var order = Array(0..<count)
  for i in stride(from: count - 1, to: 0, by: -1) {
    order.swapAt(i, place(uniforms[i], below: i + 1))
  }
  return order
}
