import Assessment
package import ReachModel
package import Reporting
import Simulation

/// What `reach runs verify` found.
package struct RunVerification: Sendable, Equatable {
  /// A file, and how it compares with the provenance.
  package struct FileCheck: Sendable, Equatable {
    package enum State: String, Sendable { case same, changed, missing, unlisted }

    package let name: String
    package let state: State
  }

  /// What became of the draws that were simulated again.
  package enum ReplayCheck: Sendable, Equatable {
    /// Every value of so many draws and columns is the same to the bit.
    case same(draws: Int, columns: Int)
    case differs(column: String, draw: Int, kept: Double, replayed: Double)
    case impossible(String)
  }

  package let run: String
  /// Files of the run folder, those of reports in it included.
  package let files: [FileCheck]
  /// The runs that reports in the folder were made of; one that is elsewhere now is no fault of it.
  package let reported: [FileCheck]
  /// Scenario, catalog and data files; a changed or missing one is no fault of the run.
  package let inputs: [FileCheck]
  package let replay: ReplayCheck
  /// Whether the folder's name carries the hash of what the provenance says.
  package let nameMatches: Bool

  /// Whether the run is what was written, and can be repeated from its model and seed.
  package var holds: Bool {
    guard case .same = replay else { return false }
    return nameMatches && files.allSatisfy { $0.state == .same }
      && reported.allSatisfy { $0.state != .changed }
  }

  /// Done, or 3 when something differs.
  package var exitStatus: ExitStatus { holds ? .done : .requirementNotMet }
}

extension RunFolder {
  /// Draws that a verification simulates again.
  static let replayedDraws = 64

  /// Compares a run with its provenance, its inputs as they are now, and a replay of its draws.
  ///
  /// Draws are addressed, so 64 of them, spread over all that were kept, are simulated alone and
  /// compared bit for bit; the checksum covers the others.
  ///
  /// - Parameter roots: Folders that the paths of inputs may be relative to, first choice first.
  /// - Returns: What is the same and what differs.
  /// - Throws: When `provenance.json` cannot be read; everything else is a finding.
  package func verify(inputRoots roots: [String]) throws(DiagnosticReport) -> RunVerification {
    let provenance = try readProvenance()
    let hash = try provenance.identity.shortHash
    let reports = ReportFolder(path)
    return RunVerification(
      run: name, files: fileChecks(provenance, reports),
      reported: reports.sourceChecks(in: [folder(of: resolved(path) ?? path)]),
      inputs: inputChecks(provenance, roots), replay: replayCheck(provenance),
      nameMatches: name.split(separator: "-").contains { $0 == hash })
  }

  private func fileChecks(
    _ provenance: Provenance, _ reports: ReportFolder
  ) -> [RunVerification.FileCheck] {
    let listed = provenance.files.map { file in
      RunVerification.FileCheck(
        name: file.name, state: fileState(joined(path, file.name), file.sha256))
    }
    // A report beside the run has a record of its own; one that cannot be read lists nothing.
    let reported = reports.fileChecks
    let known = Set(
      provenance.files.map(\.name) + reported.map(\.name)
        + [Self.provenanceName] + (reported.isEmpty ? [] : [ReportFolder.recordName]))
    return listed + reported
      + present.filter { !known.contains($0) }.map { .init(name: $0, state: .unlisted) }
  }

  /// What lies in the folder, charts included.
  private var present: [String] {
    names(in: path).flatMap { name in
      guard name == Self.chartsName, isFolder(joined(path, name)) else { return [name] }
      return names(in: joined(path, name)).map { "\(name)/\($0)" }
    }
  }

  private func inputChecks(
    _ provenance: Provenance, _ roots: [String]
  ) -> [RunVerification.FileCheck] {
    let data = provenance.dataFiles.map { SourceFile(path: $0.path, sha256: $0.sha256) }
    return (provenance.scenarioFiles + provenance.catalogFiles + data).map { file in
      let states = roots.map { fileState(joined($0, file.path), file.sha256) }
      let found = states.contains(.same) ? .same : states.first { $0 != .missing }
      return .init(name: file.path, state: found ?? .missing)
    }
  }

  /// The model, if it is the one that was written: one that someone edited may be one that cannot be
  /// simulated.
  ///
  /// - Throws: R007 if it is another.
  package func readModel(of provenance: Provenance) throws(DiagnosticReport) -> RunModel {
    guard isWritten(Self.modelName, provenance) else {
      throw .damaged("`\(name)/\(Self.modelName)` is not what was written")
    }
    return try readModel()
  }

  func isWritten(_ file: String, _ provenance: Provenance) -> Bool {
    let sum = provenance.files.first { $0.name == file }?.sha256
    return sum.map { fileState(joined(path, file), $0) == .same } ?? false
  }

  private func replayCheck(_ provenance: Provenance) -> RunVerification.ReplayCheck {
    guard isWritten(Self.modelName, provenance) else {
      return .impossible("\(Self.modelName) is not what was written")
    }
    do throws(DiagnosticReport) {
      let run = try readModel(), draws = try readDraws()
      return try DrawReplay(run, provenance.sampling, draws).check(draws)
    } catch {
      return .impossible(error.diagnostics.first?.summary ?? "the model cannot be read")
    }
  }
}

/// How a file compares with a checksum.
func fileState(_ file: String, _ sum: String) -> RunVerification.FileCheck.State {
  do throws(FileFailure) {
    return sha256(try contents(of: file, limit: RunFolder.sizeLimit)) == sum ? .same : .changed
  } catch {
    return error == .missing ? .missing : .changed
  }
}

/// Kept draws compared with draws simulated again.
private struct DrawReplay {
  let model: PreparedModel
  let sampling: Sampling
  private let series: [String: Series]
  private let parameters: [String: Int]
  private let targets: [String: (place: Int, target: Target)]
  private let planYear: Int

  /// Targets are estimated where the table has what its draws tell of them.
  init(_ run: RunModel, _ sampling: Sampling, _ table: DrawTable) {
    let isEstimating = table.columns.contains { $0.kind == .chance }
    let estimated = isEstimating ? run.targets : []
    let model = PreparedModel(
      run.model, estimating: estimated.map { EstimatedTarget($0, planYear: run.planYear) })
    (self.model, self.sampling, planYear) = (model, sampling, run.planYear)
    targets = Dictionary(
      estimated.enumerated().map { ($1.chanceName, (place: $0, target: $1)) },
      uniquingKeysWith: { first, _ in first })
    let named = model.series.series.map {
      ($0.columnName(planYear: run.planYear, sectors: run.sectorKeys), $0)
    }
    series = Dictionary(named) { first, _ in first }
    let names = model.parameterValues(seed: sampling.seed, draws: 0..<1).names
    parameters = Dictionary(
      names.enumerated().map { ($1.description, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func check(_ table: DrawTable) throws(DiagnosticReport) -> RunVerification.ReplayCheck {
    // Only a draw of the ensemble has a block.
    guard targets.isEmpty || table.draws <= sampling.draws else {
      throw .damaged("\(RunFolder.drawsName) has \(table.draws) of \(sampling.draws) draws")
    }
    let count = min(RunFolder.replayedDraws, table.draws)
    for i in 0..<count {
      let draw = count == 1 ? 0 : i * (table.draws - 1) / (count - 1)
      if let difference = try difference(table, draw) { return difference }
    }
    return .same(draws: count, columns: table.columns.count)
  }

  private func difference(
    _ table: DrawTable, _ draw: Int
  ) throws(DiagnosticReport) -> RunVerification.ReplayCheck? {
    let replay = Replay(
      model, seed: sampling.seed, sampling: sampling.method, shock: UInt64(draw),
      parameter: UInt64(draw))
    let drawn = model.parameterValues(
      seed: sampling.seed, sampling: sampling.method, draws: draw..<(draw + 1)
    ).values
    let estimates =
      targets.isEmpty
      ? []
      : model.estimates(
        ofDraw: draw, of: sampling.draws, seed: sampling.seed, sampling: sampling.method)
    for column in table.columns {
      let value =
        switch column.kind {
        case .outcome: series[column.name].flatMap { replay[$0] }
        case .parameter: parameters[column.name].map { drawn[$0][0] }
        case .chance: targets[column.name].flatMap { chance(of: $1, estimates[$0], in: replay) }
        }
      guard let value else { throw .damaged("the model has no `\(column.name)`") }
      let kept = column.values[draw]
      guard kept.bitPattern == value.bitPattern else {
        return .differs(column: column.name, draw: draw, kept: kept, replayed: value)
      }
    }
    return nil
  }

  private func chance(of target: Target, _ estimate: Double, in replay: Replay) -> Double? {
    replay[target.series(planYear: planYear)].flatMap {
      TargetDraws(target, [$0], [estimate]).chances.first
    }
  }
}

// MARK: Text

extension RunVerification {
  /// What `reach runs verify` prints.
  package func text(_ language: Language) -> String {
    let state =
      holds
      ? language(vi: "đã kiểm chứng", en: "verified") : language(vi: "CÓ KHÁC BIỆT", en: "DIFFERS")
    var lines = ["\(run): \(state)"]
    lines += FileCheck.lines(.files, files, language)
    if !reported.isEmpty { lines += FileCheck.lines(.reported, reported, language) }
    lines += FileCheck.lines(.inputs, inputs, language)
    lines.append(language(vi: "mô phỏng lại: ", en: "replay: ") + replay.text(language))
    if !nameMatches {
      lines.append(
        language(
          vi: "tên: thư mục không mang mã băm của tệp nguồn gốc (provenance.json)",
          en: "name: the folder does not carry the hash of its provenance"))
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension RunVerification.FileCheck {
  /// What is compared.
  enum Kind {
    case files, reported, inputs

    fileprivate var title: Label {
      switch self {
      case .files: Label(vi: "tệp", en: "files")
      case .reported: Label(vi: "các lần chạy của báo cáo", en: "runs of the reports")
      case .inputs: Label(vi: "đầu vào", en: "inputs")
      }
    }

    fileprivate var same: Label {
      switch self {
      case .files: Label(vi: "đúng như đã ghi", en: "as written")
      case .reported, .inputs: Label(vi: "không đổi từ đó đến nay", en: "unchanged since")
      }
    }
  }

  /// How many are the same, and each that is not.
  static func lines(
    _ kind: Kind, _ checks: [RunVerification.FileCheck], _ language: Language
  ) -> [String] {
    let others = checks.filter { $0.state != .same }
    let title = language(kind.title), same = language(kind.same)
    let equal = checks.count - others.count
    let count = language(
      vi: "\(title): \(equal) trong \(checks.count) \(same)",
      en: "\(title): \(equal) of \(checks.count) \(same)")
    return [count] + others.map { "  \(language($0.state.label)): \($0.name)" }
  }
}

extension RunVerification.FileCheck.State {
  fileprivate var label: Label {
    switch self {
    case .same: Label(vi: "giống", en: rawValue)
    case .changed: Label(vi: "đã đổi", en: rawValue)
    case .missing: Label(vi: "thiếu", en: rawValue)
    case .unlisted: Label(vi: "không có trong danh sách", en: rawValue)
    }
  }
}

extension RunVerification.ReplayCheck {
  fileprivate func text(_ language: Language) -> String {
    switch self {
    case .same(0, _):
      language(
        vi: "không lưu lần mô phỏng nào nên không có gì để chạy lại",
        en: "no draws were kept, so none were simulated again")
    case .same(let draws, let columns):
      language(
        vi: "chạy lại \(draws) lần mô phỏng, cả \(columns) cột giống nhau đến từng bit",
        en: "\(draws) draws simulated again, all \(columns) columns the same to the bit")
    case .differs(let column, let draw, let kept, let replayed):
      language(
        vi: "`\(column)` của lần mô phỏng \(draw) là \(kept) trong \(RunFolder.drawsName), "
          + "chạy lại được \(replayed)",
        en: "`\(column)` of draw \(draw) is \(kept) in \(RunFolder.drawsName), \(replayed) "
          + "simulated again")
    case .impossible(let reason):
      language(vi: "không thực hiện được: \(reason)", en: "not possible: \(reason)")
    }
  }
}
