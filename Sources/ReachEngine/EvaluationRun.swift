package import Econometrics
package import PanelData

/// What keeps an evaluation from being made, in the order in which it is met.
package enum EvaluationError: Error {
  case table(SpecificationProblems)
  case sample(ProgrammeProblems)
  case method(ProgrammeError)
}

/// An evaluation on its way from a table to everything that it has to say.
///
/// - Parameters:
///   - specification: What is evaluated, and how.
///   - table: The observed panel or a file of data.
/// - Returns: The report; the same bytes at every run.
/// - Throws: ``EvaluationError`` with what is wrong.
package func evaluation(
  _ specification: ProgrammeSpecification, on table: DataTable
) throws(EvaluationError) -> ProgrammeReport {
  let data: RegressionData
  do throws(SpecificationProblems) {
    data = try design(specification.table, on: table).data
  } catch {
    throw .table(error)
  }
  let sample: ProgrammeSample
  do throws(ProgrammeProblems) {
    sample = try ProgrammeSample(specification, data)
  } catch {
    throw .sample(error)
  }
  let words = addressedWords(seed: specification.seed)
  do throws(ProgrammeError) {
    return try evaluate(specification, sample) { draw, slot in
      words(Int(truncatingIfNeeded: draw), slot)
    }
  } catch {
    throw .method(error)
  }
}
