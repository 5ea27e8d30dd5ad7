/// An equation of the model: what it does to the states in one quarter.
///
/// One file each; the registry below gives the order of events in a quarter
/// (model-clarifications, "Order of events in quarter t").
protocol Relation: Sendable {
  /// Advances its states from the end of quarter t − 1 to the end of quarter t, for every draw of
  /// the block.
  func advance(_ paths: borrowing Paths, to t: Int)
}

/// The relations in the order in which they act within a quarter.
let relationsInOrder: [any Relation] = [
  OtherManufacturing(),
  Realisation(),
  Commitments(),
  CapitalAndPresence(),
  FirmsReached(),
  UnderEffect(),
  Entry(),
  Exit(),
  Certification(),
  Accounting(),
  SectorOutput(),
]
