import Econometrics
import ReachModel

/// The rows of a regression with the account of those left out.
struct RegressionSample {
  var data: RegressionData
  let terms: [(text: String, columns: Range<Int>)]
  private(set) var coordinates: CovarianceLayout.Coordinates?
  let bootstrapCluster: Grouping?
  private(set) var counts: [ReportedCount]
  private(set) var notes: [Label]

  init(_ design: RegressionDesign, dropsSingletons: Bool) {
    let alone = design.data.effects.isEmpty ? [] : singletons(in: design.data.effects)
    let report = design.report
    terms = design.terms
    (counts, notes) = (Self.counts(report), report.lines)
    var kept = Array(design.data.y.indices)
    if dropsSingletons, !alone.isEmpty {
      let left = Set(alone)
      kept = kept.filter { !left.contains($0) }
    }
    let isWhole = kept.count == design.data.observations
    data = isWhole ? design.data : design.data.selecting(rows: kept)
    coordinates = design.coordinates.map { all in
      CovarianceLayout.Coordinates(
        latitudes: isWhole ? all.latitude : kept.map { all.latitude[$0] },
        longitudes: isWhole ? all.longitude : kept.map { all.longitude[$0] })
    }
    bootstrapCluster =
      isWhole ? design.bootstrapCluster : design.bootstrapCluster?.selecting(kept)
    guard !design.data.effects.isEmpty else { return }
    counts.append(
      ReportedCount(
        "singletons",
        dropsSingletons
          ? Label(vi: "quan sát đơn lẻ trong nhóm, đã bỏ", en: "singletons, left out")
          : Label(vi: "quan sát đơn lẻ trong nhóm, được giữ", en: "singletons, kept"),
        alone.count))
  }

  /// The sample with the columns that a fit kept.
  func keeping(_ names: [String]) -> RegressionSample {
    guard names != data.names else { return self }
    var copy = self
    copy.data = data.keeping(names)
    return copy
  }

  /// The rows of the sample to which a fit was restricted.
  func selecting(_ rows: [Int]) -> RegressionSample {
    guard rows.count < data.observations else { return self }
    var copy = self
    copy.data = data.selecting(rows: rows)
    return copy
  }

  /// Other numbers of some of the rows, which keep their places.
  func replacing(_ data: RegressionData, rows: [Int]) -> RegressionSample {
    var copy = self
    copy.data = data
    copy.coordinates = coordinates.map { all in
      CovarianceLayout.Coordinates(
        latitudes: rows.map { all.latitudes[$0] }, longitudes: rows.map { all.longitudes[$0] })
    }
    return copy
  }

  private static func counts(_ report: SampleReport) -> [ReportedCount] {
    var counts = [
      ReportedCount("records", Label(vi: "bản ghi đã đọc", en: "records read"), report.records),
      ReportedCount(
        "left_out_by_layout", Label(vi: "bỏ theo `where`", en: "left out by `where`"),
        report.leftOutByLayout),
      ReportedCount(
        "unplaced",
        Label(
          vi: "không có đơn vị, kỳ hoặc tên biến", en: "without entity, period or variable"),
        report.unplaced),
      ReportedCount("rows", Label(vi: "dòng", en: "rows"), report.rows),
      ReportedCount(
        "outside_sample", Label(vi: "ngoài mẫu", en: "outside the sample"), report.leftOutBySample),
      ReportedCount(
        "undecided",
        Label(vi: "không xét được điều kiện mẫu", en: "condition of the sample unknown"),
        report.undecidedBySample),
      ReportedCount(
        "incomplete", Label(vi: "thiếu số liệu", en: "incomplete, left out"), report.incomplete),
    ]
    counts.removeAll { $0.count == 0 && $0.id != "records" }
    counts.append(
      ReportedCount(
        "complete", Label(vi: "quan sát đủ số liệu", en: "complete"), report.observations))
    return counts
  }
}
