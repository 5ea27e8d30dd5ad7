import NumericKernels
import ReachModel

/// What is wrong with a file of data, told when it is known that something is.
///
/// Reading in parallel only finds that the rules are broken somewhere; this reads from front to back
/// and names every place.
struct TableProblems: Sendable {
  /// The table without the byte order mark and without line breaks at its end.
  let text: Range<Int>
  private let file: FileBytes
  private let name: String

  init(_ file: FileBytes, _ name: String) {
    (self.file, self.name) = (file, name)
    text = file.withBytes { bytes in
      let hasMark =
        file.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
      let start = hasMark ? 3 : 0
      var end = file.count
      while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      return start..<end
    }
  }

  // MARK: Bytes that are no text

  func refuseEncoding() throws(DiagnosticReport) {
    let first = file.withBytes { bytes in (0..<min(4, file.count)).map { bytes[$0] } }
    if let wide = SourceText.wideEncoding(of: first) {
      throw DiagnosticReport(
        one: Diagnostic(
          .wideEncoding, "the file is in \(wide), not UTF-8",
          at: Origin(file: name, line: 1, column: 1)))
    }
  }

  /// The first NUL or the first byte that is not UTF-8.
  func ofBytes() -> DiagnosticReport {
    file.withBytes { bytes in
      let invalid = firstInvalidUTF8(bytes, text) ?? text.upperBound
      let nul = (text.lowerBound..<invalid).first { bytes[$0] == 0 }
      var places = TablePlaces(text)
      let origin = places.origin(name, of: nul ?? invalid, bytes)
      return DiagnosticReport(
        one: nul.map {
          Diagnostic(.nulByte, "byte \($0) is NUL, so this is no text", at: origin)
        }
          ?? Diagnostic(
            .invalidUTF8, "byte \(invalid) is not UTF-8", at: origin,
            notes: ["bytes count from 0"]))
    }
  }

  func tooLong(_ lines: Int) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(
        .tooLarge, "`\(name)` has \(lines) lines; at most \(Int32.max - 2) are read", at: nil))
  }

  // MARK: Separators

  /// Refuses a table with other marks between its fields than commas, as spreadsheets with a decimal
  /// comma write it: told once, instead of as a problem of each row.
  ///
  /// The marks are told from those in a name by standing as often in the row below the header.
  func refuseSeparator() throws(DiagnosticReport) {
    let problem = file.withBytes { bytes -> Diagnostic? in
      let header = FieldMarks(bytes, from: text.lowerBound, limit: text.upperBound)
      guard header.end < text.upperBound else { return nil }
      let row = FieldMarks(bytes, from: header.end, limit: text.upperBound)
      let others: [([Int], Int, String)] = [
        (header.semicolons, row.semicolons.count, "semicolons"),
        (header.tabs, row.tabs.count, "tabs"),
      ]
      for (places, count, words) in others {
        guard let first = places.first, places.count == count,
          header.commas == 0 || header.commas != row.commas
        else { continue }
        var lines = TablePlaces(text)
        var problem = Diagnostic(
          .foreignSeparator, "\(words) separate the fields of this table, not commas",
          at: lines.origin(name, of: first, bytes),
          hint: "save it with commas between fields and dots in numbers",
          notes: ["`reach data doctor \(name)` shows how its fields and numbers are read"])
        problem.excerpt = lines.line(bytes)
        return problem
      }
      return nil
    }
    if let problem { throw DiagnosticReport(one: problem) }
  }

  // MARK: Header

  /// The names of the columns in normal form C.
  func header() throws(DiagnosticReport) -> [String] {
    var problems = ProblemList()
    let names = file.withBytes { bytes in
      var places = TablePlaces(text), names: [String] = [], seen: Set<String> = []
      for field in headerFields(bytes) {
        let origin = places.origin(
          name, of: field.content.lowerBound - (field.isQuoted ? 1 : 0), bytes)
        let text = field.text(bytes)
        if text.allSatisfy(\.isWhitespace) {
          report(
            &problems, .namelessColumn, "column \(names.count + 1) has no name", origin, bytes,
            places,
            hint: "programs that write row numbers often leave their column without a name")
        } else if !seen.insert(text).inserted {
          report(
            &problems, .duplicateColumn,
            "the column `\(text.prefix(60))` stands here a second time",
            origin, bytes, places, length: text.unicodeScalars.count)
        }
        names.append(text)
      }
      return names
    }
    guard text.lowerBound < text.upperBound else {
      throw DiagnosticReport(
        one: Diagnostic(
          .emptyTable, "`\(name)` has no header", at: Origin(file: name, line: 1, column: 1)))
    }
    try problems.throwIfAny()
    return names
  }

  private func headerFields(_ bytes: Span<UInt8>) -> [RawField] {
    var fields: [RawField] = [], place = text.lowerBound
    while true {
      let field = RawField(bytes, at: place, limit: text.upperBound)
      fields.append(field)
      guard field.end < text.upperBound, bytes[field.end] == 0x2C else { return fields }
      place = field.end + 1
    }
  }

  // MARK: Rows

  /// Every row with a wrong number of fields, and every quote in a wrong place.
  func ofStructure() -> DiagnosticReport {
    var problems = ProblemList()
    file.withBytes { bytes in
      let width = headerFields(bytes).count
      var places = TablePlaces(text), place = text.lowerBound
      while place < text.upperBound, !problems.isFull {
        let start = place
        var count = 0, isOpen = false
        repeat {
          if count > 0 { place += 1 }
          let field = RawField(bytes, at: place, limit: text.upperBound)
          count += 1
          place = field.end
          if let fault = field.fault { isOpen = tell(fault, bytes, &places, &problems) || isOpen }
        } while place < text.upperBound && bytes[place] == 0x2C
        if count != width, !isOpen {
          let origin = places.origin(name, of: start, bytes)
          report(
            &problems, .raggedRow, "this row has \(count) fields, the header \(width)", origin,
            bytes,
            places)
        }
        if place < text.upperBound, bytes[place] == 0x0D { place += 1 }
        if place < text.upperBound, bytes[place] == 0x0A { place += 1 }
      }
    }
    guard let report = problems.summary else {
      preconditionFailure("\(name): rows were found broken, and none is")
    }
    return report
  }

  /// - Returns: Whether the field is never closed.
  private func tell(
    _ fault: RawField.Fault, _ bytes: Span<UInt8>, _ places: inout TablePlaces,
    _ problems: inout ProblemList
  ) -> Bool {
    let (code, summary, place, isOpen) =
      switch fault {
      case .strayQuote(true, let place):
        (
          DiagnosticCode.strayQuote, "a quote stands inside a field that is not quoted", place,
          false
        )
      case .strayQuote(false, let place):
        (.strayQuote, "something follows the closing quote of a field", place, false)
      case .openQuote(let place):
        (.openQuote, "a quoted field begins here and does not end", place, true)
      }
    let origin = places.origin(name, of: place, bytes)
    report(&problems, code, summary, origin, bytes, places)
    return isOpen
  }

  private func report(
    _ problems: inout ProblemList, _ code: DiagnosticCode, _ summary: String, _ origin: Origin,
    _ bytes: Span<UInt8>, _ places: TablePlaces, length: Int = 1, hint: String? = nil
  ) {
    var diagnostic = Diagnostic(code, summary, at: origin, length: length, hint: hint)
    diagnostic.excerpt = places.line(bytes)
    problems.report(diagnostic)
  }
}

/// The marks of one row that could separate its fields: those that are not within quotes.
private struct FieldMarks {
  private(set) var semicolons: [Int] = []
  private(set) var tabs: [Int] = []
  private(set) var commas = 0
  /// Behind its line break.
  let end: Int

  init(_ bytes: Span<UInt8>, from start: Int, limit: Int) {
    var place = start, isInside = false
    while place < limit, isInside || bytes[place] != 0x0A && bytes[place] != 0x0D {
      switch bytes[place] {
      case 0x22: isInside.toggle()
      case 0x3B where !isInside: semicolons.append(place)
      case 0x09 where !isInside: tabs.append(place)
      case 0x2C where !isInside: commas += 1
      default: break
      }
      place += 1
    }
    if place < limit, bytes[place] == 0x0D { place += 1 }
    if place < limit, bytes[place] == 0x0A { place += 1 }
    end = place
  }
}

/// Lines and columns of places that come in about their order.
struct TablePlaces {
  private let text: Range<Int>
  private var line = 1
  private var lineStart: Int
  /// An excerpt is not longer, whatever the line is.
  private static let longestExcerpt = 20_000

  init(_ text: Range<Int>) {
    (self.text, lineStart) = (text, text.lowerBound)
  }

  /// The line and the column of a byte; columns count Unicode scalars.
  mutating func origin(_ file: String, of place: Int, _ bytes: Span<UInt8>) -> Origin {
    if place < lineStart { (line, lineStart) = (1, text.lowerBound) }
    for at in lineStart..<max(lineStart, place) where bytes[at] == 0x0A {
      line += 1
      lineStart = at + 1
    }
    let before = (lineStart..<max(lineStart, place)).reduce(0) { count, at in
      count + (bytes[at] & 0xC0 == 0x80 ? 0 : 1)
    }
    return Origin(file: file, line: line, column: before + 1)
  }

  /// The line of the last place asked for.
  func line(_ bytes: Span<UInt8>) -> String {
    var end = lineStart
    while end < text.upperBound, bytes[end] != 0x0A, end - lineStart < Self.longestExcerpt {
      end += 1
    }
    if end > lineStart, bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: (lineStart..<end).map { bytes[$0] }, as: UTF8.self)
  }
}

/// The byte at which the first sequence that is not UTF-8 begins; nil if there is none.
private func firstInvalidUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  do throws(UTF8.ValidationError) {
    _ = try UTF8Span(validating: bytes.extracting(range))
    return nil
  } catch {
    return range.lowerBound + error.byteOffsets.lowerBound
  }
}
