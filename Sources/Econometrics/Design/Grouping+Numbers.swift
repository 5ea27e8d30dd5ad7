extension Grouping {
  /// Groups rows by whole numbers, numbered in the order of their first row.
  ///
  /// Registers number firms and years: a table of the labels is an order of magnitude faster than
  /// hashing them.
  package init(name: String, labels: [Int]) {
    let (codes, count) = tabled(labels) ?? hashed(labels)
    self.init(name: name, codes: codes, count: count)
  }

  /// Groups rows by whole numbers, numbered in the order of their first row.
  package init(name: String, labels: [Int32]) {
    self.init(name: name, labels: labels.map { Int($0) })
  }
}

/// Numbers of labels that lie close together: nil where a table would be larger than the rows.
private func tabled(_ labels: [Int]) -> (codes: [Int32], count: Int)? {
  guard let low = labels.min(), let high = labels.max() else { return ([], 0) }
  let (span, isTooWide) = high.subtractingReportingOverflow(low)
  guard !isTooWide, span < 4 * labels.count + 1_024 else { return nil }
  var table = Array(repeating: Int32(-1), count: span + 1), count: Int32 = 0
  let codes = labels.map { label -> Int32 in
    let place = label - low
    if table[place] < 0 {
      table[place] = count
      count += 1
    }
    return table[place]
  }
  return (codes, Int(count))
}

private func hashed(_ labels: [Int]) -> (codes: [Int32], count: Int) {
  var numbers: [Int: Int32] = [:]
  let codes = labels.map { label -> Int32 in
    if let known = numbers[label] { return known }
    let next = Int32(numbers.count)
    numbers[label] = next
    return next
  }
  return (codes, numbers.count)
}
