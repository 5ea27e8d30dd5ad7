import Foundation
import Testing

/// One run of the shipped plan, made once for all tests that only read it.
struct SharedRun: Sendable {
  static let draws = 2_000

  let scratch: Scratch
  let result: CommandResult
  let folder: RunFiles

  var results: String { "\(scratch.path)/Results" }

  private static let task = Task { () throws -> SharedRun in
    let scratch = try Scratch()
    let result = try await Reach()(
      "run", "Scenarios/hanoi-2021.yaml", "--draws", "\(draws)", "--threads", "1", "--results",
      "\(scratch.path)/Results")
    let name = try #require(scratch.names().first, "\(result.errors)")
    return SharedRun(
      scratch: scratch, result: result, folder: RunFiles(path: "\(scratch.path)/Results/\(name)"))
  }

  static func get() async throws -> SharedRun { try await task.value }
}

/// The files of a run folder, read without the code that wrote them.
struct RunFiles: Sendable {
  let path: String

  var name: String { URL(fileURLWithPath: path).lastPathComponent }

  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func data(_ name: String) -> Data {
    FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
  }

  /// Whether both hold the same bytes.
  ///
  /// As a truth value: of unequal bytes an expectation looks for every difference, which for a table
  /// of draws takes hours.
  func has(_ name: String, equalTo other: RunFiles) -> Bool { data(name) == other.data(name) }

  /// `provenance.json` but for `environment`, the only part in which equal runs may differ.
  var provenance: NSDictionary? {
    var object =
      (try? JSONSerialization.jsonObject(with: data("provenance.json"))) as? [String: Any]
    object?["environment"] = nil
    return object.map { NSDictionary(dictionary: $0) }
  }

  /// `findings.csv` by id: the cells of a row after the id, quotation marks resolved.
  var findings: [String: [String]] {
    let rows = String(decoding: data("findings.csv"), as: UTF8.self).split(separator: "\n")
    return rows.dropFirst().map(cells).reduce(into: [:]) { $0[$1[1]] = Array($1.dropFirst(2)) }
  }

  /// Every id, in the order of the file.
  var findingIDs: [String] {
    String(decoding: data("findings.csv"), as: UTF8.self).split(separator: "\n").dropFirst().map {
      cells($0)[1]
    }
  }

  private func cells(_ row: Substring) -> [String] {
    var cells = [""], isQuoted = false
    for character in row {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// `draws.bin` by column: bits of the values in the order of the draws.
  func draws() throws -> [String: [UInt64]] {
    let bytes = [UInt8](data("draws.bin"))
    func number(_ place: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
    }
    let headerEnd = 16 + Int(number(12, 4))
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(bytes[16..<headerEnd])) as? [String: Any])
    let draws = try #require(header["draws"] as? Int)
    let columns = try #require(header["columns"] as? [[String: Any]])
    var values: [String: [UInt64]] = [:]
    for (i, column) in columns.enumerated() {
      let name = try #require(column["name"] as? String)
      values[name] = (0..<draws).map { number(headerEnd + 8 * (i * draws + $0), 8) }
    }
    return values
  }
}
