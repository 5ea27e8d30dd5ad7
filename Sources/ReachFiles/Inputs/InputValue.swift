import ReachModel

extension StudyInput.Value {
  /// Parts what a file has typed: `8 billion VND` is 8 and its unit, `5 % to 20 %` two numbers and
  /// their unit.
  ///
  /// What is parted is put together again by ``typed(in:)`` to a text of the same meaning; where that
  /// is not certain, as with two units, it stays a text.
  init(_ node: Node) {
    guard let scalar = node.scalar else {
      self = .text(node.asTyped)
      return
    }
    let text = scalar.text
    if !scalar.isQuoted {
      if let truth = ["true": true, "false": false][text] { self = .truth(truth); return }
      if let date = CalendarDate(text) { self = .date(date); return }
    }
    self = Self.amount(text, node) ?? .text(text)
  }

  private static func amount(_ text: String, _ node: Node) -> Self? {
    let isQuoted = node.scalar?.isQuoted == true
    let ends = text.components(separatedBy: " to ")
    guard let last = ends.last, let high = Amount(last, node) else { return nil }
    // A bare number in quotes is text, such as a code.
    guard !isQuoted || !high.unit.isEmpty else { return nil }
    if ends.count == 1 { return .number(high.value, unit: high.unit) }
    guard ends.count == 2, let low = Amount(ends[0], node), low.value < high.value,
      low.unit.isEmpty || low.unit == high.unit,
      // `0.14 to 16.6 %` has two readings, which the reader of quantities refuses.
      !(low.unit.isEmpty && !high.unit.isEmpty && low.value != 0 && low.value.magnitude < 1)
    else { return nil }
    return .range(low: low.value, high: high.value, unit: high.unit)
  }

  private struct Amount {
    let value: Double
    let unit: String

    /// A number and one of the units that scenario files know, as both are typed.
    init?(_ text: String, _ node: Node) {
      let words = text.split(separator: " ", maxSplits: 1)
      guard var digits = words.first else { return nil }
      var unit = words.count > 1 ? String(words[1]) : ""
      if digits.last == "%", unit.isEmpty { (digits, unit) = (digits.dropLast(), "%") }
      let isCanonical = node.format == .json && node.scalar?.isQuoted != true
      guard case .number(let value) = NumberText(digits, isCanonical ? .canonical : .typed),
        unit.isEmpty || Self.units.contains(where: { unit == $0 || unit.hasPrefix("\($0) a ") })
      else { return nil }
      (self.value, self.unit) = (value, unit)
    }

    private static let units = Set(
      Dimension.allCases.flatMap { $0.units.map(\.text) }.filter { !$0.isEmpty })
  }

  /// The value as a scenario file takes it.
  var typed: String {
    switch self {
    case .number(let value, let unit): Self.joined(value, unit)
    case .range(let low, let high, let unit):
      "\(Self.joined(low, unit)) to \(Self.joined(high, unit))"
    case .truth(let value): value ? "true" : "false"
    case .date(let date): "\(date)"
    case .text(let text): text
    }
  }

  private static func joined(_ value: Double, _ unit: String) -> String {
    plainNumber(value) + (unit.isEmpty ? "" : " \(unit)")
  }

  /// The shortest text that reads back as the same number and has one reading: `1.125` may be a
  /// thousand, `1.1250` may not.
  static func plainNumber(_ value: Double) -> String {
    let isWhole = value == value.rounded() && value.magnitude < 0x1p53
    let text = isWhole ? String(Int(value)) : "\(value)"
    if case .number = NumberText(text[...], .typed) { return text }
    return text + "0"
  }
}

extension String {
  /// The parts between occurrences of a separator.
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
