private import Foundation
package import ReachModel

/// Starts a program that Reach does not link: in a scratch folder of its own, for a limited time.
///
/// The program reads nothing from standard input, finds no settings of the user's, and is told of proxies
/// that lead nowhere, so that it fetches nothing. It heads a process group, which is ended as a whole: a
/// program that hangs, or one that leaves others behind, keeps no command waiting.
package struct ToolRun: Sendable {
  /// A path, or a name to be sought in the path of programs.
  package let program: String
  /// After so many seconds the program is ended.
  package let patience: Int

  package init(_ program: String, patience: Int = 60) {
    precondition(patience > 0, "patience of \(patience) seconds")
    (self.program, self.patience) = (program, patience)
  }

  /// Runs the program once.
  ///
  /// - Parameters:
  ///   - arguments: Names of files in them are relative to the scratch folder.
  ///   - inputs: Files that are put into the scratch folder before, by plain names.
  ///   - outputs: Names of files that the program has to leave there.
  /// - Returns: What it wrote, `outputs` in their order.
  /// - Throws: ``ToolFailure``; the scratch folder is removed in any case.
  package func run(
    _ arguments: [String], reading inputs: [(name: String, bytes: [UInt8])] = [],
    writing outputs: [String] = []
  ) throws(ToolFailure) -> ToolOutput {
    let scratch = try Scratch(inputs)
    defer { scratch.remove() }
    let setting = ChildProcess.Setting(
      program: program.contains("/") ? URL(fileURLWithPath: program).path : program,
      arguments: arguments,
      environment: Self.environment(settings: scratch.settings.path),
      workingFolder: scratch.work.path, text: scratch.path(Scratch.text),
      complaints: scratch.path(Scratch.complaints))
    guard let process = ChildProcess(setting) else { throw .missing(program) }
    let isInTime = process.wait(seconds: patience)
    let status = process.end()
    guard isInTime else { throw .tooSlow(program, seconds: patience) }
    // So says the shell of a program that there is none of, or that cannot be started.
    guard status != 127, status != 126 else { throw .missing(program) }
    let complaints = scratch.text(Scratch.complaints)
    guard status == 0 else { throw .failed(program, status: status, complaints: complaints) }
    var files: [(name: String, bytes: [UInt8])] = []
    for name in outputs {
      guard let bytes = scratch.bytes(name), !bytes.isEmpty else {
        throw .silent(program, file: name)
      }
      files.append((name, bytes))
    }
    return ToolOutput(text: scratch.text(Scratch.text), complaints: complaints, files: files)
  }

  /// A port that nothing listens on ("discard"), for programs that honour proxies.
  private static let nowhere = "http://127.0.0.1:9"

  /// The home stays: programs that were installed for one user lie there.
  private static func environment(settings: String) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["http_proxy", "https_proxy", "all_proxy", "ftp_proxy"] {
      environment[name] = nowhere
      environment[name.uppercased()] = nowhere
    }
    environment["no_proxy"] = nil
    environment["NO_PROXY"] = nil
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"] {
      environment[name] = settings
    }
    environment["LC_ALL"] = "C.UTF-8"
    return environment
  }
}

/// What a program left.
package struct ToolOutput: Sendable {
  /// Its standard output, at most a mebibyte of it.
  package let text: String
  /// Its standard error, likewise.
  package let complaints: String
  package let files: [(name: String, bytes: [UInt8])]
}

/// Why a program gave nothing.
package enum ToolFailure: Error, Sendable, Equatable {
  /// There is no such program, or it cannot be started.
  case missing(String)
  case tooSlow(String, seconds: Int)
  /// It ended with a status other than 0, above 128 by a signal.
  case failed(String, status: Int32, complaints: String)
  /// It ended well, but without a file that it should have written.
  case silent(String, file: String)
  /// No scratch folder could be made for it.
  case scratch(String)

  /// In one line, without a full stop.
  package var label: Label {
    switch self {
    case .missing(let program):
      Label(vi: "không khởi chạy được `\(program)`", en: "`\(program)` cannot be started")
    case .tooSlow(let program, let seconds):
      Label(
        vi: "`\(program)` không kết thúc trong \(seconds) giây",
        en: "`\(program)` did not end within \(seconds) seconds")
    case .failed(let program, let status, let complaints):
      Self.failed(program, status, complaints)
    case .silent(let program, let file):
      Label(vi: "`\(program)` không ghi `\(file)`", en: "`\(program)` did not write `\(file)`")
    case .scratch(let reason):
      Label(vi: "không tạo được thư mục tạm: \(reason)", en: "no scratch folder: \(reason)")
    }
  }

  private static func failed(_ program: String, _ status: Int32, _ complaints: String) -> Label {
    let last = complaints.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
    let said = last.map { ": \($0.prefix(200))" } ?? ""
    return Label(
      vi: "`\(program)` kết thúc với mã \(status)\(said)",
      en: "`\(program)` ended with status \(status)\(said)")
  }
}

/// The folders of one run: what the program works in, where its settings go, what it says.
private struct Scratch {
  static let text = "stdout", complaints = "stderr"
  /// Beyond this nobody reads what a program says.
  private static let greatestText = 1 << 20

  private let root: URL

  var work: URL { root.appendingPathComponent("work") }
  var settings: URL { root.appendingPathComponent("settings") }

  init(_ inputs: [(name: String, bytes: [UInt8])]) throws(ToolFailure) {
    let files = FileManager.default
    root = files.temporaryDirectory.appendingPathComponent("reach-" + UUID().uuidString)
    do {
      for folder in [work, settings] {
        try files.createDirectory(
          at: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      }
      for input in inputs {
        precondition(!input.name.contains("/"), "`\(input.name)` is no plain name")
        try Data(input.bytes).write(to: work.appendingPathComponent(input.name))
      }
    } catch {
      try? files.removeItem(at: root)
      throw .scratch(error.localizedDescription)
    }
  }

  func path(_ name: String) -> String { root.appendingPathComponent(name).path }

  func text(_ name: String) -> String {
    guard let handle = try? FileHandle(forReadingFrom: root.appendingPathComponent(name)),
      let data = try? handle.read(upToCount: Self.greatestText)
    else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  func bytes(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: work.appendingPathComponent(name))).map(Array.init)
  }

  func remove() { try? FileManager.default.removeItem(at: root) }
}
