import Assessment
import Foundation
import ReachEngine
import Testing

@Suite("Memory", .serialized)
struct MemoryTests {
  /// Run by itself (`VERIFY=1 swift test --filter MemoryTests`), since other tests share the
  /// process.
  @Test(
    "does not grow with the number of draws",
    .enabled(if: ProcessInfo.processInfo.environment["VERIFY"] == "1"))
  func peak() async throws {
    let fitted = try ForecastTests.fitted("hanoi-2021")
    var peaks: [Double] = []
    for draws in [100_000, 100_000, 2_000_000] {
      var peak = 0.0
      _ = try await forecast([fitted], ForecastOptions(draws: draws, seed: 1, threads: 2)) { _ in
        peak = max(peak, residentKilobytes())
      }
      peaks.append(peak)
    }
    // The first run pays for what is loaded once.
    #expect(peaks[2] < 1.1 * peaks[1], "\(peaks) kB")
  }

  private func residentKilobytes() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.split(separator: " ")[1]) } ?? .nan
  }
}
