private import Glibc
import ReachModel

extension Ledger {
  static let chainName = "chain.csv", header = "number,entry,sha256,link"

  /// A line of the chain.
  struct Link {
    let number: Int
    let name: String
    /// Of the entry's forecast.
    let sha256: String
    /// Of the link before with the two above.
    let link: String

    var text: String { "\(number),\(name),\(sha256),\(link)\n" }
  }

  /// The next link.
  func link(_ forecast: FrozenForecast, after chain: [Link]) throws(DiagnosticReport) -> Link {
    let sum = try checksum(Array(forecast.text.utf8))
    return Link(
      number: chain.count + 1, name: forecast.run, sha256: sum,
      link: try checksum(Array("\(chain.last?.link ?? ""),\(forecast.run),\(sum)".utf8)))
  }

  func write(_ chain: [Link]) throws(DiagnosticReport) {
    do throws(CallFailure) {
      try replace(Self.chainName, Self.header + "\n" + chain.map(\.text).joined())
      try synchroniseFolder(path)
    } catch {
      throw error.report
    }
  }

  /// The lines of the chain, each link checked against the one before it.
  func chain() throws(DiagnosticReport) -> [Link] {
    guard names(in: path).contains(Self.chainName) else {
      // Entries without a chain are found by whoever reads them.
      return []
    }
    let text = String(decoding: try bytes(of: Self.chainName), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.first == Self.header, lines.last == "" else {
      throw .frozen("`\(Self.chainName)` is not as it was written")
    }
    var links: [Link] = []
    for (place, line) in lines.dropFirst().dropLast().enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4, Int(fields[0]) == place + 1 else {
        throw .frozen("line \(place + 2) of `\(Self.chainName)` is not as it was written")
      }
      let before = links.last?.link ?? ""
      guard try checksum(Array("\(before),\(fields[1]),\(fields[2])".utf8)) == fields[3] else {
        throw .frozen("the link of entry \(place + 1), `\(fields[1])`, is broken")
      }
      links.append(
        Link(number: place + 1, name: fields[1], sha256: fields[2], link: fields[3]))
    }
    return links
  }

  // MARK: Files

  func bytes(of file: String) throws(DiagnosticReport) -> [UInt8] {
    do throws(FileFailure) {
      return try ReachFiles.contents(of: joined(path, file), limit: 1 << 28)
    } catch {
      throw .frozen("`\(file)` is missing or cannot be read")
    }
  }

  func checksum(_ bytes: [UInt8]) throws(DiagnosticReport) -> String {
    guard let sum = sha256(bytes) else { throw .noChecksum }
    return sum
  }

  /// A file in one step: under another name first.
  func replace(_ file: String, _ text: String) throws(CallFailure) {
    let place = joined(path, file), next = place + ".new"
    // SAFETY: Swift passes the paths as terminated strings.
    _ = unsafe unlink(next)
    try writeNewFile(Array(text.utf8), to: next)
    // SAFETY: as above.
    guard unsafe rename(next, place) == 0 else {
      throw CallFailure(code: errno, action: "writing `\(file)` in the ledger")
    }
  }

  // MARK: The lock

  enum Lock {
    /// Of those who read: any number at a time.
    case shared
    /// Of those who write: one, and nobody reads meanwhile.
    case exclusive
  }

  /// Does something while nobody else writes; waits for those who do.
  ///
  /// The ledger's folder itself is locked, so that no file stays behind. The lock ends with the
  /// process at the latest.
  func locked<Result>(
    _ lock: Lock, _ body: () throws(DiagnosticReport) -> Result
  ) throws(DiagnosticReport) -> Result {
    // SAFETY: Swift passes the path as a terminated string.
    let handle = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else {
      throw CallFailure(code: errno, action: "opening `\(path)`").report
    }
    defer { close(handle) }
    // A file system without locks refuses at once: then only one may write at a time.
    while flock(handle, lock == .shared ? LOCK_SH : LOCK_EX) != 0, errno == EINTR {}
    return try body()
  }
}
