package import ReachModel

/// A plain word for a probability, from one fixed scale that every report prints.
///
/// The scale parts 0 to 1 without gap or overlap, so that a probability has one word, and a word one
/// range. Its bounds are those of the Intergovernmental Panel on Climate Change, of whose nested terms
/// the narrowest that holds is taken; the Vietnamese words are ours,
/// said of reaching a target.
///
/// - Source: Mastrandrea et al., *Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on
///   Consistent Treatment of Uncertainties*, IPCC, 2010, table 1.
package enum LikelihoodWord: String, Sendable, CaseIterable {
  case exceptionallyUnlikely, veryUnlikely, unlikely, aboutAsLikelyAsNot, likely, veryLikely
  case virtuallyCertain

  /// The lowest probability of the word, in hundredths; it ends below that of the next word.
  private var percentFloor: Int {
    switch self {
    case .exceptionallyUnlikely: 0
    case .veryUnlikely: 1
    case .unlikely: 10
    case .aboutAsLikelyAsNot: 33
    case .likely: 66
    case .veryLikely: 90
    case .virtuallyCertain: 99
    }
  }

  /// The word of a probability.
  ///
  /// - Parameter probability: 0 to 1, exactly as it was found: not what is left of it in print.
  package init(_ probability: Double) {
    precondition((0...1).contains(probability), "a probability of \(probability)")
    let fitting = Self.allCases.last { probability >= $0.lowest }
    self = fitting ?? .exceptionallyUnlikely
  }

  /// The lowest probability that has the word.
  package var lowest: Double { Double(percentFloor) / 100 }

  /// Where the next word begins; 1 for the last.
  package var end: Double {
    let words = Self.allCases
    guard let place = words.firstIndex(of: self), place + 1 < words.count else { return 1 }
    return words[place + 1].lowest
  }

  /// The word itself, to stand in a sentence about reaching a target.
  package var label: Label {
    switch self {
    case .exceptionallyUnlikely: Label(vi: "gần như không thể", en: "exceptionally unlikely")
    case .veryUnlikely: Label(vi: "rất ít khả năng", en: "very unlikely")
    case .unlikely: Label(vi: "ít khả năng", en: "unlikely")
    case .aboutAsLikelyAsNot:
      Label(vi: "khả năng đạt và không đạt ngang nhau", en: "about as likely as not")
    case .likely: Label(vi: "nhiều khả năng", en: "likely")
    case .veryLikely: Label(vi: "rất nhiều khả năng", en: "very likely")
    case .virtuallyCertain: Label(vi: "gần như chắc chắn", en: "virtually certain")
    }
  }
}
