private import CLanes

/// Lanes in which counts are searched side by side: eight, or four times eight where there are so many.
///
/// The search is a chain of dependent steps; four groups keep the arithmetic units busy meanwhile.
protocol CountVector: RealLanes {
  static var laneCount: Int { get }
  subscript(lane lane: Int) -> Double { get set }
  /// One more in the lanes where this is below `limit`.
  func counted(_ counts: Self, below limit: Self) -> Self
  /// Whether a lane's mask is set.
  static func isSet(_ mask: Bits, lane: Int) -> Bool
}

extension SIMD8<Double>: CountVector {
  static var laneCount: Int { 8 }
  @inline(__always)
  subscript(lane lane: Int) -> Double {
    get { self[lane] }
    set { self[lane] = newValue }
  }
  @inline(__always)
  func counted(_ counts: Self, below limit: Self) -> Self {
    reach_count_below(counts, self, limit)
  }
  static func isSet(_ mask: SIMD8<UInt64>, lane: Int) -> Bool { mask[lane] != 0 }
}

/// Four groups of eight.
///
/// Not `SIMD32`, of which the compiler takes comparisons and fused steps lane by lane.
struct Four<Group> {
  var a: Group
  var b: Group
  var c: Group
  var d: Group

  @inline(__always)
  init(_ a: Group, _ b: Group, _ c: Group, _ d: Group) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  func map<Other>(_ body: (Group) -> Other) -> Four<Other> {
    Four<Other>(body(a), body(b), body(c), body(d))
  }

  @inline(__always)
  func with<Second, Other>(_ other: Four<Second>, _ body: (Group, Second) -> Other) -> Four<Other> {
    Four<Other>(
      body(a, other.a), body(b, other.b), body(c, other.c), body(d, other.d))
  }

  /// The group of a lane.
  subscript(group: Int) -> Group {
    get { [a, b, c, d][group] }
    set {
      switch group {
      case 0: a = newValue
      case 1: b = newValue
      case 2: c = newValue
      default: d = newValue
      }
    }
  }
}

extension Four: BitLanes where Group == SIMD8<UInt64> {
  @inline(__always)
  init(repeating value: UInt64) {
    let group = Group(repeating: value)
    self.init(group, group, group, group)
  }
  @inline(__always) static func & (x: Self, y: Self) -> Self { x.with(y) { $0 & $1 } }
  @inline(__always) static func | (x: Self, y: Self) -> Self { x.with(y) { $0 | $1 } }
  @inline(__always) static func ^ (x: Self, y: Self) -> Self { x.with(y) { $0 ^ $1 } }
  @inline(__always) static prefix func ~ (x: Self) -> Self { x.map { ~$0 } }
  @inline(__always) static func &+ (x: Self, y: Self) -> Self { x.with(y) { $0 &+ $1 } }
  @inline(__always) static func &- (x: Self, y: Self) -> Self { x.with(y) { $0 &- $1 } }
  @inline(__always) static func &<< (x: Self, y: Self) -> Self { x.with(y) { $0 &<< $1 } }
  @inline(__always) static func &>> (x: Self, y: Self) -> Self { x.with(y) { $0 &>> $1 } }
  @inline(__always) var isAnySet: Bool { ((a | b) | (c | d)).isAnySet }
}

extension Four: RealLanes where Group == SIMD8<Double> {
  @inline(__always)
  init(repeating value: Double) {
    let group = Group(repeating: value)
    self.init(group, group, group, group)
  }
  @inline(__always)
  init(lanes bits: Four<SIMD8<UInt64>>) { self = bits.map { Group(lanes: $0) } }
  @inline(__always) var bits: Four<SIMD8<UInt64>> { map { $0.bits } }

  @inline(__always) static func + (x: Self, y: Self) -> Self { x.with(y) { $0 + $1 } }
  @inline(__always) static func - (x: Self, y: Self) -> Self { x.with(y) { $0 - $1 } }
  @inline(__always) static func * (x: Self, y: Self) -> Self { x.with(y) { $0 * $1 } }
  @inline(__always) static func / (x: Self, y: Self) -> Self { x.with(y) { $0 / $1 } }
  @inline(__always) static func + (x: Self, y: Double) -> Self { x.map { $0 + y } }
  @inline(__always) static func - (x: Self, y: Double) -> Self { x.map { $0 - y } }
  @inline(__always) static func * (x: Self, y: Double) -> Self { x.map { $0 * y } }
  @inline(__always)
  static func fused(_ x: Self, _ y: Self, plus z: Self) -> Self {
    Self(
      .fused(x.a, y.a, plus: z.a), .fused(x.b, y.b, plus: z.b), .fused(x.c, y.c, plus: z.c),
      .fused(x.d, y.d, plus: z.d))
  }
  @inline(__always) var root: Self { map { $0.root } }
  @inline(__always)
  func isBelow(_ other: Self) -> Four<SIMD8<UInt64>> { with(other) { $0.isBelow($1) } }
  @inline(__always)
  func equals(_ other: Self) -> Four<SIMD8<UInt64>> { with(other) { $0.equals($1) } }
}

extension Four: CountVector where Group == SIMD8<Double> {
  static var laneCount: Int { 32 }

  subscript(lane lane: Int) -> Double {
    get { self[lane >> 3][lane & 7] }
    set { self[lane >> 3][lane & 7] = newValue }
  }

  @inline(__always)
  func counted(_ counts: Self, below limit: Self) -> Self {
    Self(
      a.counted(counts.a, below: limit.a), b.counted(counts.b, below: limit.b),
      c.counted(counts.c, below: limit.c), d.counted(counts.d, below: limit.d))
  }

  static func isSet(_ mask: Four<SIMD8<UInt64>>, lane: Int) -> Bool {
    mask[lane >> 3][lane & 7] != 0
  }

  /// 32 consecutive elements of `span`, beginning at `index`.
  @inline(__always)
  init(_ span: Span<Double>, at index: Int) {
    self.init(
      SIMD8(span, at: index), SIMD8(span, at: index &+ 8), SIMD8(span, at: index &+ 16),
      SIMD8(span, at: index &+ 24))
  }

  /// Writes the lanes to 32 consecutive elements of `span`, beginning at `index`.
  @inline(__always)
  func store(into span: inout MutableSpan<Double>, at index: Int) {
    a.store(into: &span, at: index)
    b.store(into: &span, at: index &+ 8)
    c.store(into: &span, at: index &+ 16)
    d.store(into: &span, at: index &+ 24)
  }
}
