import ReachModel

/// How the marks in the numbers of one quantity are read, and what shows it.
///
/// Definite numbers decide: `12,5` has one reading. A number such as `1.500` has two; which one is
/// meant is read off its own column first, then off the rest of the file.
package struct NumberReading: Sendable {
  /// What decided.
  enum Basis: Sendable {
    /// Nothing is in doubt.
    case nothingInDoubt
    /// Numbers of the same quantity with one reading: how many.
    case own(Int)
    /// Whole numbers below 1,000 stand without a mark, larger ones all have one: how many.
    case wholeNumbers(Int)
    /// Definite numbers of other columns: how many.
    case otherColumns(Int)
    /// Numbers of other columns that have four digits or more and no mark.
    case ungroupedElsewhere(Int)
    /// The sign between cells: spreadsheets write semicolons where the comma is the decimal mark,
    /// and commas where it groups thousands.
    case separator
    /// The heading or the title speaks of a count, which has no decimals.
    case counts
    /// It speaks of a ratio, an index or a coefficient.
    case ratios
    case undecided

    var isUndecided: Bool { if case .undecided = self { true } else { false } }
  }

  let decimal: NumberMark
  let basis: Basis
  let tally: MarkTally
  /// Whether the quantity has one number or few of its own kind that do not count.
  let isOutvoted: Bool
  /// The mark of the cells in doubt; nil for either.
  let doubted: NumberMark?
  /// Why cells in doubt are to be shown although the file may seem to decide; nil if not.
  let doubt: Doubt?

  enum Doubt: Sendable {
    /// Nothing in the file decides.
    case nothingDecides
    /// The file has this decimal mark, but the column looks like grouped whole numbers.
    case looksGrouped
    /// Larger numbers of the column stand without marks.
    case othersUngrouped
    /// Both marks stand in doubtful numbers.
    case bothMarks
    /// Few numbers of the column decide, none of them like those in doubt, and nothing else does.
    case fewWitnesses
  }

  /// - Parameters:
  ///   - quantities: Of the table.
  ///   - columns: Of the table.
  ///   - title: What stands above the headings, folded.
  ///   - separator: Between cells.
  /// - Returns: One reading for each quantity.
  static func all(
    _ quantities: [ExaminedTable.Quantity], _ columns: [SentColumn], title: String,
    separator: Character
  ) -> [NumberReading] {
    let tallies = quantities.map { quantity in
      MarkTally(quantity.columns.flatMap { columns[$0].contents.compactMap(\.number) })
    }
    return quantities.indices.map { place in
      var others = MarkTally([])
      for other in tallies.indices where other != place { others.add(tallies[other]) }
      return NumberReading(
        tallies[place], others: others,
        heading: quantities[place].name.folded + (quantities[place].isWide ? " \(title)" : ""),
        separator: separator)
    }
  }

  private init(
    _ tally: MarkTally, others: MarkTally, heading: String, separator: Character
  ) {
    self.tally = tally
    let elsewhere = others.decimal
    isOutvoted = tally.isOutvoted(by: elsewhere, separator: separator)
    let major = tally.doubtfulDot >= tally.doubtfulComma ? NumberMark.dot : .comma
    if let own = tally.decimal, !isOutvoted {
      decimal = own
      basis = .own(tally.definite(own))
      (doubt, doubted) = Self.left(own, tally, elsewhere: elsewhere, heading, separator: separator)
    } else if tally.doubtfulDot + tally.doubtfulComma == 0 {
      decimal = elsewhere ?? (separator == ";" ? .comma : .dot)
      (basis, doubt, doubted) = (.nothingInDoubt, nil, nil)
    } else {
      let found = Self.settled(major, tally, others, heading, separator: separator)
      (decimal, basis) = (found.0, found.1)
      // The few with the other mark are in doubt, whatever the many are.
      let isMixed = tally.doubtful(major.other) > 0
      doubt = isMixed && (found.2 == nil || found.1.isUndecided) ? .bothMarks : found.2
      doubted = isMixed && found.2 == nil ? major.other : nil
    }
  }

  /// What numbers with one reading leave in doubt although they decide, and the mark of those.
  private static func left(
    _ own: NumberMark, _ tally: MarkTally, elsewhere: NumberMark?, _ heading: String,
    separator: Character
  ) -> (Doubt?, NumberMark?) {
    let likeOwn = tally.doubtful(own), grouped = tally.doubtful(own.other)
    // Read alike, some of them group thousands and some have three decimals: both has to be seen.
    let isShown = tally.threeDecimals * 4 >= likeOwn && tally.grouped > 0
    if likeOwn > 0, grouped > 0, !isShown { return (.bothMarks, nil) }
    if grouped > 0, tally.groupsSeldom { return (.othersUngrouped, own.other) }
    let isUsual =
      elsewhere == own || separator == (own == .dot ? "," : ";")
      || speaks(heading, of: ratioPhrases)
    let isThin = tally.definite(own) * 3 <= likeOwn && tally.threeDecimals == 0
    return isThin && !isUsual ? (.fewWitnesses, own) : (nil, nil)
  }

  /// The reading of a quantity whose marks are all in doubt and all `mark`.
  private static func settled(
    _ mark: NumberMark, _ tally: MarkTally, _ others: MarkTally, _ heading: String,
    separator: Character
  ) -> (NumberMark, Basis, Doubt?) {
    // A few large numbers without marks are odd themselves; many say that nothing is grouped so.
    if tally.bareLarge + tally.blankGrouped >= tally.doubtful(mark) {
      return (mark.other, .undecided, .othersUngrouped)
    }
    let isGroupedPattern = tally.bareSmall > 0
    let isCount = speaks(heading, of: countPhrases)
    if let decimal = others.decimal {
      let basis = Basis.otherColumns(others.definite(decimal))
      guard decimal == mark else { return (decimal, basis, nil) }
      if isGroupedPattern || isCount { return (mark.other, basis, .looksGrouped) }
      return accepts(tally, others, heading)
        ? (mark, basis, nil) : (mark.other, basis, .looksGrouped)
    }
    if isGroupedPattern { return (mark.other, .wholeNumbers(tally.bareSmall), nil) }
    if separator == (mark == .dot ? ";" : ",") { return (mark.other, .separator, nil) }
    if isCount { return (mark.other, .counts, nil) }
    if others.bareLarge > 2, accepts(tally, others, heading) {
      return (mark, .ungroupedElsewhere(others.bareLarge), nil)
    }
    if speaks(heading, of: ratioPhrases) { return (mark, .ratios, nil) }
    return (mark.other, .undecided, .nothingDecides)
  }

  /// Whether three decimals are what one would expect: other columns have them too, the heading
  /// speaks of a ratio, or the numbers lie together as ratios do.
  ///
  /// Counts and sums of provinces differ by factors of hundreds, ratios and rates by a few: 20
  /// lies between, and no ratio or rate in the observed data exceeds it.
  private static func accepts(
    _ tally: MarkTally, _ others: MarkTally, _ heading: String
  ) -> Bool {
    others.threeDecimals * 2 > others.definiteAll || speaks(heading, of: ratioPhrases)
      || tally.spread < 20
  }
}

/// What the marks in the numbers of a quantity show.
struct MarkTally: Sendable {
  private(set) var definiteDot = 0
  private(set) var definiteComma = 0
  private(set) var doubtfulDot = 0
  private(set) var doubtfulComma = 0
  /// Four digits or more before the decimal mark, and no mark among them.
  private(set) var bareLarge = 0
  /// Whole numbers of one to three digits other than 0.
  private(set) var bareSmall = 0
  /// Definite numbers with a mark between thousands.
  private(set) var grouped = 0
  /// Numbers with blanks between thousands.
  private(set) var blankGrouped = 0
  /// Definite decimals with exactly three of them.
  private(set) var threeDecimals = 0
  private var least = Double.infinity
  private var largest = 0.0

  init(_ numbers: [CellNumber]) {
    for number in numbers { count(number) }
  }

  private mutating func count(_ number: CellNumber) {
    switch number.marks {
    case .plain:
      if number.hasBlanks {
        blankGrouped += 1
      } else if number.wholeDigits > 3 {
        bareLarge += 1
      } else if number.digits != "0" {
        bareSmall += 1
      }
    case .definite(let decimal):
      if decimal == .dot { definiteDot += 1 } else { definiteComma += 1 }
      if number.decimals(decimal) == 3 { threeDecimals += 1 }
      let isGrouped = number.digits.contains(decimal.other.rawValue)
      if isGrouped {
        grouped += 1
      } else if number.wholeDigits > 3, !number.hasBlanks {
        bareLarge += 1
      }
    case .grouped(let by):
      if by == .dot { definiteComma += 1 } else { definiteDot += 1 }
      grouped += 1
    case .doubtful(let mark):
      if mark == .dot { doubtfulDot += 1 } else { doubtfulComma += 1 }
      if let value = number.value(decimal: mark)?.magnitude {
        (least, largest) = (min(least, value), max(largest, value))
      }
    }
  }

  mutating func add(_ other: MarkTally) {
    definiteDot += other.definiteDot
    definiteComma += other.definiteComma
    doubtfulDot += other.doubtfulDot
    doubtfulComma += other.doubtfulComma
    bareLarge += other.bareLarge
    bareSmall += other.bareSmall
    grouped += other.grouped
    blankGrouped += other.blankGrouped
    threeDecimals += other.threeDecimals
  }

  var definiteAll: Int { definiteDot + definiteComma }

  func definite(_ mark: NumberMark) -> Int { mark == .dot ? definiteDot : definiteComma }
  func doubtful(_ mark: NumberMark) -> Int { mark == .dot ? doubtfulDot : doubtfulComma }

  /// The decimal mark that most definite numbers have; nil if there are none, or as many of each.
  var decimal: NumberMark? {
    definiteDot == definiteComma ? nil : definiteDot > definiteComma ? .dot : .comma
  }

  /// Whether one number of the other kind must not decide for a quantity: numbers in doubt outnumber
  /// it, and the rest of the file, whole numbers below 1,000, the sizes of the numbers or the sign
  /// between cells speak against it.
  func isOutvoted(by elsewhere: NumberMark?, separator: Character) -> Bool {
    guard let own = decimal else { return false }
    let inDoubt = doubtful(own)
    guard inDoubt > 0, definite(own) == 1 || definite(own) * 20 <= inDoubt else { return false }
    if let elsewhere { return elsewhere != own }
    let looksGrouped = bareSmall > 0 && bareLarge == 0 || spread >= 20
    return inDoubt > 3 && (looksGrouped || separator == (own == .dot ? ";" : ","))
  }

  /// Largest over least of the numbers in doubt.
  var spread: Double { least > 0 && largest > 0 ? largest / least : 1 }

  /// Whether most numbers of four digits and more have no mark between thousands.
  var groupsSeldom: Bool { bareLarge > grouped + doubtfulDot + doubtfulComma }
}

private let countPhrases = [
  "so doanh nghiep", "so du an", "so lao dong", "so ho", "so nguoi", "so co so", "dan so",
  "lao dong", "firms", "enterprises", "projects", "workers", "employees", "population", "persons",
  "people", "households", "number of", "count",
]
private let ratioPhrases = [
  "ratio", "rate", "share", "percent", "pct", "index", "coefficient", "elasticity", "factor",
  "growth", "he so", "chi so", "ty so", "ty le", "ti le", "toc do", "ty trong", "co cau", "diem",
  "score", "se", "sd", "std", "coef", "beta", "gini",
]

/// Whether a folded heading has one of the phrases as whole words.
private func speaks(_ heading: String, of phrases: [String]) -> Bool {
  let padded = " \(heading) "
  return phrases.contains { padded.contains(" \($0) ") }
}
