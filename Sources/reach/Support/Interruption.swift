import Dispatch
import Foundation
import ReachModel

/// What a command says when it was interrupted: nothing was written, and how to run it again.
struct Interruption: Explained {
  let arguments: [String]

  var explanation: String {
    let command = arguments.map(shellWord).joined(separator: " ")
    return "interrupted; nothing was written\nhint: to run it again: \(command)"
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
struct SignalWatch {
  private static let numbers = [SIGINT, SIGTERM]
  private let sources: [any DispatchSourceSignal]

  init(_ body: @escaping @Sendable () -> Void) {
    sources = Self.numbers.map { number in
      // The default action would end the process before anything could be said.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler(handler: body)
      source.resume()
      return source
    }
  }

  /// Stops watching; the signals are ignored until ``restoreSignals()``.
  func cancel() { sources.forEach { $0.cancel() } }

  /// Gives the signals their usual meaning again.
  static func restoreSignals() {
    for number in numbers { signal(number, SIG_DFL) }
  }
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
