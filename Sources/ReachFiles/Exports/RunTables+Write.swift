import NumericKernels
import ReachModel
package import Reporting

/// A form in which tables are exported.
package enum ExportFormat: String, Sendable, CaseIterable {
  case csv
  /// Arrow IPC, also called Feather.
  case arrow
}

extension RunTables {
  /// Writes the tables to `parent/<name of the run folder>/`, whole or not at all.
  ///
  /// An earlier export of the same name is replaced, unless something else lies in it or it is a link:
  /// what a link leads to is not ours to empty.
  ///
  /// - Parameters:
  ///   - parent: Made if there is none.
  ///   - formats: Of every table; if nil, Arrow for tables of draws and CSV for the rest.
  ///   - threads: Blocks that are made at a time; the bytes do not depend on it.
  /// - Returns: The folder, and its files in the order of the tables, with the dictionary last.
  /// - Throws: R036 where something else lies in the folder, R037 where it cannot be written.
  package func write(
    in parent: String, formats: Set<ExportFormat>? = nil, threads: Int = 1
  ) throws(DiagnosticReport) -> (folder: String, files: [ExportReport.File]) {
    let target = joined(parent, run)
    if exists(target), isLink(target) || !isExport(target) {
      throw DiagnosticReport(
        one: Diagnostic(
          .exportInTheWay,
          isLink(target) ? "`\(target)` is a link" : "`\(target)` holds what no export wrote",
          at: nil)
      )
    }
    do throws(CallFailure) {
      try makeFolders(parent)
      TemporaryFolder.clearLeftovers(in: parent)
      if let free = freeBytes(of: parent), free < leastBytes(formats) {
        throw CallFailure(code: noSpace, action: "finding \(leastBytes(formats)) bytes of room")
      }
      var folder = try TemporaryFolder(in: parent)
      let files = try write(to: folder.path, formats, threads)
      try folder.publish(replacing: run)
      return (target, files)
    } catch {
      throw DiagnosticReport(
        one: Diagnostic(.exportNotWritten, "\(error.action) failed: \(error.reason)", at: nil))
    }
  }

  private func formats(of table: ExportTable, _ asked: Set<ExportFormat>?) -> [ExportFormat] {
    let usual: Set<ExportFormat> = [Self.ofDraws.contains(table.name) ? .arrow : .csv]
    return ExportFormat.allCases.filter((asked ?? usual).contains)
  }

  /// Less than what the tables take: 16 bytes for a row, of which a number alone takes 8.
  private func leastBytes(_ asked: Set<ExportFormat>?) -> Int {
    tables.reduce(0) { $0 + 16 * $1.rows * formats(of: $1, asked).count }
  }

  private func write(
    to folder: String, _ asked: Set<ExportFormat>?, _ threads: Int
  ) throws(CallFailure) -> [ExportReport.File] {
    var files: [ExportReport.File] = []
    for table in tables {
      for format in formats(of: table, asked) {
        let name = "\(table.name).\(format.rawValue)"
        var file = try GrowingFile(joined(folder, name))
        switch format {
        case .csv: try table.writeCSV(to: &file, threads)
        case .arrow: try table.writeArrow(to: &file, threads)
        }
        files.append(
          .init(name: name, meaning: table.meaning, rows: table.rows, bytes: file.length))
        try file.finish()
      }
    }
    let dictionary = ExportDictionary(tables)
    let texts = [
      (ExportDictionary.fileName, dictionary.csv),
      (ExportDictionary.pageName, dictionary.markdown(run: run)),
    ]
    for (name, text) in texts {
      let bytes = Array(text.utf8)
      try writeNewFile(bytes, to: joined(folder, name))
      let meaning = Label(
        vi: "Từ điển dữ liệu: mọi cột của các bảng trên",
        en: "Data dictionary: every column of the tables above")
      files.append(.init(name: name, meaning: meaning, rows: 0, bytes: bytes.count))
    }
    return files
  }

  /// Whether nothing lies in a folder but what an export writes.
  private func isExport(_ path: String) -> Bool {
    let tables = Self.names.flatMap { name in
      ExportFormat.allCases.map { "\(name).\($0.rawValue)" }
    }
    let known = Set(tables + [ExportDictionary.fileName, ExportDictionary.pageName])
    return isFolder(path) && ReachFiles.names(in: path).allSatisfy(known.contains)
  }
}

extension ExportTable {
  fileprivate func writeCSV(to file: inout GrowingFile, _ threads: Int) throws(CallFailure) {
    try file.append(headerCSV)
    try eachBlock(threads, make: blockCSV) { (bytes) throws(CallFailure) in
      try file.append(bytes)
    }
  }

  fileprivate func writeArrow(to file: inout GrowingFile, _ threads: Int) throws(CallFailure) {
    var arrow = ArrowFile(self)
    try file.append(arrow.beginning())
    let reading = arrow
    try eachBlock(threads, make: { reading.piece($0) }) { (piece) throws(CallFailure) in
      arrow.place(piece)
      try file.append(piece.head)
      try file.append(piece.body)
    }
    try file.append(arrow.end())
  }

  /// Makes blocks, a few at a time, and takes them in their order.
  private func eachBlock<Piece: Sendable>(
    _ threads: Int, make: @Sendable (Int) -> Piece,
    take: (Piece) throws(CallFailure) -> Void
  ) throws(CallFailure) {
    for first in stride(from: 0, to: sizes.count, by: max(1, threads)) {
      let count = min(max(1, threads), sizes.count - first)
      for piece in mapInParallel(count, threads: threads, { make(first + $0) }) { try take(piece) }
    }
  }
}
