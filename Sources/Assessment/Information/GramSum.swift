import NumericKernels

/// Some rows of a design matrix, by columns: what fits in a processor's cache.
struct DesignBlock {
  /// Rows that a block has room for.
  static let room = 512
  let columns: Int
  /// Rows in use; those behind, up to a multiple of eight, are 0.
  private(set) var rows = 0
  private(set) var storage: [Double]

  init(columns: Int) {
    self.columns = columns
    storage = Array(repeating: 0, count: columns * Self.room)
  }

  /// Takes this many rows; their numbers are to be written next.
  mutating func begin(rows: Int) {
    precondition(rows <= Self.room, "\(rows) rows of \(Self.room)")
    self.rows = rows
    let end = paddedRows
    guard rows < end else { return }
    for column in 0..<columns {
      for row in rows..<end { storage[column * Self.room + row] = 0 }
    }
  }

  subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { storage[column &* Self.room &+ row] }
    @inline(__always) set { storage[column &* Self.room &+ row] = newValue }
  }

  var paddedRows: Int { (rows + 7) & ~7 }

  /// Σ over columns of `coefficients[column]` · column, one number a row; further columns are left out.
  func times(_ coefficients: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: paddedRows)
    for (column, factor) in coefficients.enumerated() where factor != 0 {
      let start = column * Self.room
      for row in sums.indices { sums[row] += factor * storage[start &+ row] }
    }
    return sums
  }

  /// Σ over rows of `numbers` · column, for each column.
  func dots(_ numbers: [Double]) -> [Double] {
    (0..<columns).map { column in
      var sum = SIMD8<Double>.zero
      for row in stride(from: 0, to: paddedRows, by: 8) {
        sum += SIMD8(storage.span, at: column * Self.room + row) * SIMD8(numbers.span, at: row)
      }
      return sum.total
    }
  }
}

/// XᵀWX, summed over blocks of rows in their order: the same bits whatever else runs.
struct GramSum {
  let order: Int
  /// Element (i, j), j ≤ i, at i · `order` + j.
  private(set) var lower: [Double]

  init(order: Int) {
    self.order = order
    lower = Array(repeating: 0, count: order * order)
  }

  subscript(i: Int, j: Int) -> Double { i >= j ? lower[i * order + j] : lower[j * order + i] }

  /// Adds the rows of a block.
  ///
  /// - Parameters:
  ///   - block: As many columns as the order.
  ///   - weights: One a row, and one for each row of padding; nil for 1.
  /// - Complexity: O(rows · order²).
  mutating func add(_ block: DesignBlock, weights: [Double]? = nil) {
    precondition(block.columns == order, "\(block.columns) columns, order \(order)")
    let end = block.paddedRows, numbers = block.storage.span
    var scaled = [Double](repeating: 0, count: DesignBlock.room)
    for i in 0..<order {
      let start = i * DesignBlock.room
      for row in 0..<end { scaled[row] = numbers[start &+ row] }
      if let weights {
        for row in 0..<end { scaled[row] *= weights[row] }
      }
      var j = 0
      while j + 3 <= i {
        let four = fourDots(scaled.span, numbers, from: j, rows: end)
        for lane in 0..<4 { lower[i * order + j + lane] += four[lane] }
        j += 4
      }
      while j <= i {
        lower[i * order + j] += dot(scaled.span, numbers, column: j, rows: end)
        j += 1
      }
    }
  }

  private func dot(_ x: Span<Double>, _ numbers: Span<Double>, column: Int, rows: Int) -> Double {
    var sum = SIMD8<Double>.zero
    for row in stride(from: 0, to: rows, by: 8) {
      sum += SIMD8(x, at: row) * SIMD8(numbers, at: column * DesignBlock.room + row)
    }
    return sum.total
  }

  /// With four columns at once, so that x is read once for them.
  private func fourDots(
    _ x: Span<Double>, _ numbers: Span<Double>, from column: Int, rows: Int
  ) -> SIMD4<Double> {
    let room = DesignBlock.room, start = column * room
    var a = SIMD8<Double>.zero, b = a, c = a, d = a
    for row in stride(from: 0, to: rows, by: 8) {
      let eight = SIMD8(x, at: row), place = start &+ row
      a += eight * SIMD8(numbers, at: place)
      b += eight * SIMD8(numbers, at: place &+ room)
      c += eight * SIMD8(numbers, at: place &+ 2 &* room)
      d += eight * SIMD8(numbers, at: place &+ 3 &* room)
    }
    return SIMD4(a.total, b.total, c.total, d.total)
  }

  static func + (a: GramSum, b: GramSum) -> GramSum { a.combined(with: b, +) }
  static func - (a: GramSum, b: GramSum) -> GramSum { a.combined(with: b, -) }

  private func combined(with b: GramSum, _ operation: (Double, Double) -> Double) -> GramSum {
    precondition(order == b.order, "orders \(order) and \(b.order)")
    var sum = self
    for i in lower.indices { sum.lower[i] = operation(lower[i], b.lower[i]) }
    return sum
  }
}

extension SIMD8<Double> {
  /// The sum of the lanes, halves first.
  fileprivate var total: Double {
    let four = lowHalf + highHalf, two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}
