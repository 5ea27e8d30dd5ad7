import Assessment
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel

/// What commands about scenarios start from: the project, its catalog and the observed data.
struct Session {
  let project: Project
  let catalog: Catalog

  /// Finds the project and reads its catalog.
  ///
  /// - Parameter results: The folder given by `--results`.
  init(results: String? = nil) throws {
    project = try Project.around(results: results)
    catalog = try Catalog.read(project.catalog, as: project.shown(project.catalog))
  }

  /// Reads the observed data, compared with their manifest.
  func observed() throws -> ObservedData {
    try ObservedData.read(project.observed, as: project.shown(project.observed))
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
        studies.append(
          try Study.read(project.scenarioPath(scenario), as: scenario, catalog: catalog))
      } catch {
        problems += error.diagnostics
      }
    }
    if let report = DiagnosticReport(problems) { throw report }
    return studies
  }

  /// Fits studies to what had been published by their dates.
  func fitted(_ studies: [Study], to observed: ObservedData) throws -> [FittedModel] {
    try studies.map { try FittedModel($0, panel: observed.panel, facts: observed.facts) }
  }
}

extension Project {
  /// The project around the working folder, else the data installed with the program.
  static func around(results: String? = nil) throws -> Project {
    try Project(
      from: FileManager.default.currentDirectoryPath, executable: Bundle.main.executablePath,
      home: ProcessInfo.processInfo.environment["REACH_HOME"], results: results)
  }

  /// A path as people would write it: relative to the project where it lies inside.
  func shown(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
  }

  /// The path of a scenario: as named if there is such a file, else among those of the project and
  /// of the installed data.
  func scenarioPath(_ name: String) -> String {
    let files = FileManager.default
    guard !files.fileExists(atPath: name) else { return name }
    let places = inputRoots.flatMap { ["\($0)/\(name)", "\($0)/Scenarios/\(name).yaml"] }
    return places.first { files.fileExists(atPath: $0) } ?? name
  }

  /// The shipped and own scenario files, by name.
  var scenarioFiles: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: scenarios)) ?? []
    return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted().map {
      "\(scenarios)/\($0)"
    }
  }
}
