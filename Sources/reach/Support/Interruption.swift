import Dispatch
import Foundation
import ReachModel

/// What a command says when it was interrupted: nothing was written, and how to run it again.
struct Interruption: Explained {
  let command: String

  var explanation: String { "interrupted; nothing was written\nhint: to run it again: \(command)" }
  var exitStatus: ExitStatus { .interrupted }

  /// Runs `body` and cancels it at the first interrupt (Ctrl-C) or request to end.
  ///
  /// - Parameter resume: The command line, for the message.
  /// - Throws: ``Interruption`` when it was cancelled.
  static func cancelling<T: Sendable>(
    resume: [String], _ body: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before anything could be said.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    do {
      return try await task.value
    } catch is CancellationError {
      throw Interruption(command: resume.joined(separator: " "))
    }
  }
}
