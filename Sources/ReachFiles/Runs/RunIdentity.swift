package import ReachModel
import Reporting
package import Simulation

/// What makes two runs the same run: version, resolved study, data, seed, sampling and draws; for an
/// analysis also what was asked.
///
/// Not threads, not time, not where the files lie.
package struct RunIdentity: Sendable, Equatable {
  /// Of Reach.
  package let version: String
  /// ``ReachModel/Study/digest``.
  package let study: String
  /// The data files' SHA-256.
  package let data: [String]
  package let seed: UInt64
  package let method: SamplingMethod
  package let draws: Int
  /// What was asked beyond a forecast; nil for a forecast.
  package let analysis: AnalysisQuestion?

  package init(
    version: String, study: String, data: [String], seed: UInt64, method: SamplingMethod,
    draws: Int, analysis: AnalysisQuestion? = nil
  ) {
    (self.version, self.study, self.data) = (version, study, data)
    (self.seed, self.method, self.draws) = (seed, method, draws)
    self.analysis = analysis
  }

  /// Six hexadecimal digits: the beginning of the SHA-256 over all of it, one item a line, the data
  /// in ascending order of their checksums.
  package var shortHash: String {
    get throws(DiagnosticReport) {
      let lines =
        ["reach-run", version, study] + data.sorted()
        + [String(seed), method.rawValue, String(draws)] + (analysis?.lines ?? [])
      return String(try checksum(Array(lines.joined(separator: "\n").utf8)).prefix(6))
    }
  }

  /// The name of the run's folder.
  ///
  /// - Parameters:
  ///   - date: The day of the run, UTC.
  ///   - scenario: The scenario's key; what is no letter, digit, `.`, `_` or `-` becomes `-`.
  /// - Returns: For example `2026-03-02-hanoi-2021-7c1e9a`.
  /// - Throws: R010 if libcrypto fails.
  package func folderName(
    _ date: CalendarDate, scenario: String
  ) throws(DiagnosticReport) -> String {
    let safe = scenario.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isPlain || ["_", "-", "."].contains(scalar) ? String(scalar) : "-"
    }
    let asked = analysis.map { "\($0.key)-" } ?? ""
    return "\(date)-\(asked)\(safe.joined().prefix(100))-\(try shortHash)"
  }
}

/// What an analysis was asked.
package struct AnalysisQuestion: Sendable, Equatable {
  /// The command, for example `compare`.
  package let key: String
  /// Every setting that its numbers depend on, as typed.
  package let settings: [String]
  /// Other scenarios that it looked at: name and ``ReachModel/Study/digest``.
  package let scenarios: [ComparedStudy]

  package init(key: String, settings: [String], scenarios: [ComparedStudy]) {
    (self.key, self.settings, self.scenarios) = (key, settings, scenarios)
  }

  fileprivate var lines: [String] { [key] + settings + scenarios.flatMap { [$0.name, $0.sha256] } }
}

/// A scenario beside the one that a run is about.
package struct ComparedStudy: Sendable, Equatable {
  package let name: String
  /// ``ReachModel/Study/digest``.
  package let sha256: String
  /// The scenario file.
  package let path: String

  package init(name: String, sha256: String, path: String) {
    (self.name, self.sha256, self.path) = (name, sha256, path)
  }
}

extension Study {
  /// SHA-256 over everything the numbers of a run depend on, apart from data and draws.
  ///
  /// Places in files, labels and words of sources are left out: a comment added to a scenario
  /// makes no other run.
  package var digest: String {
    get throws(DiagnosticReport) {
      let text = JSONValue.object([
        ("name", name.exact), ("province", province.factsKey.exact),
        ("code", province.code.exact), ("plan_year", planYear.exact), ("as_of", asOf.exact),
        ("model", model.exact), ("freeze_from", freezeFrom.exact),
        ("targets", .array(targets.map(\.numbers))), ("levers", .array(levers.map(\.numbers))),
        ("uncertainties", .array(uncertainties.map(\.numbers))),
        ("correlations", .array(correlations.map(\.numbers))),
      ]).text
      return try checksum(Array(text.utf8))
    }
  }
}

extension Target {
  fileprivate var numbers: JSONValue {
    .record([
      "key": key, "outcome": outcome, "sector": sector, "comparison": comparison,
      "threshold": threshold, "year": year,
    ])
  }
}

extension LeverSetting {
  fileprivate var numbers: JSONValue { .record(["key": key, "yearly": yearly, "lag": lag]) }
}

extension Uncertainty {
  fileprivate var numbers: JSONValue {
    .record([
      "key": key, "number": number, "parameter": parameter, "index": index, "priors": priors,
    ])
  }
}

extension RankCorrelation {
  fileprivate var numbers: JSONValue {
    .record(["first": first, "second": second, "rank": rank])
  }
}
