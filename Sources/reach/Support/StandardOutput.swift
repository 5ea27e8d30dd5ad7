import Foundation
import ReachModel

/// Writes a result to standard output, all of it.
///
/// A reader that has seen enough and left (`reach … | head`) is no error: the command ends
/// quietly.
///
/// - Parameter text: Ends with one line break; a missing one is added.
/// - Throws: ``OutputFailure`` when it cannot be written, for example on a full disk.
func printResult(_ text: String) throws {
  let whole = text.hasSuffix("\n") ? text : text + "\n"
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(whole.utf8))
  } catch {
    guard !isBrokenPipe(error) else { return }
    throw OutputFailure(reason: error.localizedDescription)
  }
}

private func isBrokenPipe(_ error: any Error) -> Bool {
  let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? error
  return (inner as? POSIXError)?.code == .EPIPE || (inner as NSError).code == Int(EPIPE)
}

/// Standard output that takes no more.
struct OutputFailure: Explained {
  let reason: String

  var explanation: String {
    "error: standard output cannot be written: \(reason)\nhint: send it to a disk with room, or "
      + "to a terminal"
  }
  var exitStatus: ExitStatus { .inputOutput }
}

/// Opens standard streams that were closed on the null device: else the next file to be opened takes
/// the number of one of them, and messages go into it.
func openStandardStreams() {
  for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  where fcntl(stream, F_GETFD) == -1 {
    // SAFETY: open only reads the path, which outlives the call; the lowest free number is this one.
    _ = unsafe open("/dev/null", O_RDWR)
  }
}

/// Whether standard output shows escape sequences: a terminal, and none of them declined
/// (`NO_COLOR`, `TERM=dumb`).
var isStandardOutputStyled: Bool {
  let environment = ProcessInfo.processInfo.environment
  return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
    && environment["TERM"] != "dumb"
}
