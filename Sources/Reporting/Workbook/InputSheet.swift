package import ReachModel

/// The inputs of a scenario, for the sheet from which they can be read back.
package struct ScenarioInputSet: Sendable, Equatable {
  /// The scenario's key.
  package let name: String
  /// The scenario file first, those that it extends, and the catalog, with their checksums.
  package let files: [SourceFile]
  package let inputs: [StudyInput]

  package init(name: String, files: [SourceFile], inputs: [StudyInput]) {
    (self.name, self.files, self.inputs) = (name, files, inputs)
  }
}

/// The sheet of inputs of a workbook, and the hidden one that says which scenarios they are of.
///
/// Writers and the reader of `reach import-scenario` both take names, columns and cells from here.
package struct InputSheet: Sendable {
  /// What a column holds; by its heading, in either language, the reader finds it again.
  package enum Column: Int, Sendable, CaseIterable {
    case scenario, label, value, low, high, unit, source, basis, key, origin

    package var heading: Label {
      switch self {
      case .scenario: Label(vi: "Kịch bản", en: "Scenario")
      case .label: Label(vi: "Dữ liệu đầu vào", en: "Input")
      case .value: Label(vi: "Giá trị", en: "Value")
      case .low: Label(vi: "Từ (5 %)", en: "From (5 %)")
      case .high: Label(vi: "Đến (95 %)", en: "To (95 %)")
      case .unit: Label(vi: "Đơn vị", en: "Unit")
      case .source: Label(vi: "Nguồn", en: "Source")
      case .basis: Label(vi: "Căn cứ", en: "Basis")
      case .key: Label(vi: "Khoá", en: "Key")
      case .origin: Label(vi: "Ghi tại", en: "Written at")
      }
    }

    fileprivate var width: Double {
      switch self {
      case .scenario: 20
      case .label: 52
      case .value: 15
      case .low, .high: 11
      case .unit, .basis: 14
      case .source: 60
      case .key: 46
      case .origin: 34
      }
    }
  }

  /// The cells of the headings and rows; the reader begins here whatever the sheet is called.
  package static let inputsName = "reach_inputs"
  /// The cells of the record of scenarios and files.
  package static let recordName = "reach_record"
  /// Columns of the record.
  package static let recordHeadings = ["scenario", "file", "sha256"]
  package static let title = Label(vi: "Kịch bản", en: "Scenarios")
  package static let recordTitle = "reach"

  /// Both sheets with the names of their cells.
  package let sheets: [Sheet]
  package let names: [Workbook.DefinedName]

  /// - Parameters:
  ///   - sets: The inputs, a scenario each.
  ///   - name: Of the sheet, harmless and not that of another.
  ///   - recordName: Of the hidden sheet, likewise.
  ///   - language: Of headings and labels; keys, values and units have none.
  package init(
    _ sets: [ScenarioInputSet], name: String, recordName: String, language: Language
  ) {
    var sheet = Sheet(name: name)
    sheet.widths = Column.allCases.map(\.width)
    sheet.add([.text(language(Self.title), .title)])
    for line in Self.guide(language) { sheet.add([.text(line, .note)]) }
    let header = sheet.add(Column.allCases.map { .text(language($0.heading), .header) })
    for set in sets {
      for input in set.inputs {
        let row = sheet.add(Self.cells(input, of: set.name, language))
        if let words = Self.choice(input.value) {
          sheet.choices.append(.init(row: row, column: Column.value.rawValue, words: words))
        }
      }
    }
    let range = CellRange(
      sheet: name, rows: header...(sheet.rows.count - 1), columns: 0...(Column.allCases.count - 1))
    sheet.frozenRows = header + 1
    sheet.frozenColumns = 2
    sheet.repeatedRows = header...header
    sheet.filter = range
    let record = Self.record(sets, name: recordName)
    let recorded = CellRange(
      sheet: recordName, rows: 0...(record.rows.count - 1),
      columns: 0...(Self.recordHeadings.count - 1))
    sheets = [sheet, record]
    names = [.init(Self.inputsName, range), .init(Self.recordName, recorded)]
  }

  private static func guide(_ language: Language) -> [String] {
    [
      language(
        vi: "Sửa các ô màu vàng (giá trị, khoảng, đơn vị, nguồn), lưu lại, rồi chạy: "
          + "reach import-scenario TỆP.xlsx",
        en: "Edit the yellow cells (value, range, unit, source), save, then run: "
          + "reach import-scenario BOOK.xlsx"),
      language(
        vi:
          "Một con số đứng ở \"Giá trị\"; khoảng tin cậy 90 % đứng ở \"Từ\" và \"Đến\". Giá trị mới "
          + "cần nguồn mới. Phần trăm ghi là số kèm đơn vị %.",
        en:
          "A number stands under \"Value\"; a 90 % interval under \"From\" and \"To\". A new value "
          + "needs a new source. Percentages are numbers with the unit %."),
    ]
  }

  private static func choice(_ value: StudyInput.Value) -> [String]? {
    switch value {
    case .truth: ["true", "false"]
    case .text(let word) where ["normal", "stress"].contains(word): ["normal", "stress"]
    default: nil
    }
  }

  private static func record(_ sets: [ScenarioInputSet], name: String) -> Sheet {
    var sheet = Sheet(name: name)
    sheet.isHidden = true
    sheet.widths = [24, 48, 68]
    sheet.add(recordHeadings.map { .text($0, .header) })
    for set in sets {
      for file in set.files {
        sheet.add([.text(set.name), .text(file.path), .text(file.sha256)])
      }
    }
    return sheet
  }

  // MARK: Rows

  private static func cells(
    _ input: StudyInput, of scenario: String, _ language: Language
  ) -> [Cell] {
    let cells = InputCells(input.value)
    let kind: CellStyle.Kind =
      switch input.basis {
      case .observed, .documented: .observed
      case .assumed, .catalog, .scenario: .assumed
      case .target, .setting: .body
      }
    return Column.allCases.map { column in
      switch column {
      case .scenario: .text(scenario)
      case .label: .text(language(input.label), isWrapped: true)
      case .value: cells.value
      case .low: cells.low
      case .high: cells.high
      case .unit: cells.unit
      case .source:
        input.source.map { source in
          Cell(
            source.isEmpty ? .empty : .text(source), CellStyle(.editable, isWrapped: true))
        } ?? .empty
      case .basis: .text(language(input.basis.label), kind)
      case .key: .text(input.path, .id)
      case .origin: .text("\(input.origin)", .id)
      }
    }
  }
}

/// The cells in which a value stands.
package struct InputCells: Sendable, Equatable {
  package let value: Cell
  package let low: Cell
  package let high: Cell
  package let unit: Cell

  package init(_ typed: StudyInput.Value) {
    func number(_ value: Double) -> Cell { .number(value, .general, .editable) }
    func text(_ text: String) -> Cell {
      Cell(text.isEmpty ? .empty : .text(text), CellStyle(.editable, isWrapped: true))
    }
    let blank = Cell(.empty, CellStyle(.editable))
    switch typed {
    case .number(let amount, let unit):
      (value, low, high, self.unit) = (number(amount), blank, blank, text(unit))
    case .range(let bottom, let top, let unit):
      (value, low, high, self.unit) = (blank, number(bottom), number(top), text(unit))
    case .truth(let truth):
      (value, low, high, unit) = (text(truth ? "true" : "false"), .empty, .empty, .empty)
    case .date(let date):
      value = Cell(.date(date), CellStyle(.editable, .date))
      (low, high, unit) = (.empty, .empty, .empty)
    case .text(let words):
      (value, low, high, unit) = (text(words), .empty, .empty, .empty)
    }
  }
}

extension StudyInput.Basis {
  package var label: Label {
    switch self {
    case .target: Label(vi: "chỉ tiêu", en: "target")
    case .documented: Label(vi: "theo văn bản", en: "documented")
    case .observed: Label(vi: "số liệu đã công bố", en: "observed")
    case .assumed: Label(vi: "giả định", en: "assumed")
    case .scenario: Label(vi: "theo kịch bản", en: "the scenario's own")
    case .catalog: Label(vi: "danh mục", en: "catalog")
    case .setting: Label(vi: "thiết lập", en: "setting")
    }
  }
}
