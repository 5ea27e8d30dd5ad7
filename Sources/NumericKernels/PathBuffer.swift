/// Eight draws in lockstep.
public typealias Lanes = SIMD8<Double>

/// Scratch memory for a block of draws: rows of numbers, one column a draw.
///
/// Rows are read and written eight draws at a time. Not copyable, because a copy would be a bug.
@safe
@frozen
public struct PathBuffer: ~Copyable {
  /// How many rows there are.
  public let rows: Int
  /// How many groups of eight draws a row has.
  public let vectors: Int

  @usableFromInline
  let storage: UnsafeMutablePointer<Lanes>

  /// Memory for `rows` rows of `8 · vectors` draws, all zero.
  public init(rows: Int, vectors: Int) {
    precondition(rows > 0 && vectors > 0, "\(rows) rows of \(vectors) vectors")
    (self.rows, self.vectors) = (rows, vectors)
    // SAFETY: the memory is owned by this value alone and freed in deinit.
    unsafe storage = .allocate(capacity: rows * vectors)
    unsafe storage.initialize(repeating: .zero, count: rows * vectors)
  }

  deinit {
    unsafe storage.deallocate()
  }

  /// The eight draws of group `vector` in `row`.
  @inlinable @inline(__always)
  public subscript(row: Int, vector: Int) -> Lanes {
    get {
      precondition(row >= 0 && row < rows && vector >= 0 && vector < vectors)
      // SAFETY: the precondition keeps the index inside the allocation.
      return unsafe storage[row &* vectors &+ vector]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && vector >= 0 && vector < vectors)
      // SAFETY: as above.
      unsafe storage[row &* vectors &+ vector] = newValue
    }
  }

  /// The number of draw `draw` in `row`.
  @inlinable
  public subscript(row: Int, draw draw: Int) -> Double {
    get { self[row, draw >> 3][draw & 7] }
    nonmutating set { self[row, draw >> 3][draw & 7] = newValue }
  }

  /// Sets every draw of `row` to one number.
  public func fill(_ row: Int, with value: Double) {
    for v in 0..<vectors { self[row, v] = Lanes(repeating: value) }
  }

  /// Hands out one row to be read.
  public func read(_ row: Int, _ body: (Span<Double>) -> Void) {
    unsafe withRow(row) { pointer in body(unsafe pointer.span) }
  }

  /// Hands out one row to be written.
  @inlinable
  public func write(_ row: Int, _ body: (inout MutableSpan<Double>) -> Void) {
    unsafe withRow(row) { pointer in
      var span = unsafe pointer.mutableSpan
      body(&span)
    }
  }

  /// Hands out one row to be read and another to be written.
  @inlinable
  public func write(
    _ row: Int, reading a: Int, _ body: (Span<Double>, inout MutableSpan<Double>) -> Void
  ) {
    precondition(row != a, "row \(row) cannot be read while it is written")
    unsafe withRow(a) { first in
      write(row) { out in body(unsafe first.span, &out) }
    }
  }

  /// Hands out two rows to be read and a third to be written.
  @inlinable
  public func write(
    _ row: Int, reading a: Int, _ b: Int,
    _ body: (Span<Double>, Span<Double>, inout MutableSpan<Double>) -> Void
  ) {
    precondition(row != b, "row \(row) cannot be read while it is written")
    unsafe withRow(b) { second in
      write(row, reading: a) { first, out in body(first, unsafe second.span, &out) }
    }
  }

  /// Hands out three rows to be read and a fourth to be written.
  @inlinable
  public func write(
    _ row: Int, reading a: Int, _ b: Int, _ c: Int,
    _ body: (Span<Double>, Span<Double>, Span<Double>, inout MutableSpan<Double>) -> Void
  ) {
    precondition(row != c, "row \(row) cannot be read while it is written")
    unsafe withRow(c) { third in
      write(row, reading: a, b) { first, second, out in
        body(first, second, unsafe third.span, &out)
      }
    }
  }

  /// Hands out four rows to be read and a fifth to be written.
  @inlinable
  public func write(
    _ row: Int, reading a: Int, _ b: Int, _ c: Int, _ d: Int,
    _ body: (
      Span<Double>, Span<Double>, Span<Double>, Span<Double>, inout MutableSpan<Double>
    ) -> Void
  ) {
    precondition(row != d, "row \(row) cannot be read while it is written")
    unsafe withRow(d) { fourth in
      write(row, reading: a, b, c) { first, second, third, out in
        body(first, second, third, unsafe fourth.span, &out)
      }
    }
  }

  @usableFromInline
  func withRow(_ row: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    // SAFETY: a row is `vectors` groups of eight doubles, laid out one after another, and the
    // pointer does not outlive the call.
    unsafe UnsafeMutableRawPointer(storage + row * vectors).withMemoryRebound(
      to: Double.self, capacity: vectors * 8
    ) { start in
      unsafe body(UnsafeMutableBufferPointer(start: start, count: vectors * 8))
    }
  }
}
