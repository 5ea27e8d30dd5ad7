import Foundation
import Testing
import Verification

@Suite("Naive forecasts")
struct NaiveTests {
  private struct Nile: Decodable {
    struct Scores: Decodable {
      let rmse: Double
      let mae: Double
      let bias: Double
    }
    let scores: [String: Scores]
  }

  private func text(_ name: String, _ type: String) throws -> Data {
    let file = try #require(
      Bundle.module.url(
        forResource: name, withExtension: type, subdirectory: "ReferenceValues"))
    return try Data(contentsOf: file)
  }

  @Test(
    "errors on the Nile from 50 to 99 known years are those of R and Python",
    arguments: [(NaiveMethod.lastValue, "random_walk"), (.longMean, "expanding_mean")])
  func nile(method: NaiveMethod, name: String) throws {
    let lines = String(decoding: try text("nile", "csv"), as: UTF8.self).split(separator: "\n")
    let flow = try lines.dropFirst().map { line in
      try #require(Double(line.split(separator: ",")[1]))
    }
    #expect(flow.count == 100)
    let errors = try (50...99).map { known in
      let points = method.points([flow.prefix(known).map { $0 }], horizons: 1)
      return flow[known] - (try #require(points[0][0]))
    }
    let expected = try #require(
      try JSONDecoder().decode(Nile.self, from: text("rolling_origin_nile", "json")).scores[name])
    let n = Double(errors.count)
    // Of the forecast: above what came is positive.
    let bias = -errors.reduce(0, +) / n
    #expect((bias - expected.bias).magnitude < 1e-9)
    #expect((errors.reduce(0) { $0 + $1.magnitude } / n - expected.mae).magnitude < 1e-9)
    let rmse = (errors.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    #expect((rmse - expected.rmse).magnitude < 1e-9)
  }

  @Test("drift and autoregression take all entities together")
  func pooled() throws {
    let values: [[Double?]] = [[1, 2, 4], [10, 9, nil], [3, 3, 3]]
    // Changes 1, 2, -1, 0, 0: their mean is 0.4.
    let drift = NaiveMethod.drift.points(values, horizons: 2)
    #expect(drift[0] == [4.4, nil, 3.4])
    #expect(drift[1] == [4.8, nil, 3.8])
    // numpy.polyfit([1, 2, 10, 3, 3], [2, 4, 9, 3, 3], 1), numpy 2.4.6.
    let line = NaiveMethod.autoregression.points(values, horizons: 1)
    let value = try #require(line[0][0])
    #expect((value - (1.3425196850393706 + 4 * 0.7519685039370079)).magnitude < 1e-12)
    #expect(NaiveMethod.longMean.points(values, horizons: 1)[0] == [7.0 / 3, nil, 3])
  }
}

/// The yearly series of the M3 competition: read where the given references are, not shipped.
private enum M3 {
  static let folder: URL? = {
    guard ProcessInfo.processInfo.environment["VERIFY"] == "1" else { return nil }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "shared/reference/given/forecast")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  struct Series {
    var train: [Double] = []
    var test: [Double] = []
  }

  static func read() throws -> [Series] {
    let file = try #require(folder).appending(path: "m3_yearly.csv")
    var all: [String: Series] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let values = fields[6].split(separator: " ").compactMap { Double($0) }
      if fields[5] == "train" { all[String(fields[0]), default: Series()].train = values }
      if fields[5] == "test" { all[String(fields[0]), default: Series()].test = values }
    }
    return all.sorted { $0.key < $1.key }.map(\.value)
  }
}

@Suite(
  "Naive forecasts of the M3 competition",
  .enabled(if: M3.folder != nil, "needs VERIFY=1 and ../shared"))
struct M3Tests {
  private struct Published: Decodable {
    struct Means: Decodable {
      let smape: Double
      let mase: Double
    }
    let benchmark_means: [String: Means]
  }

  @Test(
    "mean sMAPE and MASE are those of R's forecast",
    arguments: [(NaiveMethod.lastValue, "naive"), (.drift, "drift"), (.longMean, "mean")])
  func means(method: NaiveMethod, name: String) throws {
    let all = try M3.read()
    #expect(all.count == 645)
    var smape = 0.0, mase = 0.0
    for series in all {
      let points = method.points([series.train], horizons: series.test.count)
      let forecasts = try points.map { try #require($0[0]) }
      let pairs = zip(forecasts, series.test), n = Double(series.test.count)
      smape +=
        pairs.reduce(0) {
          $0 + 200 * ($1.0 - $1.1).magnitude / ($1.0.magnitude + $1.1.magnitude)
        } / n
      let steps = zip(series.train.dropFirst(), series.train)
      let scale =
        steps.reduce(0) { $0 + ($1.0 - $1.1).magnitude } / Double(series.train.count - 1)
      mase += pairs.reduce(0) { $0 + ($1.0 - $1.1).magnitude } / n / scale
    }
    let file = try #require(M3.folder).appending(path: "m3_yearly_scores.json")
    let published = try JSONDecoder().decode(Published.self, from: Data(contentsOf: file))
    let expected = try #require(published.benchmark_means[name])
    #expect((smape / 645 - expected.smape).magnitude < 1e-9 * expected.smape)
    #expect((mase / 645 - expected.mase).magnitude < 1e-9 * expected.mase)
  }
}
