import NumericKernels
package import PanelData
import ReachModel

/// Reads a file of comma-separated values as columns, whatever its size.
///
/// UTF-8 (a byte order mark is skipped), lines that end in LF, CRLF or CR, fields in quotes with
/// commas, doubled quotes and line breaks inside. Strict as ``StrictCSV`` is: a row with another
/// number of fields than the header, a quote that does not close or stands in the wrong place, a
/// column without a name or with one that stands there twice, NUL and bytes that are not UTF-8 are
/// refused, all problems at once. Empty lines at the end are no rows.
///
/// A cell is missing when it is empty or one of ``missingTexts``, in quotes or not. A column holds
/// numbers when every other cell is a canonical number: an optional minus, digits with at most one
/// dot, an exponent; or an infinity. A column with a zero too many in front of some number (`01`)
/// holds texts, so that codes survive, and so does one with blanks around numbers, a plus, or commas.
///
/// The file is read twice: once to find the rows, 64 bytes at a time, once to read them, in pieces
/// that are worked on in parallel and put together in their order. A column that turns out to hold
/// texts only late is read a third time.
///
/// - Parameters:
///   - path: A file, a pipe or `/dev/stdin`.
///   - name: What messages call it.
///   - threads: Pieces that are read at a time; the result does not depend on it.
///   - isNeeded: Whether the column of a name is; others are only skipped over.
/// - Returns: The columns needed, in the order of the file.
/// - Throws: Every problem of the file, with its line.
/// - Complexity: O(bytes). Memory: the columns, and some megabytes for each thread.
package func readDataTable(
  _ path: String, as name: String? = nil, threads: Int,
  where isNeeded: (String) -> Bool = { _ in true }
) throws(DiagnosticReport) -> DataTable {
  let name = name ?? path
  let file: FileBytes
  do throws(FileFailure) {
    file = try FileBytes(path: path)
  } catch {
    throw DiagnosticReport(one: error.diagnostic(name, limit: .max, mention: nil))
  }
  return try DataTableReader(file, name, threads: threads, pieceSize: defaultPieceSize)
    .table(isNeeded)
}

/// Reads bytes as a file of data: for text that is in memory, and pieces of another size.
///
/// - Parameters:
///   - bytes: The file.
///   - name: What messages call it.
///   - threads: Pieces that are read at a time; the result does not depend on it.
///   - pieceSize: Bytes of a piece, a multiple of 64; the result does not depend on it.
///   - isNeeded: Whether the column of a name is.
/// - Returns: The columns needed, in the order of the file.
/// - Throws: Every problem of the file, with its line.
package func readDataTable(
  bytes: [UInt8], as name: String, threads: Int, pieceSize: Int = defaultPieceSize,
  where isNeeded: (String) -> Bool = { _ in true }
) throws(DiagnosticReport) -> DataTable {
  try DataTableReader(FileBytes(bytes), name, threads: threads, pieceSize: pieceSize)
    .table(isNeeded)
}

/// A piece and what is read from it stay in the second-level cache.
package let defaultPieceSize = 1 << 18

/// The texts that mean a missing cell.
package let missingTexts = DataCell.missingTexts

/// The work of ``readDataTable(_:as:threads:where:)``.
private struct DataTableReader: Sendable {
  private let file: FileBytes
  private let name: String
  private let threads: Int
  private let pieceSize: Int
  private let problems: TableProblems

  init(_ file: FileBytes, _ name: String, threads: Int, pieceSize: Int) {
    precondition(
      threads > 0 && pieceSize > 0 && pieceSize.isMultiple(of: 64),
      "\(threads) threads, pieces of \(pieceSize) bytes")
    (self.file, self.name, self.threads, self.pieceSize) = (file, name, threads, pieceSize)
    problems = TableProblems(file, name)
  }

  func table(_ isNeeded: (String) -> Bool) throws(DiagnosticReport) -> DataTable {
    try problems.refuseEncoding()
    let text = problems.text, survey = try survey(text)
    guard !survey.hasLoneReturns else { return try withLineFeeds().table(isNeeded) }
    guard !survey.isOpen else { throw problems.ofStructure() }
    try problems.refuseSeparator()
    let names = try problems.header()
    let needed = names.indices.filter { isNeeded(names[$0]) }
    let reader = DecimalReader()
    func plan(texts: [Int], numbers: [Int]) -> ReadingPlan {
      var kinds = [ReadingPlan.Kind](repeating: .skipped, count: names.count)
      for place in texts { kinds[place] = .text }
      for place in numbers { kinds[place] = .number }
      return ReadingPlan(
        kinds: kinds, limit: text.upperBound, countsLines: survey.hasBrokenLines, reader: reader)
    }
    // The first piece shows most columns of texts.
    let probe = plan(texts: [], numbers: needed)
    let texts = try assemble(survey.chunks.prefix(1), probe, 0).columnsWithText
    let numbers = needed.filter { !texts.contains($0) }
    let first = try assemble(survey.chunks[...], plan(texts: texts, numbers: numbers), survey.rows)
    var columns = first.columns()
    let late = plan(texts: first.columnsWithText, numbers: [])
    if !first.columnsWithText.isEmpty {
      columns.merge(try assemble(survey.chunks[...], late, survey.rows).columns()) { $1 }
    }
    return DataTable(
      file: name, names: needed.map { names[$0] }, columns: needed.compactMap { columns[$0] },
      lines: first.lines(rows: survey.rows), header: names)
  }

  // MARK: Two readings

  private func survey(_ text: Range<Int>) throws(DiagnosticReport) -> TableSurvey {
    let starts = Array(stride(from: text.lowerBound, to: text.upperBound, by: pieceSize))
    var pieces: [PieceCounts] = []
    pieces.reserveCapacity(starts.count)
    for batch in batches(starts.count) {
      let counts = mapInParallel(batch.count, threads: threads) { place in
        let start = starts[batch.lowerBound + place]
        let range = start..<min(start + pieceSize, text.upperBound)
        return file.withBytes { bytes in PieceCounts(bytes, range, of: text) }
      }
      guard counts.allSatisfy({ $0.isUTF8 && !$0.hasNUL }) else { throw problems.ofBytes() }
      pieces += counts
      file.release(starts[batch.lowerBound]..<(starts[batch.upperBound - 1] + pieceSize))
    }
    let survey = TableSurvey(pieces)
    guard survey.lineFeeds < Int(Int32.max) - 2 else { throw problems.tooLong(survey.lineFeeds) }
    return survey
  }

  private func assemble(
    _ chunks: ArraySlice<TableSurvey.Chunk>, _ plan: ReadingPlan, _ rows: Int
  ) throws(DiagnosticReport) -> TableAssembly {
    let slotCount = slots(chunks.count)
    var assembly = TableAssembly(plan, rows: rows, slots: slotCount)
    var slots = [TableChunk](repeating: TableChunk(), count: slotCount)
    for batch in batches(chunks.count) {
      let first = chunks.startIndex + batch.lowerBound
      mutateInParallel(&slots, threads: threads) { place, slot in
        guard place < batch.count else { return }
        file.withBytes { bytes in slot.read(bytes, chunks[first + place], plan) }
      }
      assembly.append(slots[..<batch.count], threads: threads)
      guard !assembly.isBroken else { throw problems.ofStructure() }
      file.release(chunks[first].start..<(chunks[first + batch.count - 1].start + pieceSize))
    }
    return assembly
  }

  /// Pieces in memory at a time: enough that threads seldom wait for the last.
  private func slots(_ count: Int) -> Int { min(count, 8 * threads) }

  private func batches(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: max(1, slots(count))).map { start in
      start..<min(start + slots(count), count)
    }
  }

  /// The same file with a line feed for each carriage return that ends a row by itself.
  private func withLineFeeds() -> DataTableReader {
    let bytes = file.withBytes { bytes in
      var isInside = false
      return (0..<file.count).map { place in
        let byte = bytes[place]
        if byte == 0x22 { isInside.toggle() }
        return byte == 0x0D && !isInside && bytes[place + 1] != 0x0A ? 0x0A : byte
      }
    }
    return DataTableReader(FileBytes(bytes), name, threads: threads, pieceSize: pieceSize)
  }
}
