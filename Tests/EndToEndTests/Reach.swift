import Foundation

/// What a command left behind.
struct CommandResult: Sendable {
  let status: Int32
  let output: String
  let errors: String

  var json: Any? { try? JSONSerialization.jsonObject(with: Data(output.utf8)) }
  var object: [String: Any] { json as? [String: Any] ?? [:] }
}

/// The built program, run as a planner would.
struct Reach: Sendable {
  enum Failure: Error { case notBuilt([String]) }

  /// The folder with `Package.swift`.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The program beside the running tests, else the one that was built last.
  static let binary = Result<String, any Error> {
    let running = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let places = [
      running.deletingLastPathComponent().path,
      Bundle.main.bundleURL.deletingLastPathComponent().path, "\(repository)/.build/release",
      "\(repository)/.build/debug",
    ].map { "\($0)/reach" }
    guard let found = places.first(where: FileManager.default.isExecutableFile) else {
      throw Failure.notBuilt(places)
    }
    return found
  }

  let binary: String
  let folder: String
  let environment: [String: String]

  /// - Parameters:
  ///   - folder: The working folder.
  ///   - binary: The program; the one that was built if nil.
  ///   - environment: Set on top of that of the tests, in which `REACH_HOME` and `NO_COLOR` are
  ///     not set.
  /// - Throws: ``Failure/notBuilt(_:)`` with the places where the program was sought.
  init(
    in folder: String = Self.repository, binary: String? = nil, environment: [String: String] = [:]
  ) throws {
    var all = ProcessInfo.processInfo.environment
    for name in ["REACH_HOME", "NO_COLOR"] { all[name] = nil }
    self.binary = try binary ?? Self.binary.get()
    self.folder = folder
    self.environment = all.merging(environment) { $1 }
  }

  /// Runs a command to its end.
  func callAsFunction(_ arguments: String...) async throws -> CommandResult {
    try await start(arguments).result()
  }

  func callAsFunction(_ arguments: [String]) async throws -> CommandResult {
    try await start(arguments).result()
  }

  /// Begins a command and returns while it runs.
  ///
  /// - Parameters:
  ///   - arguments: Those after the program's name.
  ///   - output: Where standard output goes; a file of its own if nil.
  /// - Returns: The running command.
  /// - Throws: When it cannot be started.
  func start(_ arguments: [String], output: FileHandle? = nil) throws -> RunningCommand {
    try RunningCommand(self, arguments, output: output)
  }
}

/// A command that was started; its streams go to files, so that no pipe can fill up.
final class RunningCommand: Sendable {
  private let process: Process
  private let scratch: Scratch
  private let ends: AsyncStream<Int32>

  fileprivate init(_ reach: Reach, _ arguments: [String], output: FileHandle?) throws {
    scratch = try Scratch()
    process = Process()
    process.executableURL = URL(fileURLWithPath: reach.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: reach.folder)
    process.environment = reach.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try output ?? scratch.newFile("output")
    process.standardError = try scratch.newFile("errors")
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = {
      continuation.yield($0.terminationStatus)
      continuation.finish()
    }
    ends = stream
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// What standard error holds so far.
  var errorsSoFar: String { (try? scratch.text("errors")) ?? "" }

  /// Waits until standard error holds a text, or the command has ended.
  func untilErrors(hold text: String) async throws {
    while process.isRunning, !errorsSoFar.contains(text) {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits for the end.
  ///
  /// - Returns: The status (the number of the signal if one ended it) and both streams.
  func result() async throws -> CommandResult {
    var status: Int32 = -1
    for await end in ends { status = end }
    return CommandResult(
      status: status, output: try scratch.text("output"), errors: try scratch.text("errors"))
  }
}

/// A folder that is deleted with the value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/reach-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func newFile(_ name: String) throws -> FileHandle {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  /// Empty if there is no such file.
  func text(_ name: String) throws -> String {
    let data = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// The names in one of its folders, hidden ones too; empty if there is none.
  func names(in folder: String = "Results") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
  }
}
