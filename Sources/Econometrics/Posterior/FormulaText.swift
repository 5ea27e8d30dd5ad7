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

/// A number with three significant digits, but never fewer than its whole ones, for a sentence.
package func inText(_ x: Double) -> Label {
  var decimals = 2, magnitude = x.magnitude
  while magnitude >= 10, decimals > 0 { (magnitude, decimals) = (magnitude / 10, decimals - 1) }
  while magnitude > 0, magnitude < 1, decimals < 9 {
    (magnitude, decimals) = (magnitude * 10, decimals + 1)
  }
  return inText(x, decimals)
}

/// A count for a sentence: thousands with dots in Vietnamese, with commas in English.
package func inText(_ count: Int) -> Label {
  let digits = Array(String(count.magnitude)), sign = count < 0 ? "-" : ""
  func grouped(_ mark: String) -> String {
    digits.indices.reduce(sign) { text, i in
      text + (i > 0 && (digits.count - i) % 3 == 0 ? mark : "") + String(digits[i])
    }
  }
  return Label(vi: grouped("."), en: grouped(","))
}

/// A number as it was typed: with a comma in Vietnamese, whole ones without decimals.
package func asTyped(_ x: Double) -> Label {
  guard x != x.rounded() || x.magnitude >= 1e15 else { return inText(Int(x)) }
  return Label(vi: String("\(x)".map { $0 == "." ? "," : $0 }), en: "\(x)")
}

/// A count with its noun, which takes an s, in English: `1 lag`, `2 lags`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(inText(count).en) \(noun)\(count == 1 ? "" : "s")"
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
