package import ReachModel

/// A number with so many decimals, for the text of a formula: with a comma in Vietnamese.
func inText(_ x: Double, _ decimals: Int) -> Label {
  let scale = (0..<decimals).reduce(1.0) { value, _ in 10 * value }
  let scaled = (x.magnitude * scale).rounded()
  // A formula is of numbers near one; anything else keeps its own digits.
  guard scaled < 1e15 else { return Label(vi: "\(x)", en: "\(x)") }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let whole = (x < 0 && scaled > 0 ? "-" : "") + padded.dropLast(decimals)
  guard decimals > 0 else { return Label(vi: whole, en: whole) }
  let fraction = padded.suffix(decimals)
  return Label(vi: "\(whole),\(fraction)", en: "\(whole).\(fraction)")
}

extension Link {
  /// The scale in words, for people.
  package var label: Label {
    switch self {
    case .identity: Label(vi: "gốc", en: "identity")
    case .log: Label(vi: "logarit", en: "log")
    case .logit: Label(vi: "logit", en: "logit")
    }
  }
}
