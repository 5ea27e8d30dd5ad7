import Foundation
import Testing

/// A value known to more digits than a double holds: nearest double and remainder.
struct ReferenceRow {
  let name: String
  let arguments: [Double]
  let nearest: Double
  let rest: Double

  /// The error of `value` in units of the last place of the true value.
  func ulps(_ value: Double) -> Double {
    if value == nearest { return (rest / nearest.ulp).magnitude }
    return (((value - nearest) - rest) / nearest.ulp).magnitude
  }

  func relativeError(_ value: Double) -> Double {
    value == nearest ? 0 : (((value - nearest) - rest) / nearest).magnitude
  }
}

func referenceURL(_ name: String, _ type: String) throws -> URL {
  try #require(
    Bundle.module.url(
      forResource: name, withExtension: type, subdirectory: "ReferenceValues"))
}

func referenceRows(_ file: String) throws -> [ReferenceRow] {
  let text = try String(contentsOf: referenceURL(file, "csv"), encoding: .utf8)
  return try text.split(separator: "\n").map { line in
    let fields = line.split(separator: ",")
    let numbers = try fields.dropFirst().map { try #require(Double($0)) }
    return ReferenceRow(
      name: String(fields[0]), arguments: Array(numbers.dropLast(2)),
      nearest: numbers[numbers.count - 2], rest: numbers[numbers.count - 1])
  }
}

/// A deterministic sequence for property tests: splitmix64 of Steele, Lea & Flood (2014).
struct TestSequence {
  var state: UInt64

  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Inside (0, 1).
  mutating func uniform() -> Double { (Double(bits() >> 12) + 0.5) * 0x1p-52 }
}
