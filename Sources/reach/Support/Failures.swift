import ArgumentParser
import Foundation
import ReachFiles
import ReachModel
import Reporting

/// Runs the body of a command: what a person can act on goes to standard error, with its status.
///
/// - Parameters:
///   - language: Of messages that exist in both, as those about files and plans do; what goes wrong
///     with the machine is told in English.
///   - body: The command.
/// - Throws: The exit code of what was told, and whatever else `body` throws.
func reportingFailures(
  _ language: Language = .en, _ body: () async throws -> Void
) async throws {
  do {
    try await body()
  } catch let error as any Explained {
    let text =
      switch error {
      case let report as DiagnosticReport: report.explanation(language)
      case let misuse as UsageError: misuse.explanation(language)
      default: error.explanation
      }
    printError(text)
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
  let message: Label
  let help: Label

  var explanation: String { explanation(.en) }

  func explanation(_ language: Language) -> String {
    language(vi: "lỗi: ", en: "error: ") + language(message) + "\n"
      + language(vi: "gợi ý: ", en: "hint: ") + language(help)
  }

  var exitStatus: ExitStatus { .usage }
}
