/// A year, quarter or month of a table.
struct Period: Hashable, Sendable {
  enum Part: Hashable, Sendable { case year, quarter, month }

  let year: Int
  let part: Part
  /// 1 to 4 or 1 to 12; 1 for a year.
  let number: Int

  /// Months since year 0 at which it begins.
  var start: Int {
    switch part {
    case .year: year * 12
    case .quarter: year * 12 + 3 * (number - 1)
    case .month: year * 12 + number - 1
    }
  }

  var text: String {
    switch part {
    case .year: "\(year)"
    case .quarter: "\(year)-Q\(number)"
    case .month: "\(year)-\(number < 10 ? "0" : "")\(number)"
    }
  }

  /// Years that a table of statistics can speak of.
  static let years = 1900...2100
}

/// A text with a period in it, and the words that are left without it.
struct DatedText: Sendable {
  let period: Period
  /// Folded words beside the period, without "year" and words such as "preliminary".
  let stem: String

  /// - Returns: Nil if the text names no year, or more than one.
  init?(_ text: String) {
    var words = Self.words(of: text)
    let years = words.indices.filter { words[$0].count == 4 && Self.year(words[$0]) != nil }
    guard let place = years.first, years.count == 1, let year = Self.year(words[place]) else {
      return nil
    }
    words.remove(at: place)
    let part = Self.takePart(&words, yearAt: place)
    period = Period(year: year, part: part.part, number: part.number)
    let left = words.joined(separator: " ")
    stem =
      Self.idle.contains(left)
      ? ""
      : words.filter { !Self.idle.contains($0) }.joined(
        separator: " ")
  }

  /// Words that say nothing of what is counted.
  private static let idle: Set<String> = [
    "nam", "year", "y", "so bo", "so", "bo", "prel", "uoc", "uoc tinh", "p", "e", "fy", "est",
    "uoc th", "preliminary", "estimate",
  ]

  private static func year(_ word: String) -> Int? {
    Int(word).flatMap { Period.years.contains($0) ? $0 : nil }
  }

  /// Folded words, cut between letters and digits as well: `fdi2015` is two.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    for word in text.folded.split(separator: " ") {
      var piece = "", wasDigit = false
      for character in word {
        if !piece.isEmpty, character.isNumber != wasDigit {
          words.append(piece)
          piece = ""
        }
        piece.append(character)
        wasDigit = character.isNumber
      }
      if !piece.isEmpty { words.append(piece) }
    }
    return words
  }

  private static func takePart(
    _ words: inout [String], yearAt place: Int
  ) -> (part: Period.Part, number: Int) {
    for i in words.indices where ["q", "quy", "quarter"].contains(words[i]) {
      for j in [i + 1, i - 1] where words.indices.contains(j) {
        guard let number = quarter(words[j]) else { continue }
        words = words.indices.filter { $0 != i && $0 != j }.map { words[$0] }
        return (.quarter, number)
      }
    }
    for i in words.indices where ["t", "thang", "month", "m"].contains(words[i]) {
      guard words.indices.contains(i + 1), let number = month(words[i + 1]) else { continue }
      // "6 tháng 2015" is a sum of months.
      guard i == 0 || Int(words[i - 1]) == nil else { continue }
      words.removeSubrange(i...(i + 1))
      return (.month, number)
    }
    return takeBarePart(&words, yearAt: place)
  }

  /// `I/2015`, `01/2015`, `2015-01-31`, `Jan 2015`.
  private static func takeBarePart(
    _ words: inout [String], yearAt yearPlace: Int
  ) -> (part: Period.Part, number: Int) {
    let numbers = words.compactMap { $0.count <= 2 ? Int($0) : nil }
    if words.count == 1, let number = roman[words[0]] {
      words = []
      return (.quarter, number)
    }
    if words.count == 1,
      let i = monthNames.firstIndex(where: { $0 == words[0] || $0.prefix(3) == words[0] })
    {
      words = []
      return (.month, i + 1)
    }
    if numbers.count == words.count, (1...2).contains(words.count) {
      // 2015-01-31 and 31/01/2015: the month stands beside the year.
      let candidates = yearPlace == 0 ? numbers : numbers.reversed()
      if let number = candidates.first(where: { (1...12).contains($0) }) {
        words = []
        return (.month, number)
      }
    }
    return (.year, 1)
  }

  private static func quarter(_ word: String) -> Int? {
    roman[word] ?? Int(word).flatMap { (1...4).contains($0) ? $0 : nil }
  }

  private static func month(_ word: String) -> Int? {
    Int(word).flatMap { (1...12).contains($0) ? $0 : nil }
  }

  /// A quarter or month without a year: `I`, `Quý 2`, `Q3`, `4`, `Tháng 12`.
  static func partOfYear(_ text: String) -> (number: Int, isNamedQuarter: Bool)? {
    let words = words(of: text)
    guard let last = words.last, words.count <= 2 else { return nil }
    let isQuarter = ["q", "quy", "quarter"].contains(words[0])
    let isMonth = ["t", "thang", "month", "m"].contains(words[0])
    guard words.count == 1 || isQuarter || isMonth else { return nil }
    guard let number = roman[last] ?? month(last) else { return nil }
    return (number, isQuarter || roman[last] != nil)
  }

  private static let roman = ["i": 1, "ii": 2, "iii": 3, "iv": 4]
  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}
