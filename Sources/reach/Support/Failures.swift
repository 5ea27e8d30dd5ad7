import ArgumentParser
import Foundation
import ReachModel

/// Runs the body of a command: what a person can act on goes to standard error, with its status.
func reportingFailures(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let error as any Explained {
    printError(error.explanation)
    throw ExitCode(error.exitStatus.rawValue)
  }
}

/// Writes a line to standard error.
func printError(_ text: String) { writeError(text + "\n") }

/// Writes to standard error.
///
/// Where that is closed or full nobody reads it, and the work goes on.
func writeError(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}

/// A mistake in the use of a command that only shows once files are read.
struct UsageError: Explained {
  let message: String
  let help: String

  var explanation: String { "error: \(message)\nhint: \(help)" }
  var exitStatus: ExitStatus { .usage }
}
