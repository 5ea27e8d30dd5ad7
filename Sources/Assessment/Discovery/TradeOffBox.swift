/// A box of a trajectory that might be taken instead of the one that was.
///
/// A larger box holds more of what is sought, a smaller one is denser; no box is best by itself.
///
/// - Source: Bryant & Lempert, *Technological Forecasting and Social Change* 77, 2010, §3.
package struct TradeOffBox: Sendable {
  /// The coverage, on the draws that shaped it, by which it is asked for
  /// (``BoxChoice/coverage(atLeast:)``); nil of the box taken, where no level of these leads to it.
  package let level: Double?
  package let box: DiscoveryBox
  /// On the draws that had no part in it.
  package let heldOut: BoxScore
  /// Whether it is the box that was taken.
  package let isChosen: Bool

  /// Coverages that are asked for.
  package static let levels = [0.9, 0.7, 0.5, 0.3, 0.1]

  /// The densest boxes of a trajectory that cover so much, and the one that was taken, the largest
  /// first.
  ///
  /// - Parameters:
  ///   - trajectory: All boxes on the way.
  ///   - chosen: The place of the one that was taken.
  ///   - finished: The box at a place without the limits that do not matter, and its score on the
  ///     draws that did not shape it.
  /// - Returns: Boxes that all differ and have a limit, about five.
  static func along(
    _ trajectory: [PrimStep], chosen: Int, _ finished: (Int) -> (DiscoveryBox, BoxScore)
  ) -> [TradeOffBox] {
    var levels: [Int: Double] = [:]
    for level in Self.levels {
      guard let place = BoxChoice.coverage(atLeast: level).place(in: trajectory) else { continue }
      levels[place] = levels[place] ?? level
    }
    // The box that was taken comes first, so that an equal one does not stand beside it.
    let places = [chosen] + levels.keys.filter { $0 != chosen }.sorted()
    let boxes = places.reduce(into: [TradeOffBox]()) { boxes, place in
      let (box, heldOut) = finished(place)
      guard box.restrictedCount > 0, !boxes.contains(where: { $0.box == box }) else { return }
      boxes.append(
        TradeOffBox(level: levels[place], box: box, heldOut: heldOut, isChosen: place == chosen))
    }
    return boxes.indices.sorted {
      let (a, b) = (boxes[$0].heldOut.mass, boxes[$1].heldOut.mass)
      return a == b ? $0 < $1 : a > b
    }.map { boxes[$0] }
  }
}
