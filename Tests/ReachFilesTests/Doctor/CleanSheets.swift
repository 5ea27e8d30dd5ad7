import Foundation

/// Tables as departments send them, without anything wrong: long and wide panels, quarters,
/// indices, shares, counts, districts, one series.
enum CleanSheets {
  static let provinces = [
    ("01", "Hà Nội", 900.0), ("22", "Quảng Ninh", 260), ("26", "Vĩnh Phúc", 240),
    ("27", "Bắc Ninh", 420), ("30", "Hải Dương", 210), ("31", "Hải Phòng", 480),
    ("33", "Hưng Yên", 150), ("35", "Hà Nam", 90), ("36", "Nam Định", 70), ("37", "Ninh Bình", 60),
    ("48", "Đà Nẵng", 140), ("72", "Tây Ninh", 180), ("74", "Bình Dương", 610),
    ("75", "Đồng Nai", 580), ("77", "Bà Rịa - Vũng Tàu", 330),
    ("79", "Thành phố Hồ Chí Minh", 1100),
    ("80", "Long An", 260), ("02", "Hà Giang", 4), ("11", "Điện Biên", 2),
  ]
  static let districts = [
    "Đông Anh", "Gia Lâm", "Thanh Trì", "Sóc Sơn", "Mê Linh", "Hoài Đức", "Thạch Thất",
    "Quốc Oai", "Chương Mỹ", "Phú Xuyên", "Thường Tín", "Ba Vì",
  ]

  /// A random number of the provinces, in their order.
  static func someProvinces(
    _ random: inout SeededNumbers, _ count: ClosedRange<Int> = 6...16
  ) -> [(String, String, Double)] {
    let wanted = Int.random(in: count, using: &random)
    let chosen = Set(provinces.indices.shuffled(using: &random).prefix(wanted))
    return provinces.indices.filter(chosen.contains).map { provinces[$0] }
  }

  /// A path that grows by about 9 % a year; in some years a jump of 80 % or a factor of 3.
  static func path(
    _ start: Double, _ years: Int, _ random: inout SeededNumbers, spread: Double = 0.08
  ) -> [Double] {
    var value = start, path: [Double] = []
    for _ in 0..<years {
      path.append(value)
      value *= exp(0.09 + spread * random.normal())
      let luck = random.uniform()
      if luck < 0.01 { value *= 1.8 } else if luck < 0.015 { value *= 3 }
    }
    return path
  }

  /// Kind `number` of twelve, drawn with `seed`.
  static func sheet(_ number: Int, seed: UInt64) -> Sheet {
    var random = SeededNumbers(seed)
    switch number % 12 {
    case 0: return longFDI(&random)
    case 1: return wideFirms(&random)
    case 2: return index(&random)
    case 3: return shares(&random)
    case 4: return quarters(&random)
    case 5: return byDistrict(&random)
    case 6: return small(&random)
    case 7: return ratios(&random)
    case 8: return product(&random)
    case 9: return oneSeries(&random)
    case 10: return tidy(&random)
    default: return flows(&random)
    }
  }

  private static func longFDI(_ random: inout SeededNumbers) -> Sheet {
    var rows: [[SheetCell]] = []
    let first = Int.random(in: 2010...2014, using: &random)
    for (code, name, size) in someProvinces(&random) {
      let capital = path(size, 9, &random, spread: 0.2), firms = path(size / 3 + 3, 9, &random)
      for year in 0..<9 {
        rows.append([
          .name(code), .name(name), .year(first + year), .number(capital[year], decimals: 1),
          .number(firms[year].rounded(), decimals: 0),
        ])
      }
    }
    return Sheet(
      kind: "long", headings: ["province_code", "province", "year", "fdi_musd", "projects"],
      rows: rows, style: .english, unit: 1, numbers: [3, 4], year: 2)
  }

  private static func wideFirms(_ random: inout SeededNumbers) -> Sheet {
    let first = Int.random(in: 2012...2016, using: &random)
    let rows = someProvinces(&random).map { code, name, size -> [SheetCell] in
      [.name(name)] + path(size * 14, 7, &random).map { .number($0.rounded(), decimals: 0) }
    }
    return Sheet(
      kind: "wide", titles: ["Bảng 12. Số doanh nghiệp đang hoạt động"],
      headings: ["Tỉnh, thành phố"] + (0..<7).map { "\(first + $0)" }, rows: rows,
      style: [.vietnamese, .spaced, .tabs].randomElement(using: &random) ?? .vietnamese, unit: 0,
      numbers: Array(1...7), year: nil, isWide: true)
  }

  private static func index(_ random: inout SeededNumbers) -> Sheet {
    let first = Int.random(in: 2015...2018, using: &random)
    let rows = someProvinces(&random).map { code, name, size -> [SheetCell] in
      [.name(name)]
        + (0..<8).map { _ in .number(105 + 6 * random.normal(), decimals: 1) }
    }
    let headings = (0..<8).map { "Quý \(["I", "II", "III", "IV"][$0 % 4])/\(first + $0 / 4)" }
    return Sheet(
      kind: "index", headings: ["Tỉnh"] + headings, rows: rows,
      style: Bool.random(using: &random) ? .vietnamese : .quoted, unit: 0, numbers: Array(1...8),
      year: nil, isWide: true, isRatio: true)
  }

  private static func shares(_ random: inout SeededNumbers) -> Sheet {
    var rows: [[SheetCell]] = []
    for (_, name, _) in someProvinces(&random) {
      let level = random.uniform(15...60)
      for year in 2014...2021 {
        rows.append([
          .name(name), .year(year), .number(level + 1.2 * random.normal(), decimals: 1),
          .number(6.5 + 1.5 * random.normal(), decimals: 2),
        ])
      }
    }
    var style = Sheet.Style.vietnameseBare
    if Bool.random(using: &random) { style.suffix = "%" }
    return Sheet(
      kind: "shares", headings: ["Tỉnh", "Năm", "Tỷ trọng công nghiệp", "Tốc độ tăng GRDP"],
      rows: rows, style: style, unit: 0, numbers: [2, 3], year: 1, isRatio: true)
  }

  private static func quarters(_ random: inout SeededNumbers) -> Sheet {
    var rows: [[SheetCell]] = []
    for (_, name, size) in someProvinces(&random, 4...8) {
      let level = path(size * 40, 6, &random)
      for year in 0..<6 {
        for quarter in 1...4 {
          let season = [0.85, 1.0, 1.02, 1.15][quarter - 1] * exp(0.04 * random.normal())
          rows.append([
            .name(name), .year(2015 + year), .name("\(quarter)"),
            .number(level[year] * season / 4, decimals: 2),
          ])
        }
      }
    }
    return Sheet(
      kind: "quarters", headings: ["province", "year", "quarter", "output_bn_vnd"], rows: rows,
      style: Bool.random(using: &random) ? .english : .englishGrouped, unit: 0, numbers: [3],
      year: 1)
  }

  private static func byDistrict(_ random: inout SeededNumbers) -> Sheet {
    let rows = districts.shuffled(using: &random).prefix(9).map { name -> [SheetCell] in
      let size = exp(random.normal())
      return [
        .name(name), .number((120 * size).rounded() + 5, decimals: 0),
        .number((5200 * size).rounded(), decimals: 0), .number(310 * size + 1, decimals: 2),
        .number(90 + 12 * random.uniform(), decimals: 1),
      ]
    }
    return Sheet(
      kind: "districts",
      headings: ["Huyện", "Số doanh nghiệp", "Lao động (người)", "Vốn (tỷ đồng)", "Chỉ số (%)"],
      rows: rows, style: .vietnamese, unit: 0, numbers: [1, 2, 3], year: nil)
  }

  private static func small(_ random: inout SeededNumbers) -> Sheet {
    var rows: [[SheetCell]] = []
    for (_, name, size) in someProvinces(&random) {
      for year in 2016...2022 {
        let mean = min(12, size / 60)
        let count = max(0, (mean + mean.squareRoot() * random.normal()).rounded())
        rows.append([.name(name), .year(year), .number(count, decimals: 0)])
      }
    }
    return Sheet(
      kind: "small", headings: ["Tỉnh", "Năm", "Số dự án mới"], rows: rows, style: .vietnameseBare,
      unit: 0, numbers: [2], year: 1)
  }

  private static func ratios(_ random: inout SeededNumbers) -> Sheet {
    let rows = someProvinces(&random, 9...16).map { code, name, size -> [SheetCell] in
      [.name(code), .name(name)]
        + (0..<6).map { _ in .number(1.05 + 0.35 * random.uniform(-1...1), decimals: 3) }
    }
    return Sheet(
      kind: "ratios", headings: ["code", "province"] + (2016...2021).map { "ratio_\($0)" },
      rows: rows, style: Bool.random(using: &random) ? .english : .vietnameseBare, unit: 1,
      numbers: Array(2...7), year: nil, isWide: true, isRatio: true)
  }

  private static func product(_ random: inout SeededNumbers) -> Sheet {
    let rows = someProvinces(&random).map { code, name, size -> [SheetCell] in
      [.name(name)] + path(size * 1100, 6, &random).map { .number($0.rounded(), decimals: 0) }
    }
    return Sheet(
      kind: "product", titles: ["GRDP at current prices", "Unit: billion VND"],
      headings: ["Province"] + (2015...2020).map { "\($0)" }, rows: rows, style: .englishGrouped,
      unit: 0, numbers: Array(1...6), year: nil, isWide: true)
  }

  private static func oneSeries(_ random: inout SeededNumbers) -> Sheet {
    let output = path(21_000, 16, &random), firms = path(420, 16, &random)
    let rows = (0..<16).map { i -> [SheetCell] in
      [
        .year(2006 + i), .number(output[i], decimals: 1), .number(firms[i].rounded(), decimals: 0),
        .number(104 + 3 * random.normal(), decimals: 1),
      ]
    }
    return Sheet(
      kind: "series",
      headings: ["Năm", "Giá trị sản xuất", "Doanh nghiệp", "Chỉ số (năm trước = 100)"],
      rows: rows, style: Bool.random(using: &random) ? .vietnamese : .vietnameseBare, unit: 0,
      numbers: [1, 2], year: 0)
  }

  private static func tidy(_ random: inout SeededNumbers) -> Sheet {
    var rows: [[SheetCell]] = []
    let measures = [("grdp", "billion VND", 1100.0, 1), ("workers", "persons", 800, 0)]
    for (_, name, size) in someProvinces(&random, 5...9) {
      for (variable, unit, factor, decimals) in measures {
        let values = path(size * factor, 7, &random)
        for year in 0..<7 {
          let value = decimals == 0 ? values[year].rounded() : values[year]
          rows.append([
            .name(name), .year(2014 + year), .name(variable), .number(value, decimals: decimals),
            .name(unit),
          ])
        }
      }
    }
    return Sheet(
      kind: "tidy", headings: ["province", "year", "variable", "value", "unit"], rows: rows,
      style: .english, unit: 0, numbers: [3], year: 1)
  }

  /// Flows that vary much, with true zeros.
  private static func flows(_ random: inout SeededNumbers) -> Sheet {
    let rows = someProvinces(&random).map { code, name, size -> [SheetCell] in
      [.name(code), .name(name)]
        + (0..<8).map { _ in
          random.uniform() < 0.12
            ? .number(0, decimals: 1)
            : .number(size * exp(0.9 * random.normal()), decimals: 1)
        }
    }
    return Sheet(
      kind: "flows", headings: ["Mã", "Tỉnh"] + (2013...2020).map { "\($0)" }, rows: rows,
      style: .vietnamese, unit: 1, numbers: Array(2...9), year: nil, isWide: true)
  }
}
