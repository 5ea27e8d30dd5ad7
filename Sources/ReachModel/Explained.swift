/// An error that a person can act on.
///
/// Everything Reach throws at a user conforms: the executable prints ``explanation`` and leaves
/// with ``exitStatus``.
public protocol Explained: Error {
  /// The whole message: what is wrong, where, and what to do about it. Several lines.
  var explanation: String { get }
  /// The status with which a command that meets this error ends (see ``ExitStatus``).
  var exitStatus: ExitStatus { get }
}

/// Exit statuses of the commands; the numbers are those of BSD `sysexits.h` where one fits.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  /// Failed while running.
  case failed = 1
  /// Done, but a requirement or a check did not hold.
  case requirementNotMet = 3
  case usage = 64
  /// A file that was read has bad content.
  case badContent = 65
  case fileMissing = 66
  /// A mistake in Reach itself.
  case internalError = 70
  case cannotWrite = 73
  case inputOutput = 74
  case interrupted = 75
}
