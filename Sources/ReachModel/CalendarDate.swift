/// A day of the Gregorian calendar, with no time and no zone.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let year: Int
  /// 1...12.
  public let month: Int
  /// 1...31, valid in its month.
  public let day: Int

  /// The day, or nil if the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Reads `2021-03-01`; also `2021-03` and `2021`, which count as the last day of that month or
  /// year when `roundingUp` (a vintage known to the month is known by its end).
  public init?(_ text: some StringProtocol, roundingUp: Bool = false) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let widths = [4, 2, 2]
    guard (1...3).contains(parts.count), roundingUp || parts.count == 3 else { return nil }
    var numbers: [Int] = []
    for (part, width) in zip(parts, widths) {
      guard part.utf8.count == width, part.utf8.allSatisfy({ (48...57).contains($0) }),
        let number = Int(part)
      else { return nil }
      numbers.append(number)
    }
    let year = numbers[0]
    let month = numbers.count > 1 ? numbers[1] : 12
    guard (1...12).contains(month) else { return nil }
    let day = numbers.count > 2 ? numbers[2] : Self.days(inMonth: month, of: year)
    self.init(year: year, month: month, day: day)
  }

  /// The last day of `year`.
  public static func endOfYear(_ year: Int) -> CalendarDate? {
    CalendarDate(year: year, month: 12, day: 31)
  }

  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    switch month {
    case 2: return isLeap ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }
}
