import Foundation
import Testing

/// The rows of a comma-separated file in `ReferenceValues`, without its header.
func referenceRows(_ name: String) throws -> [[String]] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  let text = try String(
    contentsOf: folder.appending(path: "ReferenceValues/\(name)"), encoding: .utf8)
  return text.split(whereSeparator: \.isNewline).dropFirst().map {
    $0.split(separator: ",").map(String.init)
  }
}

/// The number of correct digits, at most 15: the log relative error (absolute if the certified
/// value is 0).
///
/// - Source: McCullough, *The American Statistician* 52(4), 1998.
func correctDigits(_ estimate: Double, _ certified: Double) -> Double {
  let scale = certified == 0 ? 1 : certified.magnitude
  let error = (estimate - certified).magnitude / scale
  return error == 0 ? 15 : min(15, -log10(error))
}

/// Reproducible uniform numbers in (0, 1): SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
  }
}

extension SplitMix {
  /// A standard normal number (Box and Muller, 1958; the second of the pair is thrown away).
  mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  init(seed: UInt64) { self.init(state: seed &* 0xD134_2543_DE82_EF95) }
}

/// The folder that holds Package.swift.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// The relative distance of two numbers.
func relativeError(_ a: Double, _ b: Double) -> Double { ((a - b) / b).magnitude }

extension Tag {
  @Tag static var statistical: Self
}
