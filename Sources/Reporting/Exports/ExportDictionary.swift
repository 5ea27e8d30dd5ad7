import ReachModel

/// What the columns of exported tables mean.
package struct ExportDictionary: Sendable {
  private let tables: [ExportTable]

  package init(_ tables: [ExportTable]) { self.tables = tables }

  package static let fileName = "dictionary.csv", pageName = "dictionary.md"

  /// One row a column of each table.
  package var csv: String {
    var csv = CSVText(header: ["table", "column", "type", "unit", "meaning_vi", "meaning_en"])
    for table in tables {
      for column in table.columns {
        csv.append([
          table.name, column.name, column.kind.rawValue, column.unit, column.meaning.vi,
          column.meaning.en,
        ])
      }
    }
    return csv.text
  }

  /// The same for people, in both languages, with the rules that all tables follow.
  ///
  /// - Parameter run: The name of the run folder.
  /// - Returns: Markdown.
  package func markdown(run: String) -> String {
    var page = Page()
    page.add(.title("Từ điển dữ liệu · Data dictionary: \(run)"))
    page.list(Self.rules(.vi))
    page.list(Self.rules(.en))
    for table in tables {
      page.heading(table.name)
      page.paragraph("\(table.meaning.vi). \(table.meaning.en).")
      var columns = TextTable([
        .init("cột · column"), .init("kiểu · type"), .init("đơn vị · unit"), .init("ý nghĩa"),
        .init("meaning"),
      ])
      for column in table.columns {
        columns.append([
          column.name, column.kind.rawValue, column.unit, column.meaning.vi, column.meaning.en,
        ])
      }
      page.table(columns)
    }
    return page.markdown
  }

  private static func rules(_ language: Language) -> [String] {
    [
      language(
        vi:
          "Mỗi dòng là một quan sát. Số viết bằng dấu chấm thập phân, không có dấu phân nhóm, và đọc "
          + "lại đúng đến từng bit. Ô trống là thiếu.",
        en:
          "A row is one observation. Numbers have a decimal point and no thousands mark, and read "
          + "back to the same bits. An empty cell is missing."),
      language(
        vi:
          "Kiểu: key là một trong ít từ; text là văn bản; integer và count là số nguyên 32 và 64 bit; "
          + "number là số thực 64 bit. Ở tệp Arrow, cột key có từ điển, ô thiếu là null.",
        en:
          "Types: key is one of few words; text; integer and count are whole numbers of 32 and 64 "
          + "bits; number is a double. In Arrow files key columns have a dictionary and missing is null."
      ),
      language(
        vi:
          "Các tệp này dành cho chương trình: văn bản được giữ nguyên, kể cả khi bắt đầu bằng = + - @. "
          + "Để mở bằng bảng tính, hãy dùng `reach report RUN --format xlsx`, ở đó văn bản luôn là văn "
          + "bản.",
        en:
          "These files are for programs: texts stay as they are, even where they begin with = + - @. For "
          + "a spreadsheet take `reach report RUN --format xlsx`, in which a text is always a text."
      ),
    ]
  }
}

extension ExportTable {
  /// Texts that a spreadsheet would take for a formula: column and how many cells.
  ///
  package var formulaLike: [(column: String, cells: Int)] {
    columns.indices.compactMap { place in
      guard columns[place].kind == .key || columns[place].kind == .text else { return nil }
      let count = sizes.indices.reduce(0) { sum, block in
        switch self.block(block)[place] {
        case .text(let text): sum + (CellText.looksLikeFormula(text) ? sizes[block] : 0)
        case .texts(let texts): sum + texts.count(where: CellText.looksLikeFormula)
        default: sum
        }
      }
      return count > 0 ? (columns[place].name, count) : nil
    }
  }
}
