import CLanes
import Foundation

/// Which of its two builds runs: the same source, the same bytes, other instructions.
///
/// `make` compiles Reach a second time for processors with 512-bit vectors. The plain build hands over
/// to that one at its start where the processor runs it (decision 0025).
enum InstructionSet {
  #if REACH_X86_64_V4
  static let name = "x86-64-v4"
  #else
  static let name = "baseline"
  #endif

  /// What the environment may ask for: `REACH_INSTRUCTIONS=baseline` stays with the plain build.
  private static let variable = "REACH_INSTRUCTIONS"

  /// Continues as the build for wider vectors, if there is one and this processor runs it; returns
  /// otherwise.
  ///
  /// A build that is older than this one is of other source, and is left alone.
  static func handOver() {
    #if !REACH_X86_64_V4
    guard ProcessInfo.processInfo.environment[variable] != name, reach_runs_x86_64_v4() != 0,
      let own = Bundle.main.executablePath.map(resolved), let age = modified(own)
    else { return }
    let folder = (own as NSString).deletingLastPathComponent
    for place in ["reach-x86-64-v4", "../libexec/reach-x86-64-v4"] {
      let path = "\(folder)/\(place)"
      guard let other = modified(path), other >= age else { continue }
      // OpenBLAS starts threads when it is loaded, which would spin beside the simulation.
      unsafe setenv("OPENBLAS_NUM_THREADS", "1", 1)
      // On success this does not return.
      execute(path)
    }
    #endif
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func modified(_ path: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date
  }

  private static func execute(_ path: String) {
    // SAFETY: the array lives through the call and ends with nil, as execv asks; its strings are
    // copies that nobody else has.
    unsafe CommandLine.arguments.map { unsafe strdup($0) }.withUnsafeBufferPointer { copies in
      var arguments = unsafe Array(copies)
      unsafe arguments.append(nil)
      _ = unsafe execv(path, arguments)
    }
  }
}
