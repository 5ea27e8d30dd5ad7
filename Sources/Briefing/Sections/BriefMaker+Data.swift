import ReachModel
import Reporting

extension BriefMaker {
  /// Vintages, what had been published, and where sources contradict one another.
  var dataSection: Brief.Section? {
    let files = runs.base.provenanceRoot["data_files"].items
    var blocks: [Brief.Block] = [.paragraph(vintage)]
    if !files.isEmpty { blocks.append(.table(fileTable(files))) }
    if !runs.base.history.isEmpty {
      let (clashes, note) = (contradictions, historyNote)
      blocks += [
        .heading(language.say(vi: "Số liệu đã công bố", en: "What had been published")),
        .note(note),
      ]
      if clashes.isEmpty {
        blocks.append(
          .paragraph(
            language.say(
              vi: "Không thấy hai nguồn nào nói khác nhau về cùng một kỳ.",
              en: "No two sources differ about the same period.")))
      } else {
        blocks.append(
          .table(
            historyTable(
              clashes, language.say(vi: "Các nguồn nói khác nhau", en: "Where sources differ"))))
      }
      blocks.append(
        .details(
          language.say(vi: "Mọi số liệu đã công bố", en: "Every published figure"),
          [
            .table(
              historyTable(
                Array(runs.base.history.indices),
                language.say(
                  vi: "Số liệu đã công bố đến ngày dự báo",
                  en: "Figures published by the date of the forecast")))
          ]))
    } else {
      blocks.append(
        .paragraph(
          language.say(
            vi: "Đến ngày dự báo chưa có số liệu nào được công bố về chính các chỉ tiêu.",
            en: "By the date of the forecast nothing had been published about the targets "
              + "themselves.")))
    }
    return Brief.Section(
      id: "data", title: language.say(vi: "Số liệu", en: "Data"), blocks: blocks)
  }

  private var vintage: Sentence {
    let date = Sentence([scenario["as_of"].date(language)].compactMap { $0 })
    let flagged =
      value("parameters.flagged_cells").map {
        language.say(
          vi: " Số ô nghi sai đã loại: \($0).",
          en: " Cells flagged as doubtful and left out: \($0).")
      } ?? ""
    return language.say(
      vi:
        "Chỉ dùng những gì đã công bố đến ngày \(date). Bảng số liệu các tỉnh là giả thời gian "
        + "thực: ngày công bố do người lập ước định, giá trị lấy theo bản cuối.",
      en: "Only what was published by \(date) is used. The panel of provinces is "
        + "pseudo-real-time: its release dates are judged, and its values are as later "
        + "revised.") + flagged
  }

  private func fileTable(_ files: [Field]) -> Brief.Table {
    Brief.Table(
      language.say(vi: "Tệp số liệu", en: "Data files"),
      [
        .init(language.say(vi: "Tệp", en: "File"), isPath: true),
        .init(language.say(vi: "Phiên bản", en: "Vintage")),
        .init("SHA-\(.figure(Figure("256", 256, .plain, .method("checksum"))))"),
      ],
      files.map { file in
        [file.name("path"), file["vintage"].term(.vintage), file.name("sha256")].map { cell in
          Sentence([cell].compactMap { $0 })
        }
      })
  }

  /// The figures of one series, year and period whose values differ; of a stock, of one year.
  private var contradictions: [Int] {
    let figures = runs.base.history
    func period(_ figure: RecordedFigure) -> String { figure.isProxy ? figure.period : "" }
    return figures.indices.filter { place in
      figures.contains { other in
        other.series == figures[place].series && other.year == figures[place].year
          && period(other) == period(figures[place]) && other.value != figures[place].value
      }
    }
  }

  private var historyNote: Sentence {
    language.say(
      vi:
        "Chỉ tiêu của các kế hoạch trước không phải là số liệu nên không nằm trong bảng. Dấu ≈: "
        + "số liệu của toàn ngành chế biến, chế tạo, dùng thay cho công nghiệp hỗ trợ.",
      en: "What earlier plans aimed at is no data and is left out. The mark ≈ stands for figures "
        + "of all manufacturing, which stand in for supporting industries.")
  }

  private func historyTable(_ places: [Int], _ caption: Sentence) -> Brief.Table {
    Brief.Table(
      caption,
      [
        .init(language.say(vi: "Chỉ số", en: "Figure")), .init(language.say(vi: "Năm", en: "Year")),
        .init(language.say(vi: "Kỳ", en: "Period")),
        .init(language.say(vi: "Giá trị", en: "Value"), isNumber: true),
        .init(language.say(vi: "Công bố", en: "Published")),
        .init(language.say(vi: "Nguồn", en: "Source")),
        .init(language.say(vi: "Ghi chú", en: "Note")),
      ],
      places.map { place in
        let figure = runs.base.history[place]
        let row = Reference(run: runs.base.name, item: "history.csv#\(place)")
        func name(_ text: String) -> Sentence { text.isEmpty ? "" : "\(.name(text, row))" }
        return [
          (figure.isProxy ? "≈ " : "") + "\(.term(.series, figure.series, row))",
          year(figure, place), "\(.term(.publishedPeriod, figure.period, row))",
          figureValue(place),
          day(figure, place), source(figure.source, row), name(figure.note),
        ]
      })
  }

  /// One figure in a line: `2017: 200`.
  func historySentence(_ place: Int) -> Sentence {
    let figure = runs.base.history[place]
    return "\(year(figure, place)): \(figureValue(place))"
  }

  private func figureValue(_ place: Int) -> Sentence {
    let figure = runs.base.history[place]
    let isCount = Outcome(rawValue: figure.outcome)?.isCount ?? false
    let text = isCount ? numbers.number(figure.value) : numbers.percent(figure.value, decimals: 1)
    let row = Reference(run: runs.base.name, item: "history.csv#\(place)")
    return "\(.figure(Figure(text, figure.value, isCount ? .plain : .percent, row)))"
  }

  private func year(_ figure: RecordedFigure, _ place: Int) -> Sentence {
    let row = Reference(run: runs.base.name, item: "history.csv#\(place)/year")
    return "\(.figure(Figure(String(figure.year), Double(figure.year), .plain, row)))"
  }

  private func day(_ figure: RecordedFigure, _ place: Int) -> Sentence {
    let row = Reference(run: runs.base.name, item: "history.csv#\(place)/published")
    return
      "\(.figure(Figure(language.date(figure.published), figure.published.digits, .date, row)))"
  }

  private func source(_ text: String, _ row: Reference) -> Sentence {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
      return text.isEmpty ? "" : "\(.name(text, row))"
    }
    return "\(.link(text, [.name(text, row)]))"
  }
}
