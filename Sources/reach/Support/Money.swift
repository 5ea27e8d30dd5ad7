/// An amount as typed on the command line: `500 billion VND`, `500 tỷ đồng`.
struct Money {
  let billions: Double

  private static let english: Set<String> = ["billion VND", "bn VND"]
  private static let vietnamese: Set<String> = ["tỷ VND", "tỷ đồng", "tỉ VND", "tỉ đồng"]

  /// A bare number is refused: 60 may be meant as millions, or as the billions of a year.
  ///
  /// - Parameter text: The number and its unit.
  /// - Throws: ``Misuse`` that says what is accepted.
  init(typed text: String) throws(Misuse) {
    let words = text.split(separator: " ").map(String.init)
    let unit = words.dropFirst().joined(separator: " ")
    guard let first = words.first, first.contains(where: \.isNumber) else {
      throw Misuse("it is no amount of money", hint: "write \(Self.example("60"))")
    }
    guard !unit.isEmpty else {
      throw Misuse("the amount has no unit", hint: "write \(Self.example(first))")
    }
    guard Self.english.contains(unit) || Self.vietnamese.contains(unit) else {
      throw Misuse("`\(unit)` is no unit of money here", hint: "write \(Self.example(first))")
    }
    billions = try TypedNumber(first, dotIsDecimal: Self.english.contains(unit)).value
    guard billions >= 0 else {
      throw Misuse("an amount must not be negative", hint: "write \(Self.example("60"))")
    }
  }

  private static func example(_ number: String) -> String {
    "\"\(number) billion VND\" or \"\(number) tỷ VND\", in quotes"
  }
}
