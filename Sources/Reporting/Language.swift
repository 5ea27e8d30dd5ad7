package import ReachModel

/// The language of a text for people; data files have none.
package enum Language: String, Sendable, CaseIterable {
  case vi, en

  package func callAsFunction(vi: String, en: String) -> String { self == .vi ? vi : en }

  package func callAsFunction(_ label: Label) -> String { self == .vi ? label.vi : label.en }

  /// A day as files hold it, in Vietnamese as offices write it: `01/3/2021`, with a zero before days
  /// below 10 and the months 1 and 2 only (Decree 30/2020/NĐ-CP, annex I).
  package func date(_ date: CalendarDate) -> String {
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    let month = date.month < 3 ? "0\(date.month)" : "\(date.month)"
    return self == .vi ? "\(day)/\(month)/\(date.year)" : "\(date)"
  }

  /// A unit of the catalog, for people; one that is not known stays as it is written.
  package func unit(_ unit: String) -> String {
    self == .vi ? Self.vietnameseUnits[unit] ?? unit : unit
  }

  /// The units that the shipped catalog uses; a test sees that none is missing.
  private static let vietnameseUnits = [
    "1": "1", "factor": "hệ số", "fraction": "tỷ lệ", "firms": "doanh nghiệp", "count": "số đếm",
    "correlation": "hệ số tương quan", "elasticity": "độ co giãn", "odds ratio": "tỷ số odds",
    "probability": "xác suất", "standard deviations": "độ lệch chuẩn",
    "billion VND": "tỷ đồng", "billion VND a firm": "tỷ đồng mỗi doanh nghiệp",
    "billion VND a quarter": "tỷ đồng mỗi quý",
    "million USD": "triệu USD", "million USD a firm": "triệu USD mỗi doanh nghiệp",
    "million USD a quarter": "triệu USD mỗi quý",
    "percentage points": "điểm phần trăm",
    "log hazard": "log tỷ suất",
    "log hazard per supported share of firms": "log tỷ suất, theo tỷ lệ doanh nghiệp được hỗ trợ",
    "log hazard per unit of share": "log tỷ suất, theo đơn vị tỷ trọng",
    "log points": "điểm log", "log points a quarter": "điểm log mỗi quý",
    "log points a year": "điểm log mỗi năm",
    "log points per certified firm": "điểm log, theo doanh nghiệp có chứng nhận",
    "log points per supported firm": "điểm log, theo doanh nghiệp được hỗ trợ",
    "log points per unit of quarterly log growth": "điểm log, theo đơn vị tăng trưởng log quý",
    "log points per unit of share": "điểm log, theo đơn vị tỷ trọng",
    "log sd of a year": "độ lệch chuẩn log của một năm",
    "log sd of the yearly innovation": "độ lệch chuẩn log của biến động năm",
    "per quarter": "mỗi quý", "per year": "mỗi năm", "per year and sector": "mỗi năm và ngành",
    "share of average output": "tỷ lệ so với sản lượng bình quân",
    "share of the usual budget": "tỷ lệ so với ngân sách thông thường",
  ]
}
