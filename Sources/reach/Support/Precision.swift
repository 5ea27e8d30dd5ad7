public import ArgumentParser
public import Simulation

/// How sure each probability must be: half of its 95 % interval, written as points of percentage.
struct Precision: ExpressibleByArgument {
  /// As a fraction.
  let error: Double

  init?(argument: String) {
    let words = argument.split(separator: " ")
    guard (1...2).contains(words.count), words.dropFirst().allSatisfy({ Self.units.contains($0) }),
      let points = Double(words[0]), points >= 0.02 && points <= 50
    else { return nil }
    error = points / 100
  }

  private static let units: [Substring] = ["points", "point", "pp"]
}

extension SamplingMethod: ExpressibleByArgument {}
