private import Glibc

/// Where a command finds its inputs and puts its results.
///
/// A project is a folder with a folder `Scenarios`. What it lacks (a project made by `reach init`
/// need not have a catalog or data of its own) is taken from the installed data.
package struct Project: Sendable, Equatable {
  /// The project, or the installed data if the working folder lies in none.
  package let root: String
  /// The data installed beside the program; nil if there are none.
  package let installed: String?
  /// Where run folders go.
  package let results: String
  /// Where exported tables go.
  package let exports: String

  /// Finds the project upwards from the working folder, else the installed data.
  ///
  /// - Parameters:
  ///   - workingFolder: An absolute path.
  ///   - executable: The path of the running program, symbolic links allowed; installed data are
  ///     sought in `../share/reach` of its folder.
  ///   - home: The installed data's folder if it was named; `executable` then does not count.
  ///   - results: The folder given by `--results`, relative to the working folder. Without it, the
  ///     project's `Results`, or that of the working folder when the data are the installed ones.
  /// - Throws: R009 if there is neither.
  package init(
    from workingFolder: String, executable: String? = nil, home: String? = nil,
    results: String? = nil
  ) throws(DiagnosticReport) {
    let beside = executable.flatMap(resolved).map { joined(folder(of: $0), "../share/reach") }
    let installed = (home ?? beside).flatMap { isProject($0) ? resolved($0) : nil }
    let project = projectFolder(upFrom: workingFolder)
    guard let root = project ?? installed else {
      throw DiagnosticReport(
        one: Diagnostic(
          .projectMissing, "no folder `Scenarios` in `\(workingFolder)` or above it", at: nil,
          notes: (home ?? beside).map { ["no installed data in `\($0)` either"] } ?? []))
    }
    self.root = root
    self.installed = installed
    self.results =
      results.map { joined(workingFolder, $0) } ?? joined(project ?? workingFolder, "Results")
    exports = joined(project ?? workingFolder, "notebooks-data/exports")
  }

  package var scenarios: String { joined(root, "Scenarios") }

  /// The catalog: the project's own, else the installed one.
  package var catalog: String { first("Scenarios/catalog") }

  /// The observed data: the project's own, else the installed ones.
  package var observed: String { first("notebooks-data/observed") }

  /// Folders of worked examples beside the scenarios, by name: the project's own, else the installed
  /// ones.
  package var examples: [(name: String, path: String)] {
    ["specifications", "evaluations", "observed"].compactMap { name in
      inputRoots.map { joined($0, "Scenarios/\(name)") }.first(where: isFolder)
        .map { (name, $0) }
    }
  }

  /// Folders that inputs may be relative to, first choice first.
  package var inputRoots: [String] { [root] + (installed.map { $0 == root ? [] : [$0] } ?? []) }

  private func first(_ name: String) -> String {
    let places = inputRoots.map { joined($0, name) }
    return places.first(where: isFolder) ?? joined(root, name)
  }
}

private func isProject(_ folder: String) -> Bool { isFolder(joined(folder, "Scenarios")) }

private func projectFolder(upFrom workingFolder: String) -> String? {
  var place = workingFolder
  while !isProject(place) {
    guard place != "/", !place.isEmpty else { return nil }
    place = folder(of: place)
  }
  return place
}

/// `name` within `base`, or `name` itself if it is absolute.
func joined(_ base: String, _ name: String) -> String {
  name.hasPrefix("/") ? name : base.hasSuffix("/") ? base + name : "\(base)/\(name)"
}

/// The folder that holds `path`.
func folder(of path: String) -> String {
  let trimmed = path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path
  guard let slash = trimmed.lastIndex(of: "/") else { return "." }
  return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
}

/// The last part of `path`.
func lastName(of path: String) -> String {
  String(path.split(separator: "/").last ?? "")
}

/// `path` without symbolic links, `.` and `..`; nil if it does not exist.
func resolved(_ path: String) -> String? {
  // SAFETY: realpath returns nil or a terminated string of its own, copied and freed here.
  guard let name = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(name) }
  return unsafe String(cString: name)
}
