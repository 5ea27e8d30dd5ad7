package import ReachModel

/// Industrial labour on the stock of FDI projects: reported, and moves nothing.
///
/// ln(industrial_labour_index(t)/100), the log growth over a year, on ln fdi_stock_projects(t-1)
/// with province and year effects. The nearest thing in the panel to thetaV of E10, and too wide
/// for it: labour is not output, and two or four years are few.
package struct LabourRegression: EstimatedRelation {
  package let id = "labour"
  package let title = Label(
    vi: "Tăng trưởng lao động công nghiệp và số dự án FDI còn hiệu lực năm trước",
    en: "Growth of industrial labour and last year's stock of FDI projects")
  package let feeds: [String] = []

  package static let specification = Specification(
    dependent: Term("industrial_labour_index", transform: .logOfIndex),
    regressors: [Term("fdi_stock_projects", lag: 1)], effects: .entityAndYear)

  package init() {}

  package func fit(_ request: FitRequest) -> RelationFit {
    var result = RelationFit()
    do throws(EstimationError) {
      let estimate = try Self.specification.estimate(
        id: id, title: title, on: request.panel, notes: Self.notes)
      result.estimates = [estimate]
    } catch {
      result.cannotSay = [
        Label(
          vi: "Không ước lượng được quan hệ giữa lao động công nghiệp và FDI: \(error.label.vi)",
          en: "Industrial labour cannot be related to FDI: \(error.label.en)")
      ]
    }
    return result
  }

  private static let notes = [
    Label(
      vi: "chỉ báo cáo; khoảng tin cậy quá rộng để điều chỉnh thetaV",
      en: "reported only; too wide to move thetaV"),
    Label(
      vi: "mối liên hệ giữa các tỉnh qua các năm, không phải quan hệ nhân quả",
      en: "associated with, across provinces and years; not an effect"),
  ]
}
