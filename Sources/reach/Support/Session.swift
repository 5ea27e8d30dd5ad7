import Assessment
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

/// What commands about scenarios start from: the project, its catalog and the observed data.
struct Session {
  let project: Project
  let catalog: Catalog

  /// Finds the project and reads its catalog.
  ///
  /// - Parameter results: The folder given by `--results`.
  /// - Throws: A report of what is wrong with the catalog, or that there is no project.
  init(results: String? = nil) throws { try self.init(Project.around(results: results)) }

  private init(_ project: Project) throws {
    self.project = project
    catalog = try Catalog.read(project.catalog, as: project.shown(project.catalog))
  }

  /// The same together with the observed data, which are read at the same time.
  static func withData(
    results: String? = nil
  ) async throws -> (session: Session, observed: ObservedData) {
    let project = try Project.around(results: results)
    async let tables = ObservedTables.read(project.observed, as: project.shown(project.observed))
    let session = try Session(project)
    return (session, try await tables.data(provinces: session.catalog.provinces))
  }

  /// Reads the observed data, compared with their manifest.
  func observed() throws -> ObservedData {
    try ObservedData.read(
      project.observed, as: project.shown(project.observed), provinces: catalog.provinces)
  }

  /// Reads scenarios: files as named, or keys of scenarios that the project or the installed data
  /// hold.
  ///
  /// - Throws: The problems of all of them at once.
  func studies(_ scenarios: [String]) throws -> [Study] {
    var studies: [Study] = []
    var problems: [Diagnostic] = []
    for scenario in scenarios {
      do throws(DiagnosticReport) {
        let path = project.scenarioPath(scenario)
        studies.append(try Study.read(path, as: project.shown(path), catalog: catalog))
      } catch {
        problems += error.diagnostics.map { project.withNearest($0, to: scenario) }
      }
    }
    if let report = DiagnosticReport(problems) { throw report }
    return studies
  }

  /// Says on standard error what is allowed in the files but easily overlooked.
  func warn(of studies: [Study]) {
    for warning in studies.flatMap(\.warnings) { printError("warning: \(warning)") }
  }

  /// Says on standard error, one line each, which targets cannot hold together and what else about
  /// them is easily overlooked: what is simulated has an answer all the same.
  func warn(ofTargets models: [FittedModel], _ language: Language) {
    for fitted in models {
      let arithmetic = TargetArithmetic(fitted.study, model: fitted.model)
      let text = ConflictText(fitted.study, language)
      arithmetic.conflicts.forEach { printError(text.warning($0)) }
      if !arithmetic.isComplete { printError(text.cutShort) }
      arithmetic.strains.forEach { printError(text.warning($0)) }
    }
  }

  /// Fits studies to what had been published by their dates.
  func fitted(_ studies: [Study], to observed: ObservedData) throws -> [FittedModel] {
    try studies.map { try FittedModel($0, panel: observed.panel, facts: observed.facts) }
  }
}

extension Project {
  /// The project around the working folder, else the data installed with the program.
  static func around(results: String? = nil) throws(DiagnosticReport) -> Project {
    try Project(
      from: FileManager.default.currentDirectoryPath, executable: Bundle.main.executablePath,
      home: ProcessInfo.processInfo.environment["REACH_HOME"].flatMap { $0.isEmpty ? nil : $0 },
      results: results)
  }

  /// A path as people would write it: relative to the project or the installed data where it lies
  /// inside, whatever the working folder; else as it was named.
  func shown(_ path: String) -> String {
    let whole = URL(fileURLWithPath: path).standardized.path
    let root = inputRoots.first { whole.hasPrefix($0 + "/") }
    return root.map { String(whole.dropFirst($0.count + 1)) } ?? path
  }

  /// A message about a scenario that is missing, with the key that was probably meant.
  func withNearest(_ problem: Diagnostic, to scenario: String) -> Diagnostic {
    guard problem.code == .fileMissing, problem.origin == nil,
      let nearest = nearestName(to: scenario, among: scenarioKeys)
    else { return problem }
    return Diagnostic(
      problem.code, problem.summary, at: nil, hint: "did you mean `\(nearest)`?",
      notes: problem.notes)
  }

  /// The path of a scenario: as named if there is such a file, else among those of the project and
  /// of the installed data.
  func scenarioPath(_ name: String) -> String {
    let files = FileManager.default
    guard !files.fileExists(atPath: name) else { return name }
    let places = inputRoots.flatMap { ["\($0)/\(name)", "\($0)/Scenarios/\(name).yaml"] }
    return places.first { files.fileExists(atPath: $0) } ?? name
  }

  /// The scenario file of a run, whose path was relative to the project or to the folder in which the
  /// run was started.
  func scenarioPath(_ path: String, of run: Provenance) -> String {
    let here = scenarioPath(path)
    guard here == path, !FileManager.default.fileExists(atPath: here) else { return here }
    return URL(
      fileURLWithPath: path, relativeTo: URL(fileURLWithPath: run.environment.workingFolder)
    ).path
  }

  /// The project's scenario files, by name; the schema beside them is none.
  ///
  /// - Throws: ``NoScenarios`` if there are none: what was not checked must not pass for correct.
  func scenarioFiles() throws(NoScenarios) -> [String] {
    let names: [String]
    do {
      names = try Self.scenarioNames(in: scenarios)
    } catch {
      throw NoScenarios(folder: shown(scenarios), cause: error.localizedDescription)
    }
    if names.isEmpty { throw NoScenarios(folder: shown(scenarios), cause: "it holds no scenario") }
    return names.map { "\(scenarios)/\($0)" }
  }

  /// The keys of the project's own and of the installed scenarios.
  private var scenarioKeys: [String] {
    inputRoots.flatMap { (try? Self.scenarioNames(in: "\($0)/Scenarios")) ?? [] }.map {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
    }
  }

  private static func scenarioNames(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter {
      $0.hasSuffix(".yaml") || ($0.hasSuffix(".json") && !$0.hasSuffix(".schema.json"))
    }
  }
}

/// A project without a scenario that could be read.
struct NoScenarios: Explained {
  let folder: String
  let cause: String

  var explanation: String {
    "error: no scenario can be read from `\(folder)`: \(cause)\nhint: name the files, or make a "
      + "project with `reach init`"
  }
  var exitStatus: ExitStatus { .fileMissing }
}
