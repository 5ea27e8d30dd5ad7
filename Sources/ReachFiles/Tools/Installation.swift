private import Foundation
import NumericKernels
import ReachModel
package import Reporting

/// Looks at what Reach has to work with on this machine; nothing is made or changed.
package struct Installation: Sendable {
  let environment: [String: String]
  let search: ToolSearch
  /// The project or the installed data; nil if there is neither.
  let project: Project?
  /// Why there is no project.
  let problem: String?

  /// - Parameters:
  ///   - environment: Variables of the process.
  ///   - patience: Seconds that a program has to tell its version.
  ///   - project: Finds the project.
  package init(
    environment: [String: String], patience: Int = 10,
    project: () throws(DiagnosticReport) -> Project
  ) {
    var found: Project?, problem: String?
    do throws(DiagnosticReport) {
      found = try project()
    } catch {
      problem = error.diagnostics.first?.summary
    }
    (self.environment, self.project, self.problem) = (environment, found, problem)
    search = ToolSearch(
      roots: found?.inputRoots ?? [], environment: environment, patience: patience)
  }

  /// Every part, what is needed first.
  package func parts() -> [InstallationPart] {
    let kinds = ExternalTool.Kind.allCases
    // Programs take a while to tell their versions: all are asked at a time.
    let tools = mapInParallel(kinds.count, threads: kinds.count) { search.find(kinds[$0]) }
    return libraries + places + tools.map(\.part)
  }

  private var libraries: [InstallationPart] {
    linkedLibraries().map { library in
      InstallationPart(
        kind: .library, name: library.name, state: .found, detail: library.version,
        adds: Self.uses[library.name] ?? Label(vi: "", en: ""), remedy: nil)
    }
  }

  private static let uses = [
    "OpenBLAS": Label(vi: "đại số tuyến tính của ước lượng", en: "linear algebra of estimates"),
    "LAPACKE": Label(vi: "phân rã ma trận", en: "factorisations of matrices"),
    "NLopt": Label(vi: "tìm ngân sách rẻ nhất", en: "the search for the cheapest budget"),
    "libcrypto": Label(vi: "mã kiểm tra của mọi tệp", en: "checksums of every file"),
    "libxlsxwriter": Label(vi: "ghi sổ tính Excel", en: "writing workbooks for Excel"),
    "libzip": Label(vi: "đọc sổ tính Excel", en: "reading workbooks of Excel"),
    "expat": Label(vi: "đọc sổ tính Excel", en: "reading workbooks of Excel"),
  ]

  private var places: [InstallationPart] {
    guard let project else {
      return [
        InstallationPart(
          kind: .place, name: Label(vi: "dự án", en: "project"), state: .broken,
          detail: problem ?? "", adds: Label(vi: "mọi kịch bản", en: "all scenarios"),
          remedy: DiagnosticCode.projectMissing.remedy), locale,
      ]
    }
    return [root(project), catalog(project), observed(project), results(project), locale]
  }

  private func root(_ project: Project) -> InstallationPart {
    InstallationPart(
      kind: .place, name: Label(vi: "dự án", en: "project"), state: .found, detail: project.root,
      adds: Label(vi: "kịch bản và kết quả", en: "scenarios and results"), remedy: nil)
  }

  private func catalog(_ project: Project) -> InstallationPart {
    readable(
      Label(vi: "danh mục", en: "catalog"), project.catalog,
      Label(vi: "tỉnh, ngành, công cụ, chỉ tiêu", en: "provinces, sectors, levers, targets")
    ) { () throws(DiagnosticReport) in
      let catalog = try Catalog.read(project.catalog, as: project.catalog)
      return Label(
        vi: "\(catalog.provinces.count) tỉnh, \(catalog.uncertainties.count) đại lượng bất định",
        en: "\(catalog.provinces.count) provinces, \(catalog.uncertainties.count) uncertainties")
    }
  }

  private func observed(_ project: Project) -> InstallationPart {
    readable(
      Label(vi: "số liệu quan sát", en: "observed data"), project.observed,
      Label(vi: "ước lượng và đối chiếu", en: "estimates and base rates")
    ) { () throws(DiagnosticReport) in
      let data = try ObservedData.read(project.observed, as: project.observed)
      return Label(
        vi: "\(data.files.count) tệp, đúng mã kiểm tra",
        en: "\(data.files.count) files, as their manifest has them")
    }
  }

  private func readable(
    _ name: Label, _ path: String, _ adds: Label,
    _ read: () throws(DiagnosticReport) -> Label
  ) -> InstallationPart {
    do throws(DiagnosticReport) {
      return InstallationPart(
        kind: .place, name: name, state: .found, detail: try read(), adds: adds, remedy: nil)
    } catch {
      let summary = error.diagnostics.first?.summary ?? path
      return InstallationPart(
        kind: .place, name: name, state: .broken, detail: summary, adds: adds,
        remedy: Label(
          vi: "`reach check` chỉ ra mọi lỗi; `make install` cài lại dữ liệu đi kèm",
          en: "`reach check` shows every problem; `make install` installs the shipped data again"))
    }
  }

  private func results(_ project: Project) -> InstallationPart {
    let isWritable = Self.isWritable(project.results)
    return InstallationPart(
      kind: .place, name: Label(vi: "thư mục kết quả", en: "results folder"),
      state: isWritable ? .found : .broken, detail: project.results,
      adds: Label(vi: "thư mục của từng lần chạy", en: "the folder of each run"),
      remedy: isWritable ? nil : DiagnosticCode.cannotWrite.remedy)
  }

  /// Whether a folder, or where it would be made, takes new files.
  private static func isWritable(_ path: String) -> Bool {
    let files = FileManager.default
    var place = path
    while !exists(place), folder(of: place) != place { place = folder(of: place) }
    return isFolder(place) && files.isWritableFile(atPath: place)
  }

  private var locale: InstallationPart {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let value = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let folded = value.lowercased()
    let isUTF8 = folded.hasSuffix("utf-8") || folded.hasSuffix("utf8")
    return InstallationPart(
      kind: .place,
      name: Label(vi: "bảng mã của thiết bị đầu cuối", en: "encoding of the terminal"),
      state: isUTF8 ? .found : .missing,
      detail: value.isEmpty
        ? Label(vi: "không đặt LANG", en: "LANG is not set") : Label(vi: value, en: value),
      adds: Label(vi: "chữ tiếng Việt hiện đúng", en: "Vietnamese letters shown right"),
      remedy: isUTF8
        ? nil : Label(vi: "`export LANG=C.UTF-8`", en: "`export LANG=C.UTF-8`"))
  }
}

extension ExternalTool {
  /// As `reach doctor` tells it.
  fileprivate var part: InstallationPart {
    let place = path ?? ""
    let found = version.map { "\($0)  (\(place))" } ?? place
    return InstallationPart(
      kind: .tool, name: Label(vi: name, en: name), state: isFound ? .found : .missing,
      detail: Label(vi: found, en: found), adds: adds, remedy: isFound ? nil : remedy,
      path: path, version: version)
  }
}

extension InstallationPart {
  fileprivate init(
    kind: Kind, name: String, state: State, detail: String, adds: Label, remedy: Label?
  ) {
    self.init(
      kind: kind, name: Label(vi: name, en: name), state: state,
      detail: Label(vi: detail, en: detail), adds: adds, remedy: remedy, version: detail)
  }

  fileprivate init(
    kind: Kind, name: Label, state: State, detail: String, adds: Label, remedy: Label?
  ) {
    self.init(
      kind: kind, name: name, state: state, detail: Label(vi: detail, en: detail), adds: adds,
      remedy: remedy)
  }
}
