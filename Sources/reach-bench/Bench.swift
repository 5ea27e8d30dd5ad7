import Glibc
import LinearAlgebra
import ReachFiles
import ReachModel
import Simulation

/// Measures what `make bench` compares: reads a command a line from standard input, answers each with
/// a line of JSON, so that the driver can take turns with the peers within one run.
///
/// The driver is `Peers/bench.py`; times are in seconds of wall clock.
@main
enum Bench {
  static func main() async throws {
    keepFreedMemory()
    useOneThreadForLinearAlgebra()
    guard CommandLine.arguments.count == 2 else {
      return print("usage: reach-bench CASE.json|stream")
    }
    if CommandLine.arguments[1] == "stream" { return streamUniforms() }
    let given = try ModelCase.read(CommandLine.arguments[1], draws: 1000)
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      print(try await answer(words, given))
      // The driver waits at the other end of a pipe.
      fflush(nil)
    }
  }

  @concurrent
  private static func answer(_ words: [String], _ given: ModelCase) async throws -> String {
    func number(_ place: Int) -> Int { words.count > place ? Int(words[place]) ?? 0 : 0 }
    let bench = PathBench(given, quarters: max(4, number(1)))
    switch words.first {
    case "kernels": return kernelTimes().json
    case "paths":
      return try await bench.paths(
        draws: number(2), threads: number(3), scenarios: max(1, number(4)),
        sectors: max(1, number(5))
      ).json
    case "error":
      let isSharp = words.last == "sobol"
      return try await bench.errors(
        draws: number(2), seeds: UInt64(number(4))..<UInt64(number(4) + number(3)),
        sampling: isSharp ? .sobol : .plain,
        isEstimating: isSharp
      ).json
    case "look":
      return try await bench.look(
        draws: number(2), threads: number(3), isEstimating: words.last == "estimating"
      ).json
    case "track":
      return try TrackBench(given).updates(draws: number(1), threads: max(1, number(2))).json
    case "table": return try tableTime(words[1], threads: max(1, number(2))).json
    case "gram": return gramTimes(rows: number(1), columns: number(2), rounds: number(3)).json
    case "gemm": return productSpeed(order: number(1), rounds: number(2)).json
    case "ols", "effects", "poisson", "bootstrap": return try estimate(words)
    default: return unknown
    }
  }

  private static let unknown = #"{"error": "unknown command"}"#

  /// `KIND FOLDER ROWS COLUMNS THREADS [FACTORS [DRAWS]]`.
  private static func estimate(_ words: [String]) throws -> String {
    guard let bench = EstimationBench(words.dropFirst()) else { return unknown }
    let factors = words.count > 5 ? Int(words[5]) ?? 0 : 0
    switch words[0] {
    case "poisson": return try bench.poisson(factors: factors).json
    case "bootstrap":
      return try bench.bootstrap(factors: factors, draws: Int(words.last ?? "") ?? 1).json
    default: return try bench.leastSquares(factors: factors).json
    }
  }
}

/// Named numbers and lists of them, in order.
struct Answer {
  private var fields: [(name: String, text: String)] = []

  mutating func add(_ name: String, _ value: Double) { fields.append((name, "\(value)")) }
  mutating func add(_ name: String, _ values: [Double]) { fields.append((name, "\(values)")) }

  var json: String {
    "{" + fields.map { "\"\($0.name)\": \($0.text)" }.joined(separator: ", ") + "}"
  }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
