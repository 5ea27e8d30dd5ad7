import Econometrics
import PanelData
import ReachFiles
import ReachModel

extension SpecificationFile {
  /// The numbers that the specification asks of a table, problems at their places in the file.
  func design(on table: DataTable) throws -> RegressionDesign {
    try design(of: specification, on: table)
  }

  /// The numbers of a specification made from this one, for example one of its placebos.
  func design(
    of specification: RegressionSpecification, on table: DataTable
  ) throws -> RegressionDesign {
    do throws(SpecificationProblems) {
      return try Econometrics.design(specification, on: table)
    } catch {
      throw report(error)
    }
  }
}
