import ReachModel
import Reporting

extension WorkbookMaker {
  // MARK: Back-test

  /// How forecasts of the nearest series did, series and horizon a row.
  var backtest: TableSheet? {
    let records = records.filter { $0.kind == .backtest }
    guard !records.isEmpty else { return nil }
    var table = TableSheet(
      name(.backtest), language(BookSheet.backtest.title), language,
      widths: [36, 9, 44, 12, 40, 12, 12, 10, 12, 12, 12, 10, 40, 40])
    table.note(
      text(
        "CRPS càng nhỏ càng tốt; kỹ năng là phần CRPS thấp hơn dự báo đơn giản. p là xác suất để "
          + "thấy chênh lệch như vậy dù không hơn.",
        "The less CRPS the better; skill is by how much it is below the naive forecast's. p is the "
          + "chance of such a difference with no skill."))
    table.header([
      text("Chuỗi", "Series"), text("Số năm trước", "Years ahead"),
      text("Dạng dự báo", "Form"), text("CRPS", "CRPS"),
      text("Dự báo đơn giản", "Naive forecast"), text("CRPS của nó", "its CRPS"),
      text("Kỹ năng", "Skill"), text("p", "p"), text("Khoảng 50 % chứa", "50 % held"),
      text("Khoảng 80 % chứa", "80 % held"), text("Khoảng 95 % chứa", "95 % held"),
      text("Số dự báo", "Forecasts"), runHeading, text("Chỗ trong tệp", "Place in the file"),
    ])
    for record in records {
      for (place, series) in record.root["series"].items.enumerated() {
        for (turn, horizon) in series["horizons"].items.enumerated() {
          addScores(
            series, horizon,
            (record.name, "\(record.documentName)#/series/\(place)/horizons/\(turn)"), &table)
        }
      }
    }
    table.endTable(frozenColumns: 1)
    return table
  }

  private func addScores(
    _ series: Field, _ horizon: Field, _ place: (run: String, pointer: String),
    _ table: inout TableSheet
  ) {
    let name = series["label"].value.label.map { language($0) } ?? series["series"].string ?? ""
    let skill = horizon["skill"]
    for (turn, form) in horizon["forms"].items.enumerated() {
      let isOurs = form["form"].string == "reach"
      func held(_ level: Double) -> Cell {
        let interval = form["intervals"].items.first { $0["level"].double == level }
        return .number(interval?["coverage"]["mean"].double, .percent(1))
      }
      table.add([
        .text(name), .number(horizon["horizon"].double, .whole),
        .text(WorkbookWords.form(form["form"].string ?? "", language)),
        .number(form["crps"]["mean"].double, .decimals(4)),
        isOurs
          ? .text(skill["rival"].string.map { WorkbookWords.form($0, language) } ?? "") : .empty,
        isOurs ? .number(skill["rival_crps"].double, .decimals(4)) : .empty,
        isOurs ? .number(skill["skill"].double, .signedPercent(1)) : .empty,
        isOurs ? .number(skill["p"].double, .decimals(3)) : .empty, held(0.5), held(0.8),
        held(0.95),
        .number(form["count"].double, .whole), .text(place.run),
        .id("\(place.pointer)/forms/\(turn)"),
      ])
    }
  }

  // MARK: Data

  /// What had been published by the date, and the files that were read.
  var data: TableSheet? {
    guard !forecasts.isEmpty else { return nil }
    var table = TableSheet(
      name(.data), language(BookSheet.data.title), language,
      widths: [22, 40, 44, 8, 18, 12, 14, 12, 12, 70, 50, 40, 18])
    if let caveat = forecasts.first?.scenario["vintage_caveat"].string, language == .en {
      table.note(caveat)
    } else {
      table.note(
        text(
          "Chỉ dùng những gì đã công bố đến ngày của kịch bản. Bảng số liệu các tỉnh là giả thời gian "
            + "thực: ngày công bố do người lập ước định, giá trị lấy theo bản cuối.", ""))
    }
    table.header([
      keyHeading, text("Đại lượng", "Outcome"), text("Chuỗi", "Series"),
      text("Năm", "Year"), text("Kỳ", "Period"), text("Giá trị", "Value"),
      text("Thay thế gần đúng", "Stand-in"), text("Loại", "Kind"), text("Công bố", "Published"),
      text("Nguồn", "Source"), text("Ghi chú", "Note"), runHeading,
      text("Chỗ trong tệp", "Place in the file"),
    ])
    for record in forecasts {
      for (place, figure) in record.history.enumerated() {
        table.add(cells(figure, record) + [.text(record.name), .id("history.csv#\(place)")])
      }
    }
    table.endTable(frozenColumns: 2)
    addDataFiles(&table)
    return table
  }

  private func cells(_ figure: RecordedFigure, _ record: RunRecord) -> [Cell] {
    let isCount = Outcome(rawValue: figure.outcome)?.isCount == true
    return [
      .text(record.scenarioKey), .text(outcomeName(figure.outcome)),
      .text(Term.series.text(figure.series, language)),
      .number(Double(figure.year), .general),
      .text(Term.publishedPeriod.text(figure.period, language)),
      .number(figure.value, isCount ? .whole : .percent(1)),
      .text(figure.isProxy ? text("có", "yes") : ""),
      .text(WorkbookWords.figureKind(figure.kind, language)),
      Cell(.date(figure.published), CellStyle(.body, .date)), .wrapped(figure.source),
      .wrapped(figure.note),
    ]
  }

  private func addDataFiles(_ table: inout TableSheet) {
    table.heading(text("Tệp số liệu", "Data files"))
    table.add(
      [
        keyHeading, text("Tệp", "File"), text("Phiên bản", "Vintage"), "", "", "", "", "", "",
        text("Mã kiểm tra SHA-256", "SHA-256"),
      ].map { .text($0, .header) })
    for record in forecasts {
      for file in record.provenance["data_files"]?.items ?? [] {
        table.add(
          [
            .text(record.scenarioKey), .text(file["path"]?.string ?? ""),
            .text(Term.vintage.text(file["vintage"]?.string ?? "", language)),
          ] + [Cell](repeating: .empty, count: 6) + [.id(file["sha256"]?.string ?? "")])
      }
    }
  }

  // MARK: Provenance

  /// The runs that the book was made of, and every file that they read.
  var provenance: TableSheet? {
    var table = TableSheet(
      name(.provenance), language(BookSheet.provenance.title), language,
      widths: [44, 24, 12, 16, 12, 34, 70])
    table.note(
      text(
        "`reach runs verify LẦN_CHẠY` kiểm tra lại một lần chạy; `reach explain KỊCH_BẢN:MÃ --run LẦN_CHẠY` "
          + "truy một con số.",
        "`reach runs verify RUN` checks a run again; `reach explain SCENARIO:ID --run RUN` traces a number."
      ))
    table.header([
      runHeading, text("Loại", "Kind"), text("Phiên bản", "Version"),
      text("Số lần mô phỏng", "Draws"), text("Hạt giống", "Seed"), text("Lấy mẫu", "Sampling"),
      text("SHA-256 của xuất xứ", "SHA-256 of its provenance"),
    ])
    for record in records {
      let identity = record.provenance["identity"] ?? record.provenance["basis"] ?? .null
      table.add([
        .text(record.name), .text(kind(record)), .text(identity["version"]?.string ?? ""),
        .number(identity["draws"]?.double, .whole), .text(identity["seed"]?.string ?? ""),
        .text(identity["method"]?.string.map { Term.sampling.text($0, language) } ?? ""),
        .id(record.provenanceSHA256),
      ])
    }
    table.endTable(frozenColumns: 1)
    table.heading(text("Tệp đầu vào", "Input files"))
    table.add(
      [text("Tệp", "File"), "", "", "", "", "", "SHA-256"].map { .text($0, .header) })
    for file in inputFiles {
      table.add(
        [.text(file.path)] + [Cell](repeating: .empty, count: 5) + [.id(file.sha256)])
    }
    return table
  }

  /// Every file that a run read, once for each content.
  private var inputFiles: [SourceFile] {
    var seen: Set<SourceFile> = []
    return records.flatMap { record in
      ["scenario_files", "catalog_files", "data_files"].flatMap { list in
        (record.provenance[list]?.items ?? []).compactMap { file in
          guard let path = file["path"]?.string, let sum = file["sha256"]?.string else {
            return nil
          }
          return SourceFile(path: path, sha256: sum)
        }
      }
    }.filter { seen.insert($0).inserted }
  }

  private func kind(_ record: RunRecord) -> String {
    switch record.kind {
    case .forecast: text("dự báo", "forecast")
    case .backtest: text("kiểm định ngược", "back-test")
    case .analysis(let name): Term.analysis.text(name, language)
    }
  }
}
