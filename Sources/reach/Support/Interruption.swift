import Foundation
import ReachModel
import Synchronization

/// What a command says when it was interrupted before it had an answer, and how to run it again.
struct Interruption: Explained {
  let arguments: [String]

  var explanation: String {
    let command = arguments.map(shellWord).joined(separator: " ")
    return
      "interrupted before an answer was known; nothing was written\nhint: to run it again: \(command)"
  }
  var exitStatus: ExitStatus { .interrupted }

  /// Runs `body` and cancels it at the first interrupt (Ctrl-C) or request to end.
  ///
  /// From then on interrupts are ignored: what follows the simulation is short, and is done whole.
  ///
  /// - Parameters:
  ///   - resume: The command line, for the message.
  ///   - body: What may be cancelled.
  /// - Returns: What `body` returns.
  /// - Throws: ``Interruption`` when it was cancelled.
  static func cancelling<T: Sendable>(
    resume: [String], _ body: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    let task = Task { try await body() }
    let watch = SignalWatch { task.cancel() }
    defer { watch.cancel() }
    do {
      return try await task.value
    } catch is CancellationError {
      throw Interruption(arguments: resume)
    }
  }

  /// Runs `body` with something to ask whether its task is cancelled, on whatever thread.
  ///
  /// Threads that work along with the one of the task do not see the task.
  ///
  /// - Parameter body: Given what tells whether it is.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  static func noticing<T>(
    _ body: (@escaping @Sendable () -> Bool) throws -> T
  ) async rethrows -> T {
    let flag = Flag()
    return try await withTaskCancellationHandler {
      try body { flag.isRaised.load(ordering: .relaxed) }
    } onCancel: {
      flag.isRaised.store(true, ordering: .relaxed)
    }
  }

  private final class Flag: Sendable { let isRaised = Atomic(false) }

  /// Says how to run the command again when it is interrupted before the simulation.
  ///
  /// - Returns: The watch; cancel it before another takes over.
  static func ending(resume: [String]) -> SignalWatch {
    SignalWatch {
      let interruption = Interruption(arguments: resume)
      printError(interruption.explanation)
      exit(interruption.exitStatus.rawValue)
    }
  }
}

/// Does something at Ctrl-C and at requests to end, in place of what the system does.
///
/// The handler only writes to a pipe that a thread of its own waits at. A dispatch source would
/// miss the signals: it needs them blocked, and the main thread of an asynchronous program waits
/// with none blocked.
struct SignalWatch {
  private static let numbers = [SIGINT, SIGTERM]
  private let writeEnd: CInt

  init(_ body: @escaping @Sendable () -> Void) {
    var ends: [CInt] = [-1, -1]
    // SAFETY: pipe writes the two descriptors that the array holds.
    let status = unsafe pipe(&ends)
    precondition(status == 0, "pipe: error \(errno)")
    let readEnd = ends[0]
    writeEnd = ends[1]
    Thread.detachNewThread {
      while Self.waitForByte(at: readEnd) == Byte.signal { body() }
    }
    wakeUp.store(writeEnd, ordering: .sequentiallyConsistent)
    for number in Self.numbers {
      signal(number) { _ in writeByte(Byte.signal, to: wakeUp.load(ordering: .relaxed)) }
    }
  }

  /// Stops watching; the signals are ignored until ``restoreSignals()``.
  func cancel() {
    for number in Self.numbers { signal(number, SIG_IGN) }
    // The pipe stays open: a handler may still be at work.
    writeByte(Byte.end, to: writeEnd)
  }

  /// Gives the signals their usual meaning again.
  static func restoreSignals() {
    for number in numbers { signal(number, SIG_DFL) }
  }

  private static func waitForByte(at end: CInt) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      // SAFETY: read writes at most the one byte that the variable holds.
      let count = unsafe read(end, &byte, 1)
      if count == 1 { return byte }
      if count == 0 || errno != EINTR { return nil }
    }
  }
}

/// What a watch's thread is told.
private enum Byte {
  static let signal: UInt8 = 1
  static let end: UInt8 = 0
}

/// The pipe of the watch that is on: a signal handler can be given no context.
private let wakeUp = Atomic<CInt>(-1)

/// May be called in a signal handler: it only calls write, and keeps errno.
private func writeByte(_ value: UInt8, to end: CInt) {
  var byte = value
  let error = errno
  // SAFETY: write reads the one byte that the variable holds.
  _ = unsafe write(end, &byte, 1)
  errno = error
}

/// A word as a shell reads it back.
func shellWord(_ word: String) -> String {
  let isPlain = word.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || $0.properties.numericType != nil
      || "-_./=:,%+@".unicodeScalars.contains($0)
  }
  if isPlain, !word.isEmpty { return word }
  return "'" + word.replacing("'", with: #"'\''"#) + "'"
}
