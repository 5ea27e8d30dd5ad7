import Foundation
import LinearAlgebra
import PanelData
import ReachFiles
import ReachModel

/// The shipped scenarios, catalog and data, read once through the product's own readers.
enum ShippedStudy {
  /// Relative to this file: tests run from any folder.
  static let root: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  static let catalog = Result {
    try Catalog.read("\(root)/Scenarios/catalog", as: "Scenarios/catalog")
  }

  /// The observed data, which whoever fits reads first.
  ///
  /// BLAS then has one thread, as in the program: with several, the last digits of a fit hang on what
  /// other tests run at the time.
  static let observed = Result {
    useOneThreadForLinearAlgebra()
    return try ObservedData.read("\(root)/notebooks-data/observed", as: "notebooks-data/observed")
  }

  static let hanoi = Result { try read("hanoi-2021") }

  static func read(_ name: String) throws -> Study {
    try Study.read(
      "\(root)/Scenarios/\(name).yaml", as: "Scenarios/\(name).yaml", catalog: catalog.get())
  }
}

extension Study {
  /// The same with a parameter of one value fixed.
  func fixing(_ parameter: Parameter, at value: Double) -> Study {
    var model = model
    model.parameters[parameter] = [DrawnValue(.fixed(value), number: parameter.number)]
    return correlated(correlations, model)
  }

  /// The same with other rank correlations, and another model if one is given.
  func correlated(_ correlations: [RankCorrelation], _ other: SimulationModel? = nil) -> Study {
    Study(
      name: name, title: title, province: province, sectors: sectors, planYear: planYear,
      asOf: asOf, model: other ?? model, targets: targets, levers: levers,
      uncertainties: uncertainties, assumptions: assumptions, correlations: correlations,
      freezeFrom: freezeFrom, files: files)
  }
}
