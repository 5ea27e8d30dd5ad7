import Assessment
import Reporting

extension BriefMaker {
  /// By what the numbers can be made again, and checked.
  var provenanceSection: Brief.Section? {
    let verify = language.say(
      vi:
        "Mỗi lần chạy kiểm tra lại được bằng lệnh reach runs verify; mỗi con số truy được bằng "
        + "reach explain.",
      en: "Every run can be checked by reach runs verify, and every number traced by reach "
        + "explain.")
    return Brief.Section(
      id: "provenance", title: language.say(vi: "Xuất xứ", en: "Provenance"),
      blocks: [.paragraph(verify), .table(runTable), .table(inputFileTable)])
  }

  private var runTable: Brief.Table {
    Brief.Table(
      language.say(vi: "Các lần chạy của báo cáo này", en: "The runs of this report"),
      [
        .init(language.say(vi: "Thư mục", en: "Folder")),
        .init(language.say(vi: "Loại", en: "Kind")),
        .init(language.say(vi: "Phiên bản Reach", en: "Version of Reach")),
        .init(language.say(vi: "Hạt giống", en: "Seed")),
        .init(language.say(vi: "Số mẫu", en: "Draws"), isNumber: true),
        .init(language.say(vi: "Cách lấy mẫu", en: "Sampling")),
        .init(language.say(vi: "Mã kiểm tra của xuất xứ", en: "Checksum of its provenance")),
      ],
      runs.records.map { record in
        let provenance = record.provenanceRoot
        let sum = Inline.name(
          record.provenanceSHA256, Reference(run: record.name, item: "provenance sha256"))
        let run = record.root["run"]
        return [
          "\(folder(record))", kind(record),
          Sentence(
            [provenance["identity"].name("version") ?? provenance["basis"].name("version")]
              .compactMap { $0 }),
          Sentence([run.name("seed")].compactMap { $0 }),
          Sentence([run["draws"].figure { numbers.number($0) }].compactMap { $0 }),
          Sentence([run["sampling"].term(.sampling)].compactMap { $0 }), "\(sum)",
        ]
      })
  }

  private func kind(_ record: RunRecord) -> Sentence {
    switch record.kind {
    case .forecast: language.say(vi: "dự báo", en: "forecast")
    case .backtest: language.say(vi: "kiểm định ngược", en: "back-test")
    case .analysis(let name):
      "\(.term(.analysis, name, Reference(run: record.name, item: "analysis")))"
    }
  }

  private var inputFileTable: Brief.Table {
    let provenance = runs.base.provenanceRoot
    // The catalog's files are among those of the scenario; those of data stand in their own section.
    let all = ["scenario_files", "catalog_files"].flatMap { provenance[$0].items }
    let paths = all.map { $0["path"].string }
    let files = all.indices.filter { paths.firstIndex(of: paths[$0]) == $0 }.map { all[$0] }
    return Brief.Table(
      language.say(
        vi: "Tệp kịch bản và danh mục (tệp số liệu: xem Số liệu)",
        en: "Files of the scenario and the catalog (data files: see Data)"),
      [
        .init(language.say(vi: "Tệp", en: "File")),
        .init(language.say(vi: "Mã kiểm tra", en: "Checksum")),
      ],
      files.map { file in
        ["path", "sha256"].map { key in Sentence([file.name(key)].compactMap { $0 }) }
      })
  }

  /// Where every P comes from, as `reach explain` tells it.
  var trailsSection: Brief.Section? {
    guard !runs.base.trails.isEmpty else { return nil }
    return Brief.Section(
      id: "trails",
      title: language.say(
        vi: "Phụ lục: nguồn gốc từng xác suất",
        en: "Appendix: where each probability comes from"),
      blocks: runs.base.trails.map { trail in
        .details(
          base.find(trail.id).map { "\(base.label($0)): \(base.value($0))" } ?? "",
          [.trail(trail, run: runs.base.name)])
      })
  }
}
