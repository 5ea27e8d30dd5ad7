/// Splits whole totals over cells by fixed shares with largest remainder (Hamilton's method).
///
/// Certified firms are capped by the firms of their cell; what a full cell cannot hold goes, one
/// by one, to the cell with the most firms that have none.
struct CellSplitter {
  let firmShares: [Double]
  let certifiedShares: [Double]
  private(set) var firms: [Double]
  private(set) var certified: [Double]
  private var remainders: [Double]

  /// - Parameters:
  ///   - firmShares: One share a cell; they sum to 1.
  ///   - certifiedShares: Likewise, for certified firms.
  init(firmShares: [Double], certifiedShares: [Double]) {
    precondition(firmShares.count == certifiedShares.count, "shares of different cells")
    (self.firmShares, self.certifiedShares) = (firmShares, certifiedShares)
    firms = firmShares.map { _ in 0 }
    certified = firms
    remainders = firms
  }

  /// Fills ``firms`` and ``certified`` with whole numbers that sum to round(firms) and
  /// round(certifiedShare · firms).
  mutating func split(firms total: Double, certifiedShare: Double) {
    let N = max(0, total.rounded())
    let C = min(N, max(0, (certifiedShare * N).rounded()))
    Self.apportion(N, firmShares, into: &firms, &remainders)
    Self.apportion(C, certifiedShares, into: &certified, &remainders)
    moveOverflow()
  }

  private static func apportion(
    _ total: Double, _ shares: [Double], into cells: inout [Double],
    _ remainders: inout [Double]
  ) {
    var left = total
    for cell in shares.indices {
      let exact = total * shares[cell]
      cells[cell] = exact.rounded(.down)
      remainders[cell] = exact - cells[cell]
      left -= cells[cell]
    }
    while left >= 1 {
      var largest = 0
      for cell in 1..<shares.count where remainders[cell] > remainders[largest] { largest = cell }
      cells[largest] += 1
      // So that each cell is topped up once before any is topped up twice.
      remainders[largest] -= 1
      left -= 1
    }
  }

  private mutating func moveOverflow() {
    var overflow = 0.0
    for cell in firms.indices where certified[cell] > firms[cell] {
      overflow += certified[cell] - firms[cell]
      certified[cell] = firms[cell]
    }
    while overflow >= 1 {
      var roomiest = 0
      for cell in 1..<firms.count where room(cell) > room(roomiest) { roomiest = cell }
      certified[roomiest] += 1
      overflow -= 1
    }
  }

  /// The firms of a cell without a certificate; positive somewhere while any overflow is left.
  private func room(_ cell: Int) -> Double { firms[cell] - certified[cell] }
}
