import ArgumentParser
import Foundation
import ReachFiles
import ReachModel
import Reporting

struct ImportScenario: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-scenario",
    abstract: "Read edited inputs of a workbook back into a scenario file.",
    usage: "reach import-scenario <book> [options]",
    discussion: """
      BOOK.xlsx is what `reach report --format xlsx` wrote, with cells of its sheet of inputs edited. \
      The new file extends the scenario of the book and holds only what was edited, each value with \
      its cell beside it. It is as strict as scenario files are: everything wrong is told with sheet \
      and cell, all at once, and then nothing is written. Exits with 65 then, and with 73 if the \
      file cannot be written.
      """)

  @Argument(help: "The edited workbook.")
  var book: String

  @Option(
    help:
      "The scenario file to write; its name is that of the scenario. Usually Scenarios/<base>-edited.yaml."
  )
  var output: String?

  @Option(help: "Which scenario, where the book holds several.")
  var scenario: String?

  @OptionGroup var options: OutputOptions

  func run() async throws {
    try await reportingFailures(options.lang) {
      let session = try Session()
      let read = try WorkbookReader.read(book)
      let name = try ScenarioImport.scenario(of: read, asked: scenario)
      let output = output ?? "\(session.project.scenarios)/\(name)-edited.yaml"
      try refuse(output)
      let shown = session.project.shown(output)
      let imported = try ScenarioImport(
        .init(book: read, scenario: name, output: shown) { base in
          Self.reference(to: session.project.scenarioPath(base), from: output)
        },
        base: { path throws(DiagnosticReport) in
          try ScenarioImport.base(
            session.project.scenarioPath(path), as: path, catalog: session.catalog)
        }, catalog: session.catalog)
      session.warn(of: [imported.study])
      try imported.write(to: output)
      try printResult(
        options.json
          ? imported.json(book: book, output: shown).text
          : imported.summary(output: shown, options.lang))
    }
  }

  /// A scenario that someone has written is not written over.
  private func refuse(_ output: String) throws {
    guard output.hasSuffix(".yaml") else {
      throw UsageError(
        message: Label(
          vi: "`\(output)` không có đuôi .yaml", en: "`\(output)` does not end with .yaml"),
        help: Label(vi: "đặt tên như Scenarios/moi.yaml", en: "name it like Scenarios/new.yaml"))
    }
    guard FileManager.default.fileExists(atPath: output) else { return }
    throw UsageError(
      message: Label(vi: "`\(output)` đã có", en: "`\(output)` is there already"),
      help: Label(
        vi: "chọn tên khác: `--output TỆP.yaml`, hoặc tự xoá tệp đó trước",
        en: "name another file: `--output FILE.yaml`, or delete that one first"))
  }

  /// How a file names another in `extends`: relative to its own folder.
  static func reference(to base: String, from output: String) -> String {
    func parts(_ path: String) -> [String] {
      URL(fileURLWithPath: path).standardizedFileURL.pathComponents
    }
    let base = parts(base), folder = Array(parts(output).dropLast())
    let common = zip(base, folder).prefix { $0 == $1 }.count
    // With nothing in common but the root, the whole path is clearer than a ladder to it.
    guard common > 1 else { return "/" + base.dropFirst().joined(separator: "/") }
    let up = [String](repeating: "..", count: folder.count - common)
    return (up + base.dropFirst(common)).joined(separator: "/")
  }
}
