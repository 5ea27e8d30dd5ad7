import Foundation

/// What the process has used so far.
struct Resources {
  let wall = ContinuousClock.now
  let date = Date()
  /// User and system time of all threads, seconds.
  let cpuSeconds = Double(clock()) / Double(CLOCKS_PER_SEC)
  /// The greatest resident memory so far, bytes; 0 where the system does not tell.
  let peakBytes: Int

  init() {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
      Int($0)
    }
    peakBytes = (kibibytes ?? 0) * 1024
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
