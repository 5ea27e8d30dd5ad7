private import Glibc

/// Looks for programs that Reach can start.
///
/// A program named by its variable of the environment is the only one looked at: whoever names one does
/// not want another. Each is asked for its version, and ended if it does not answer in time.
package struct ToolSearch: Sendable {
  /// The project and the installed data, first choice first.
  let roots: [String]
  let environment: [String: String]
  /// Seconds that a program has to tell its version.
  let patience: Int

  package init(roots: [String], environment: [String: String], patience: Int = 10) {
    (self.roots, self.environment, self.patience) = (roots, environment, patience)
  }

  /// Looks for one program.
  ///
  /// - Returns: It, without a path where none was found or none that was found starts.
  package func find(_ kind: ExternalTool.Kind) -> ExternalTool {
    for program in candidates(kind) {
      guard let path = executable(program) else { continue }
      let run = ToolRun(path, patience: patience)
      guard let output = try? run.run(kind.question) else { continue }
      return ExternalTool(kind, path: path, version: kind.version(in: output.text))
    }
    return ExternalTool(kind, path: nil)
  }

  /// The interpreter of Python that should have vl-convert, without asking it: who draws finds out.
  package var chartInterpreter: String {
    let programs = candidates(.vlConvert)
    return programs.first { executable($0) != nil } ?? "python3"
  }

  /// Programs by first choice.
  private func candidates(_ kind: ExternalTool.Kind) -> [String] {
    if let name = kind.variable.flatMap({ environment[$0] }), !name.isEmpty { return [name] }
    return switch kind {
    case .vlConvert:
      roots.flatMap { [".setup/charts/bin/python", "charts/bin/python"].map(joined($0)) }
        + ["python3"]
    case .chromium: ["chromium", "chromium-browser", "google-chrome"]
    case .pandoc: ["pandoc"]
    case .python: ["python3"]
    case .r: ["Rscript"]
    }
  }

  private func joined(_ root: String) -> (String) -> String {
    { name in ReachFiles.joined(root, name) }
  }

  /// A path stands for itself; a name is sought in the path of programs.
  private func executable(_ program: String) -> String? {
    guard !program.contains("/") else { return isExecutable(program) ? program : nil }
    let folders = environment["PATH", default: ""].split(separator: ":")
    return folders.map { ReachFiles.joined(String($0), program) }.first(where: isExecutable)
  }
}

private func isExecutable(_ path: String) -> Bool {
  guard !isFolder(path) else { return false }
  // SAFETY: Swift passes the path as a terminated string.
  return unsafe access(path, X_OK) == 0
}

extension ExternalTool.Kind {
  /// The arguments with which the program tells its version.
  fileprivate var question: [String] {
    switch self {
    case .vlConvert: ["-I", "-c", "import vl_convert; print(vl_convert.__version__)"]
    case .chromium, .pandoc, .python, .r: ["--version"]
    }
  }

  /// The first word of the answer that begins with a digit: `R scripting front-end version 4.2.2 (…)`.
  fileprivate func version(in answer: String) -> String? {
    let line = answer.split(separator: "\n").first ?? ""
    return line.split(separator: " ").first { $0.first?.isNumber == true }.map(String.init)
  }
}
