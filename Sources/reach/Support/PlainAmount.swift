import Reporting

/// A number as typed on the command line: plain, or in percent.
struct PlainAmount: CustomStringConvertible {
  let value: Double

  var description: String { "\(value)" }

  init(_ value: Double) { self.value = value }

  /// - Throws: ``Misuse`` that says what is accepted.
  init(typed text: String) throws(Misuse) {
    let digits = text.filter { $0 != " " }
    let isPercent = digits.hasSuffix("%")
    let number = try TypedNumber(isPercent ? String(digits.dropLast()) : digits).value
    value = isPercent ? number / 100 : number
  }
}

/// An amount for one lever: `linkage=20`, billion VND a year.
struct LeverAmount {
  let lever: String
  let amount: Double

  /// - Throws: ``Misuse`` that says what is accepted.
  init(typed text: String) throws(Misuse) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    let named = parts.first.flatMap { $0.isEmpty ? nil : $0 } ?? "linkage"
    let example = "write a lever and its billions of VND a year, for example \(named)=20"
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Misuse("it is no lever with an amount", hint: example)
    }
    guard !parts[1].contains(" ") else {
      throw Misuse("the amount takes no unit", hint: example)
    }
    amount = try TypedNumber(parts[1]).value
    guard amount >= 0 else { throw Misuse("an amount must not be negative", hint: example) }
    lever = parts[0]
  }
}

/// An amount as it may be typed again, with all its digits.
func plain(_ value: Double, _ language: Language = .en) -> String {
  NumberStyle(language).shortest(value)
}
