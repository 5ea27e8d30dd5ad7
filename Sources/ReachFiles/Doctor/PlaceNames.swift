/// Names of provinces and regions, and which were joined or parted when.
package struct PlaceNames: Sendable {
  /// A change of borders after which a unit's figures are no longer comparable.
  struct Change: Sendable {
    /// Year and month of the first day.
    let year: Int
    let month: Int
    /// The unit that goes on under its name.
    let unit: String
    /// Units that ended (joined) or began (parted).
    let others: [String]
    let isJoining: Bool

    /// Months since year 0, as ``Period/start`` counts.
    var start: Int { year * 12 + month - 1 }
  }

  private let units: [String: String]
  private let regions: Set<String>
  let changes: [Change]
  /// Names for people, by key.
  private let labels: [String: String]

  /// - Parameters:
  ///   - provinces: Key, names, and the key of the province it belongs to since 1 July 2025.
  ///   - regions: Names of regions.
  package init(
    provinces: [(key: String, names: [String], successor: String)], regions: [String]
  ) {
    var units: [String: String] = [:], labels: [String: String] = [:]
    for province in provinces {
      for name in province.names + [province.key] { units[Self.bare(name)] = province.key }
      labels[province.key] = province.names.first ?? province.key
    }
    if !provinces.isEmpty {
      for (name, key) in Self.otherNames { units[name] = key }
      for (key, label) in Self.endedUnits { labels[key] = label }
    }
    (self.units, self.labels) = (units, labels)
    self.regions = Set(
      (regions + (provinces.isEmpty ? [] : Self.otherRegions)).map { $0.folded })
    changes = provinces.isEmpty ? [] : Self.joined2025(provinces) + Self.earlierChanges
  }

  /// No names: nothing is known of provinces.
  package static let none = PlaceNames(provinces: [], regions: [])

  package var isEmpty: Bool { units.isEmpty }

  /// The key of the province that `name` names.
  func unit(_ name: String) -> String? { units[Self.bare(name)] }

  func isRegion(_ name: String) -> Bool { regions.contains(name.folded) }

  func label(_ key: String) -> String { labels[key] ?? key }

  /// A folded name without "province", "city" and the like.
  private static func bare(_ name: String) -> String {
    var words = name.folded.split(separator: " ")[...]
    if words.starts(with: ["thanh", "pho"]), words.count > 2 { words = words.dropFirst(2) }
    if let first = words.first, ["tinh", "tp"].contains(first), words.count > 1 {
      words = words.dropFirst()
    }
    if let last = words.last, ["province", "city"].contains(last), words.count > 1 {
      words = words.dropLast()
    }
    return words.joined(separator: " ")
  }

  private static func joined2025(
    _ provinces: [(key: String, names: [String], successor: String)]
  ) -> [Change] {
    let keys = provinces.map(\.key)
    let successors = Set(provinces.map(\.successor)).sorted()
    return successors.compactMap { successor in
      let members = provinces.filter { $0.successor == successor }.map(\.key)
      let unit = keys.contains(successor) ? successor : members.first ?? successor
      let others = members.filter { $0 != unit }
      return others.isEmpty
        ? nil : Change(year: 2025, month: 7, unit: unit, others: others, isJoining: true)
    }
  }

  /// - Source: Resolution 15/2008/QH12 (Hà Tây, 1 August 2008); Resolution 22/2003/QH11 (three
  ///   provinces parted, 1 January 2004).
  private static let earlierChanges = [
    Change(year: 2008, month: 8, unit: "ha_noi", others: ["ha_tay"], isJoining: true),
    Change(year: 2004, month: 1, unit: "dak_lak", others: ["dak_nong"], isJoining: false),
    Change(year: 2004, month: 1, unit: "lai_chau", others: ["dien_bien"], isJoining: false),
    Change(year: 2004, month: 1, unit: "can_tho", others: ["hau_giang"], isJoining: false),
  ]

  private static let endedUnits = ["ha_tay": "Hà Tây"]

  /// Ways of writing that are neither in the catalog nor a matter of marks.
  private static let otherNames = [
    "ha tay": "ha_tay", "hcm": "ho_chi_minh_city", "hcmc": "ho_chi_minh_city",
    "ho chi minh": "ho_chi_minh_city", "tphcm": "ho_chi_minh_city", "sai gon": "ho_chi_minh_city",
    "hanoi": "ha_noi", "hue": "thua_thien_hue", "dac lac": "dak_lak", "dac nong": "dak_nong",
    "bac can": "bac_kan", "vung tau": "ba_ria_vung_tau", "danang": "da_nang",
    "haiphong": "hai_phong",
  ]

  private static let otherRegions = [
    "Trung du và miền núi phía Bắc", "Bắc Trung Bộ và Duyên hải miền Trung", "Bắc Trung Bộ",
    "Duyên hải Nam Trung Bộ", "Đông Bắc", "Tây Bắc", "Northern midlands and mountain areas",
    "Northern midlands and mountains", "North Central and Central coastal areas", "South East",
    "Northern Central area and Central coastal area", "Mekong Delta", "Đông Bắc Bộ", "Tây Bắc Bộ",
    "North Central and Central Coast", "Bắc Trung Bộ và DH miền Trung", "Miền núi phía Bắc",
  ]
}
