import Foundation
import PanelData
import ReachFiles
import ReachModel
import Testing

/// The reader of large tables beside the strict reader of small ones, which goes byte by byte.
@Suite("Files of data beside the plain reader")
struct DataTableTwinTests {
  /// Cells with everything that the format allows, as they stand in the file.
  private let cells = [
    "1", "-2.25", "1234567.5", "3.141592653589793", "-1e-7", "NA", "", ".", "01", "Hà Nội", "x",
    "a longer text of more than thirty-two bytes", "\"a,b\"", "\"say \"\"yes\"\"\"",
    "\"two\nlines\"", "\"two\r\nlines\"", "\"\"", "\"7\"", "true", "日本", "🙂", "\"\n\"", "null",
    "12345678901234567890", "0.1234567890123456789",
  ]

  private func randomTable(_ random: inout SplitMix64, hasQuotes: Bool) -> String {
    let width = Int.random(in: 1...6, using: &random), rows = Int.random(in: 0...60, using: &random)
    let usable = hasQuotes ? cells : cells.filter { !$0.hasPrefix("\"") }
    // Columns of few kinds of cells, so that there are columns of numbers.
    let kinds = (0..<width).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in
        usable[Int.random(in: 0..<usable.count, using: &random)]
      }
    }
    let end = random.next() % 2 == 0 ? "\n" : "\r\n"
    var lines = [(0..<width).map { "c\($0)" }.joined(separator: ",")]
    for _ in 0..<rows {
      lines.append(
        kinds.map { $0[Int.random(in: 0..<$0.count, using: &random)] }.joined(separator: ","))
    }
    // A last row that is empty would be no row.
    return lines.joined(separator: end)
      + (random.next() % 2 == 0 ? end + "9" + String(repeating: ",", count: width - 1) : "")
      + (random.next() % 2 == 0 ? end : "")
  }

  private func plainly(_ text: String) throws -> (CSVTable?, ProblemList) {
    var problems = ProblemList()
    let source = try SourceText(text, file: "x.csv")
    let table = StrictCSV.read(source, .init(columns: [], allowsMore: true), &problems)
    return (table, problems)
  }

  /// What a column of these texts is, by the rules as they are stated.
  private func expected(_ texts: [String]) -> [Cell] {
    let missing = ["", "NA", "NaN", "nan", "N/A", "null", "."]
    let number = /-?(0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?/
    let present = texts.filter { !missing.contains($0) }
    let isNumbers = present.allSatisfy { $0.wholeMatch(of: number) != nil }
    return texts.map { text in
      missing.contains(text)
        ? .missing
        : isNumbers
          ? .number(Double(text) ?? .nan) : .text(text.precomposedStringWithCanonicalMapping)
    }
  }

  @Test("same cells and lines for random tables, in pieces of any size", arguments: [true, false])
  func agreement(hasQuotes: Bool) throws {
    var random = SplitMix64(state: hasQuotes ? 1 : 2)
    for _ in 0..<400 {
      let text = randomTable(&random, hasQuotes: hasQuotes)
      let (twin, problems) = try plainly(text)
      let plain = try #require(twin, "\(problems.diagnostics)")
      let table = try tableOf(text)
      #expect(table.names == plain.columns && table.rows == plain.rowCount, "\(text)")
      #expect(table.lines.map(Int.init) == (0..<plain.rowCount).map { plain.origin($0, 0).line })
      for column in table.columns.indices {
        let texts = (0..<plain.rowCount).map { plain.text($0, column) }
        #expect(table.columns[column].cells == expected(texts), "\(text)")
      }
    }
  }

  @Test("same problems in the same places for tables that were damaged")
  func damage() throws {
    var random = SplitMix64(state: 3)
    var refused = 0
    for round in 0..<600 {
      var bytes = Array(randomTable(&random, hasQuotes: round % 2 == 0).utf8)
      let header = (bytes.firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
      guard header < bytes.count else { continue }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: header..<bytes.count, using: &random)
        guard bytes[place] < 0x80 else { continue }
        switch random.next() % 4 {
        case 0: bytes.insert(UInt8(ascii: "\""), at: place)
        case 1: bytes.insert(UInt8(ascii: ","), at: place)
        case 2: bytes.insert(UInt8(ascii: "\n"), at: place)
        default: if bytes.count > header + 1 { bytes.remove(at: place) }
        }
      }
      // A carriage return by itself is made a line feed first, which moves columns.
      let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
      guard !text.utf8.contains(0x0D) else { continue }
      let (_, problems) = try plainly(text)
      do throws(DiagnosticReport) {
        _ = try readDataTable(bytes: Array(text.utf8), as: "x.csv", threads: 1, pieceSize: 64)
        #expect(problems.isEmpty, "\(text)")
      } catch {
        refused += 1
        let theirs = problems.summary?.diagnostics.map {
          "\($0.code.id) \($0.origin.map(\.description) ?? "")"
        }
        #expect(
          error.diagnostics.map { "\($0.code.id) \($0.origin.map(\.description) ?? "")" } == theirs,
          "\(text)")
        #expect(error.explanation == problems.summary?.explanation)
      }
    }
    #expect(refused > 200)
  }

  @Test("any order of commas, quotes and line breaks is read or refused as the plain reader does")
  func soup() throws {
    var random = SplitMix64(state: 9)
    let signs = Array(",,\"\"\n\r\nab1".utf8)
    var read = 0
    for _ in 0..<60_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        signs[Int.random(in: 0..<signs.count, using: &random)]
      }
      // A header that is always good.
      let text = "a,b\n" + String(decoding: bytes, as: UTF8.self)
      let (plain, problems) = try plainly(text)
      do throws(DiagnosticReport) {
        let table = try readDataTable(bytes: Array(text.utf8), as: "x", threads: 1, pieceSize: 64)
        guard let plain, problems.isEmpty, table.rows == plain.rowCount else {
          Issue.record("\(text.debugDescription) was read")
          continue
        }
        read += 1
        for column in 0..<2 {
          let texts = (0..<plain.rowCount).map { plain.text($0, column) }
          #expect(table.columns[column].cells == expected(texts), "\(text.debugDescription)")
        }
      } catch {
        let ours = error.diagnostics.map(\.code.id)
        #expect(ours == problems.summary?.diagnostics.map(\.code.id), "\(text.debugDescription)")
      }
    }
    #expect(read > 2_000)
  }

  @Test("NUL and bytes that are no UTF-8 are found where the plain reader finds them")
  func badBytes() throws {
    var random = SplitMix64(state: 4)
    let whole = "tên,số\n" + (0..<40).map { "Hà Nội 🙂 日本 x\($0),\($0)\n" }.joined()
    var refused = 0
    for _ in 0..<4_000 {
      var bytes = Array(whole.utf8)
      let place = Int.random(in: 8..<bytes.count, using: &random)
      switch random.next() % 3 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int(1 + random.next() % 3)))
      default:
        let odd: [[UInt8]] = [
          [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
          [0xF0, 0x80, 0x80, 0x80],
          [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x80], [0], [0xE2, 0x82],
          [0xF0, 0x9F, 0x99], [0xED, 0x9F, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF], [0xEE, 0x80, 0x80],
        ]
        bytes.replaceSubrange(place..<place, with: odd[Int(random.next() % 15)])
      }
      // Quotes and carriage returns are the matter of other tests.
      guard !bytes.contains(where: { $0 == 0x22 || $0 == 0x0D }) else { continue }
      let ours = problem { _ = try readDataTable(bytes: bytes, as: "x", threads: 2, pieceSize: 64) }
      let theirs = problem { _ = try SourceText(bytes, file: "x") }
      if let theirs {
        refused += 1
        #expect(
          ours?.code == theirs.code && ours?.origin == theirs.origin
            && ours?.summary == theirs.summary)
      } else {
        #expect(ours == nil || ours?.code.id.first == "D")
      }
    }
    #expect(refused > 1_000)
  }

  private func problem(_ body: () throws -> Void) -> Diagnostic? {
    do { try body() } catch { return (error as? DiagnosticReport)?.diagnostics.first }
    return nil
  }
}

/// A stream of numbers that look random, the same in every run.
///
/// - Source: Steele, Lea and Flood, *OOPSLA*, 2014.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
