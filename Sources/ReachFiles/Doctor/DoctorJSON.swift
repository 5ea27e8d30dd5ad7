import ReachModel
package import Reporting

/// What the doctor found, as the document of `reach data doctor --json`: format
/// `reach-data-doctor`, version 1, described in the article `DataDoctor`.
///
/// - Parameters:
///   - doctor: The examination.
///   - out: The new file that was written; nil if none was asked for.
///   - language: Of sentences; keys and what stands in the file have none.
/// - Returns: The whole document.
package func doctorJSON(
  _ doctor: DataDoctor, out: String? = nil, language: Language
) -> JSONValue {
  let table = doctor.table
  return .object([
    ("format", .string("reach-data-doctor")), ("version", .integer(1)),
    ("file", .string(table.text.source.file)),
    ("encoding", .string(table.text.encoding.rawValue)),
    ("separator", .string(String(table.separator))),
    ("rows", .integer(table.rowCount)),
    ("columns", .array(table.headings.map { .string($0) })),
    ("readings", .array(doctor.readings.map(reading))),
    ("findings", .array(doctor.findings.map { finding($0, out: out, language) })),
    ("applied", .integer(out == nil ? 0 : doctor.applied.count)),
    ("left", .integer(out == nil ? doctor.findings.count : doctor.left.count)),
    ("out", out.map { .string($0) } ?? .null),
  ])
}

private func reading(_ item: (heading: String, reading: NumberReading)) -> JSONValue {
  let (basis, numbers) = basis(item.reading.basis)
  return .object([
    ("heading", .string(item.heading)),
    ("decimal_mark", .string(item.reading.decimal.rawValue)), ("basis", .string(basis)),
    ("numbers", .integer(numbers)),
  ])
}

private func basis(_ basis: NumberReading.Basis) -> (String, Int) {
  switch basis {
  case .nothingInDoubt: ("nothing_in_doubt", 0)
  case .own(let count): ("own_numbers", count)
  case .wholeNumbers(let count): ("whole_numbers", count)
  case .otherColumns(let count): ("other_columns", count)
  case .ungroupedElsewhere(let count): ("ungrouped_elsewhere", count)
  case .separator: ("separator", 0)
  case .counts: ("counts", 0)
  case .ratios: ("ratios", 0)
  case .undecided: ("undecided", 0)
  }
}

private func finding(
  _ finding: DataFinding, out: String?, _ language: Language
) -> JSONValue {
  let isApplied = out != nil && finding.certainty == .certain && !finding.changes.isEmpty
  return .object([
    ("kind", .string(finding.kind.rawValue)), ("title", .string(language(finding.kind.title))),
    ("summary", .string(language(finding.summary))),
    ("line", .integer(finding.places[0].origin.line)),
    ("column", finding.places[0].column.map { .integer($0) } ?? .null),
    ("heading", .string(finding.places[0].heading)),
    ("text", .string(finding.places[0].text)),
    ("places", .array(finding.places.map(place))),
    ("evidence", .array(finding.evidence.map { .string(language($0)) })),
    ("certainty", .string(finding.certainty.rawValue)),
    ("readings", .array(finding.readings.map { .string(language($0)) })),
    ("proposal", .array(finding.changes.map(change))), ("applied", .bool(isApplied)),
  ])
}

private func place(_ place: FoundPlace) -> JSONValue {
  .object([
    ("line", .integer(place.origin.line)), ("character", .integer(place.origin.column)),
    ("column", place.column.map { .integer($0) } ?? .null), ("heading", .string(place.heading)),
    ("text", .string(place.text)),
  ])
}

private func change(_ change: ProposedChange) -> JSONValue {
  .object([
    ("line", .integer(change.place.origin.line)),
    ("column", change.place.column.map { .integer($0) } ?? .null),
    ("before", .string(change.before)), ("after", change.after.map { .string($0) } ?? .null),
  ])
}
