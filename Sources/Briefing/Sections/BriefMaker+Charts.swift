import Reporting

extension BriefMaker {
  func fanChart(_ item: TargetItem) -> ReportChart? { nil }
  func histogramChart(_ item: TargetItem) -> ReportChart? { nil }
  func exceedanceChart(_ item: TargetItem) -> ReportChart? { nil }
  var sectorChart: ReportChart? { nil }
  func startChart(_ item: TargetItem) -> ReportChart? { nil }
  func tornadoChart(_ tornado: TornadoFigures) -> ReportChart? { nil }
  func scenarioChart(_ compared: [ComparedFigures]) -> ReportChart? { nil }
  func waterfalls(_ compared: [ComparedFigures]) -> [ReportChart] { [] }
  func frontierChart(_ present: FrontierPlan?, _ best: [FrontierPlan], _ figures: FindingFigures)
    -> ReportChart?
  { nil }
  func trackingChart(_ record: RunRecord) -> ReportChart? { nil }
  func reliabilityCharts(_ record: RunRecord) -> [ReportChart] { [] }
}
