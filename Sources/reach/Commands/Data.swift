import ArgumentParser
import Foundation
import ReachFiles
import ReachModel
import Reporting

/// Commands about tables that are not data of the project yet.
struct DataTables: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Look at tables that people send, before they become data.",
    subcommands: [DataCheckup.self])
}

struct DataCheckup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Find what is likely to be wrong with a CSV table; change nothing.",
    discussion: """
      Looks for dots and commas with two readings, switches of units, totals among the rows, \
      duplicates, marks of notes, changes of borders and more, without a schema, and says why \
      each is suspected and what it proposes. Exit status: 0 nothing found, 3 something found.
      """)

  @Argument(help: "A table: CSV with commas, semicolons or tabs.")
  var file: String

  @Option(help: "Write a new file with the proposals that are certain; never over an old one.")
  var out: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await reportingFailures(output.lang) {
      let doctor = DataDoctor(try SentText.read(file), places: try places())
      if let out {
        guard !out.isEmpty else {
          throw UsageError(
            message: Label(vi: "`--out` không có tên", en: "`--out` has no name"),
            help: Label(vi: "nêu tên một tệp mới", en: "name a new file"))
        }
        try doctor.write(to: out)
      }
      try printResult(
        output.json
          ? doctorJSON(doctor, out: out, language: output.lang).text
          : doctorText(doctor, out: out, language: output.lang))
      guard doctor.findings.isEmpty else {
        throw ExitCode(ExitStatus.requirementNotMet.rawValue)
      }
    }
  }

  /// The provinces of the catalog: of the project here, else of the one that the program was built
  /// in; without either none, and that is said.
  private func places() throws -> PlaceNames {
    do {
      return PlaceNames(try Session().catalog)
    } catch let report as DiagnosticReport
      where report.diagnostics.contains(where: { $0.code == .projectMissing })
    {
      let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
      let folder = program?.deletingLastPathComponent().path
      guard let project = try? folder.map({ try Project(from: $0) }) else {
        printError(
          output.lang(
            vi: "cảnh báo: không có dự án ở đây: không biết tên các tỉnh và vùng",
            en: "warning: no project here: names of provinces and regions are not known"))
        return .none
      }
      return PlaceNames(try Catalog.read(project.catalog, as: project.catalog))
    }
  }
}
