import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

/// Every editable cell of the shipped scenarios, one at a time.
@Suite("Each edited cell changes its input and no other")
struct EditedCellTests {
  /// Every seventh cell, and with VERIFY=1 all of those of scenarios that extend no other.
  @Test("one cell at a time", arguments: ImportedBook.shipped)
  func oneAtATime(scenario: String) throws {
    let book = try ImportedBook(scenario)
    let base = try ScenarioImport.base(
      ImportedBook.path(scenario), as: "Scenarios/\(scenario).yaml", catalog: Project.catalog.get())
    let isWhole =
      ProcessInfo.processInfo.environment["VERIFY"] == "1"
      && ["hai-duong-2025", "hanoi-2021", "hanoi-2030"].contains(scenario)
    var accepted = 0, tried = 0
    for (place, input) in book.base.inputs.enumerated() where isWhole || place % 7 == 0 {
      let row = try book.row(input.path)
      let changes = Self.changes(input.value)
      let source: ReadSheet.Cell.Value? = input.source == nil ? nil : .text("Source of the test")
      let edited = book.changing(
        changes.map { (row, $0, $1) } + (source == nil ? [] : [(row, .source, source)]))
      tried += 1
      do throws(DiagnosticReport) {
        let imported = try edited.importing(base)
        accepted += 1
        check(imported, input, book.base)
      } catch {
        checkPlaces(error, row: row, input)
      }
    }
    // Sums of shares, lists of fixed length and names of the catalog refuse a change of one cell.
    #expect(tried > 0 && Double(accepted) > 0.5 * Double(tried), "\(accepted) of \(tried)")
  }

  /// Exactly this input is another than that of the base.
  private func check(_ imported: ScenarioImport, _ input: StudyInput, _ base: Study) {
    #expect(imported.edits.map(\.path) == [input.path])
    let new = Dictionary(
      imported.study.inputs.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
    // A sector that is taken out takes the catalog's inputs for it along.
    for old in base.inputs {
      if old.path == input.path {
        #expect(new[old.path] != old.value, "\(old.path) is as it was")
      } else {
        #expect(new[old.path] == old.value, "\(old.path) changed with \(input.path)")
      }
    }
  }

  /// A refusal names the cell, or another place that the edit contradicts.
  private func checkPlaces(_ report: DiagnosticReport, row: Int, _ input: StudyInput) {
    for problem in report.diagnostics {
      guard let origin = problem.origin else {
        Issue.record("\(input.path): a problem without a place: \(problem.summary)")
        continue
      }
      #expect(
        origin.sheet == nil || origin.line == row + 1, "\(input.path): told at \(origin)")
    }
    let isTold = report.diagnostics.contains {
      $0.origin?.sheet == "Kịch bản" || $0.origin?.file.hasPrefix("Scenarios/") == true
    }
    #expect(isTold, "\(input.path): \(report.explanation)")
  }

  /// Another value of the same kind.
  private static func changes(
    _ value: StudyInput.Value
  ) -> [(InputSheet.Column, ReadSheet.Cell.Value?)] {
    func moved(_ number: Double) -> Double {
      number == number.rounded() && number.magnitude >= 1 ? number + 1 : number * 1.0625 + 0.001
    }
    switch value {
    case .number(let number, _): return [(.value, .number(moved(number)))]
    case .range(_, let high, _): return [(.high, .number(moved(high)))]
    case .truth(let truth): return [(.value, .boolean(!truth))]
    case .date(let date):
      return [
        (.value, CalendarDate(year: date.year, month: date.month, day: 2).map { .date($0) })
      ]
    case .text(let text):
      let other = ["normal": "stress", "stress": "normal", ">=": ">", ">": ">="][text]
      return [(.value, .text(other ?? text + " x"))]
    }
  }
}

extension ImportedBook {
  fileprivate func importing(
    _ base: ScenarioImport.Base
  ) throws(DiagnosticReport) -> ScenarioImport {
    do {
      return try `import` { _ in base }
    } catch {
      throw (error as? DiagnosticReport)
        ?? DiagnosticReport(one: Diagnostic(.all[0], "\(error)", at: nil))
    }
  }
}
