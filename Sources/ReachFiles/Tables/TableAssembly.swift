import NumericKernels
import PanelData

/// The columns of a table while its pieces are put together in their order.
struct TableAssembly {
  /// One column so far.
  fileprivate struct Part: Sendable {
    /// The place among those of its kind.
    let place: Int
    var numbers: [Double] = []
    var codes: [Int32] = []
    var dictionary = TextDictionary()
    /// For each slot of pieces: what the numbers of its dictionary are in `dictionary`.
    var translations: [[Int32]] = []
    var generations: [Int] = []
    let isText: Bool
  }

  private var parts: [Part]
  private var lines: [Int32] = []
  /// For each column of numbers of the plan: whether a cell turned out to be text.
  private var hasText: [Bool]
  private(set) var isBroken = false
  private let plan: ReadingPlan

  init(_ plan: ReadingPlan, rows: Int, slots: Int) {
    self.plan = plan
    let numbers = plan.columns(.number).indices.map { Part(place: $0, isText: false) }
    let texts = plan.columns(.text).indices.map { Part(place: $0, isText: true) }
    parts = numbers + texts
    hasText = [Bool](repeating: false, count: numbers.count)
    for place in parts.indices {
      if parts[place].isText {
        parts[place].codes.reserveLarge(rows)
        parts[place].translations = Array(repeating: [], count: slots)
        parts[place].generations = Array(repeating: 0, count: slots)
      } else {
        parts[place].numbers.reserveLarge(rows)
      }
    }
  }

  /// Adds pieces, each of which was read in the slot at its place.
  mutating func append(_ chunks: ArraySlice<TableChunk>, threads: Int) {
    for chunk in chunks {
      isBroken = isBroken || chunk.isBroken
      for place in hasText.indices where chunk.hasText[place] { hasText[place] = true }
      lines += chunk.lines
    }
    guard !isBroken else { return }
    mutateInParallel(&parts, threads: threads) { [hasText] _, part in
      for (slot, chunk) in chunks.enumerated() {
        if part.isText {
          part.appendCodes(chunk, slot: slot)
        } else if !hasText[part.place] {
          part.numbers += chunk.numbers[part.place][..<chunk.rows]
        }
      }
    }
  }

  /// The columns by their places in the file, but for those of numbers that turned out to hold text.
  func columns() -> [Int: DataTable.Column] {
    var columns: [Int: DataTable.Column] = [:]
    let (numbers, texts) = (plan.columns(.number), plan.columns(.text))
    for part in parts {
      if part.isText {
        columns[texts[part.place]] = labelled(part.codes, part.dictionary)
      } else if !hasText[part.place] {
        columns[numbers[part.place]] = .numbers(part.numbers)
      }
    }
    return columns
  }

  /// The line on which each row begins.
  func lines(rows: Int) -> [Int32] {
    plan.countsLines ? lines : (0..<rows).map { Int32($0 + 2) }
  }

  /// The columns, read as numbers, in which some cell is none.
  var columnsWithText: [Int] {
    let numbers = plan.columns(.number)
    return hasText.indices.filter { hasText[$0] }.map { numbers[$0] }
  }

  /// Labels in normal form C; texts that differ only in form are one label.
  private func labelled(_ codes: [Int32], _ dictionary: TextDictionary) -> DataTable.Column {
    let texts = (0..<dictionary.count).map(dictionary.text)
    let labels = texts.map(\.normalFormC)
    guard zip(texts, labels).contains(where: { !$0.utf8.elementsEqual($1.utf8) }) else {
      return .texts(codes: codes, labels: labels)
    }
    var numbers: [String: Int32] = [:], distinct: [String] = []
    let places = labels.map { label in
      if let number = numbers[label] { return number }
      let number = Int32(distinct.count)
      numbers[label] = number
      distinct.append(label)
      return number
    }
    return .texts(codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, labels: distinct)
  }
}

extension TableAssembly.Part {
  /// Adds the codes of a piece, in the numbers of this column's dictionary.
  ///
  /// Pieces come in their order and number their texts in order, so the whole table does too.
  fileprivate mutating func appendCodes(_ chunk: TableChunk, slot: Int) {
    if generations[slot] != chunk.generation {
      translations[slot] = []
      generations[slot] = chunk.generation
    }
    let own = chunk.dictionaries[place]
    for number in translations[slot].count..<own.count {
      translations[slot].append(dictionary.code(of: own, number))
    }
    let translation = translations[slot]
    codes += chunk.codes[place][..<chunk.rows].lazy.map {
      $0 < 0 ? -1 : translation[Int($0)]
    }
  }
}
