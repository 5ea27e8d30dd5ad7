import ReachFiles
import ReachModel

/// The codes and places of what something is refused for; empty if it is not.
func refusals(_ body: () throws -> Void) -> [String] {
  do {
    try body()
    return []
  } catch let report as DiagnosticReport {
    return report.diagnostics.map { "\($0.code.id)\($0.origin.map { ":\($0.line)" } ?? "")" }
  } catch {
    return ["\(error)"]
  }
}
