package import ReachModel

/// Targets of a plan that cannot hold together, none of which could be left out of the list.
package struct TargetConflict: Sendable, Equatable {
  /// The identity that they break, with what their numbers come to in it.
  package enum Identity: Sendable, Equatable {
    /// No value of the one outcome lies within all bounds, or within the one.
    case oneOutcome
    /// Firms, certified firms or shares of output that add up to too much or too little.
    case sums(WeighedBounds)
    /// Sums would allow it, but no whole numbers of firms do.
    case wholeNumbers
    /// A ratio of all together is a mean of those of the sectors.
    case mean(Outcome)
    /// Share and growth against the growth of all manufacturing.
    case manufacturing(ManufacturingNeed)
    /// Growth of sectors and of all together over several years, in which the weights follow from
    /// the growth.
    case years
  }

  /// In the order of the plan.
  package let targets: [Target]
  package let identity: Identity

  package init(targets: [Target], identity: Identity) {
    (self.targets, self.identity) = (targets, identity)
  }

  /// Whether the scenario's laws have a part in it, not the targets alone.
  package var restsOnLaws: Bool {
    switch identity {
    case .manufacturing, .years: true
    case .oneOutcome, .sums, .wholeNumbers, .mean: false
    }
  }
}

/// What a plan asks that can hold but is easily overlooked.
package enum PlanStrain: Sendable, Equatable {
  /// Share and growth targets that hold only if manufacturing grows as it hardly ever will.
  case manufacturing(targets: [Target], ManufacturingNeed)
  /// More certified firms than firms are asked for: the target of firms asks for nothing.
  case idleFirms(certified: Target, firms: Target)
  /// A budget pays for more firms than apply, or than there are.
  case saturated(SupportReach)
  /// More new certificates than there are and will be firms without one.
  case certificates(CertificateNeed)
}
