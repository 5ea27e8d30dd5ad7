package import ReachModel

/// What an export wrote, for people and programs.
package struct ExportReport: Sendable, Equatable {
  package struct File: Sendable, Equatable {
    package let name: String
    package let meaning: Label
    package let rows: Int
    package let bytes: Int

    package init(name: String, meaning: Label, rows: Int, bytes: Int) {
      (self.name, self.meaning, self.rows, self.bytes) = (name, meaning, rows, bytes)
    }
  }

  /// A column some of whose texts a spreadsheet would take for formulas.
  package struct FormulaLike: Sendable, Equatable {
    package let table: String
    package let column: String
    package let cells: Int
  }

  /// The name of the run folder.
  package let run: String
  /// Where the tables are, for people.
  package let folder: String
  package let files: [File]
  /// Draws of the run, kept ones, and those in the tables.
  package let draws: Int
  package let keptDraws: Int
  package let exportedDraws: Int
  /// Whether the run is an analysis, which keeps no chances.
  package let isAnalysis: Bool
  /// Keys of targets whose P is a count of draws, not the mean of `chance`.
  package let countedTargets: [String]
  package let formulaLike: [FormulaLike]

  package init(
    run: String, folder: String, files: [File], tables: [ExportTable], draws: Int, keptDraws: Int,
    exportedDraws: Int, isAnalysis: Bool, countedTargets: [String] = []
  ) {
    (self.isAnalysis, self.countedTargets) = (isAnalysis, countedTargets)
    (self.run, self.folder, self.files) = (run, folder, files)
    (self.draws, self.keptDraws, self.exportedDraws) = (draws, keptDraws, exportedDraws)
    formulaLike = tables.flatMap { table in
      table.formulaLike.map { FormulaLike(table: table.name, column: $0.column, cells: $0.cells) }
    }
  }

  /// As `--json` prints it.
  package var json: JSONValue {
    .object([
      ("run", .string(run)), ("folder", .string(folder)), ("draws", .integer(draws)),
      ("kept_draws", .integer(keptDraws)), ("exported_draws", .integer(exportedDraws)),
      ("counted_targets", .array(countedTargets.map { .string($0) })),
      (
        "files",
        .array(
          files.map {
            .object([
              ("name", .string($0.name)), ("rows", .integer($0.rows)),
              ("bytes", .integer($0.bytes)),
            ])
          })
      ),
      (
        "formula_like",
        .array(
          formulaLike.map {
            .object([
              ("table", .string($0.table)), ("column", .string($0.column)),
              ("cells", .integer($0.cells)),
            ])
          })
      ),
    ])
  }

  /// For a terminal.
  package func page(_ language: Language) -> Page {
    let numbers = NumberStyle(language)
    var page = Page()
    page.add(.title(language(vi: "Đã xuất: \(run)", en: "Exported: \(run)")))
    page.paragraph(language(vi: "Thư mục: ", en: "Folder: ") + folder)
    var table = TextTable([
      .init(language(vi: "tệp", en: "file")), .init(language(vi: "số dòng", en: "rows"), .right),
      .init(language(vi: "dung lượng", en: "size"), .right),
      .init(language(vi: "nội dung", en: "what it holds"), wraps: true),
    ])
    for file in files {
      table.append([
        file.name, file.rows > 0 ? numbers.number(Double(file.rows)) : "",
        size(file.bytes, numbers), language(file.meaning),
      ])
    }
    table.append([
      language(vi: "tổng cộng", en: "in all"), "", size(files.reduce(0) { $0 + $1.bytes }, numbers),
      "",
    ])
    page.table(table)
    // Of tables without single draws there is nothing to say of P.
    if files.contains(where: { $0.name.hasPrefix("target_draws.") }) {
      page.paragraph(drawsText(language, numbers))
    }
    return page
  }

  private func size(_ bytes: Int, _ numbers: NumberStyle) -> String {
    bytes < 1_000_000
      ? numbers.number(Double(bytes) / 1_000, decimals: bytes < 100_000 ? 1 : 0) + " kB"
      : numbers.number(Double(bytes) / 1_000_000, decimals: 1) + " MB"
  }

  private func drawsText(_ language: Language, _ numbers: NumberStyle) -> String {
    let exported = numbers.number(Double(exportedDraws)), all = numbers.number(Double(draws))
    guard !isAnalysis else {
      return language(
        vi:
          "Các bảng theo lần mô phỏng là của kịch bản đầu tiên trong phân tích: \(exported) trong "
          + "\(all) lần. Để tính lại đúng P, hãy xuất lần chạy của `reach run`.",
        en: "Tables of draws are those of the analysis's first scenario: \(exported) of \(all). To "
          + "compute P again, export a run of `reach run`.")
    }
    guard exportedDraws < draws else {
      return language(
        vi:
          "Có đủ \(all) lần mô phỏng: trung bình cột `chance` của `target_draws`, giới hạn trong 0 đến "
          + "1, đúng bằng P.",
        en:
          "All \(all) draws are here: the mean of `chance` in `target_draws`, limited to 0 and 1, is P."
      )
        + countedText(language)
    }
    let isCut = exportedDraws < keptDraws
    let why = language(
      vi: "Có \(exported) trong \(all) lần mô phỏng: P tính từ đó gần bằng, không đúng bằng.",
      en: "\(exported) of \(all) draws are here: P from them is near, not equal.")
    let remedy =
      isCut
      ? language(vi: "Bỏ hoặc tăng `--draws` để có thêm.", en: "Leave out `--draws`, or raise it.")
      : language(
        vi: "Để có đủ, chạy lại: `reach run … --keep-draws \(draws)`.",
        en: "To have all, run again: `reach run … --keep-draws \(draws)`.")
    return why + " " + remedy
  }

  /// Of which targets the mean of `chance` is not P; empty if there are none.
  private func countedText(_ language: Language) -> String {
    guard !countedTargets.isEmpty else { return "" }
    let names = countedTargets.map { "`\($0)`" }.joined(separator: ", ")
    return " "
      + language(
        vi:
          "Riêng \(names) có dưới 100 lần đạt hoặc dưới 100 lần không đạt: P là tỷ lệ cột `held`, không "
          + "phải trung bình `chance`.",
        en:
          "But fewer than 100 draws reach, or miss, \(names): there P is the share of `held`, not the "
          + "mean of `chance`.")
  }

  /// Warnings, one line each.
  package func warnings(_ language: Language) -> [String] {
    formulaLike.map { found in
      language(
        vi:
          "`\(found.table)`: \(found.cells) ô ở cột `\(found.column)` bắt đầu như công thức (= + - @); tệp "
          + "CSV giữ nguyên chữ, nhưng bảng tính sẽ coi là công thức: để mở bằng Excel hãy dùng `reach "
          + "report RUN --format xlsx`",
        en:
          "`\(found.table)`: \(found.cells) cells of column `\(found.column)` begin like formulas (= + - @); "
          + "CSV files keep texts as they are, but a spreadsheet takes these for formulas: for Excel "
          + "use `reach report RUN --format xlsx`")
    }
  }
}

/// The document of `reach export --json`.
package func exportJSON(_ reports: [ExportReport]) -> JSONValue {
  .object([
    ("format", .string("reach-export")), ("version", .integer(1)),
    ("exports", .array(reports.map(\.json))),
  ])
}
