import ArgumentParser

/// An amount as typed on the command line: `500 billion VND`, or a plain number of billions.
struct Money: ExpressibleByArgument {
  let billions: Double

  init?(argument: String) {
    let words = argument.split(separator: " ").map(String.init)
    let unit = words.dropFirst().joined(separator: " ")
    guard let first = words.first, let value = Double(first), value.isFinite, value >= 0,
      ["", "billion VND", "tỷ đồng"].contains(unit)
    else { return nil }
    billions = value
  }
}
