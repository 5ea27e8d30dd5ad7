import Assessment
import Foundation
import ReachEngine
import Reporting

/// Progress on standard error: on a terminal one line, at most ten times a second; in a pipe one
/// plain line for each tenth.
struct ProgressLine {
  private let language: Language
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?
  private var tenths = 0

  init(_ language: Language) {
    self.language = language
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  mutating func show(_ progress: ForecastProgress) {
    let now = ContinuousClock.now
    if isTerminal {
      if let lastShown, now - lastShown < .milliseconds(100) { return }
      lastShown = now
      writeError("\r\u{1B}[2K\(line(progress, at: now))")
    } else if progress.done * 10 / progress.total > tenths {
      tenths = progress.done * 10 / progress.total
      printError(line(progress, at: now))
    }
  }

  /// Clears the line.
  func finish() {
    if isTerminal { writeError("\r\u{1B}[2K") }
  }

  private func line(_ progress: ForecastProgress, at now: ContinuousClock.Instant) -> String {
    let elapsed = (now - start).seconds
    let rate = elapsed > 0 ? Double(progress.done) / elapsed : 0
    let left = rate > 0 ? Double(progress.total - progress.done) / rate : 0
    let percent = 100 * progress.done / progress.total
    let numbers = NumberStyle(language)
    let soFar = progress.soFar.map { key, probability in
      "P(\(key)) \(numbers.percent(probability.value, decimals: 1))"
    }
    let seconds = numbers.number(left, decimals: 1)
    // Where steps are counted instead of draws, their rate tells nothing.
    let speed = "\(numbers.number(rate)) " + language(vi: "lần mô phỏng/giây", en: "draws/s")
    let facts =
      ["\(percent) %"] + (progress.total >= 10_000 ? [speed] : [])
      + [language(vi: "còn \(seconds) giây", en: "\(seconds) s left")]
    return Self.fitting(facts + soFar)
  }

  /// As many parts as one line of a narrow terminal holds: a line that wraps cannot be cleared.
  private static func fitting(_ parts: [String]) -> String {
    parts.reduce("") { line, part in
      let longer = line.isEmpty ? part : line + "  " + part
      return longer.count < 80 ? longer : line
    }
  }
}
