import ReachFiles
import Testing
import Verification

@Suite("Files of forecasts and figures")
struct ForecastFileTests {
  private func read(_ csv: String, cluster: String? = nil) throws -> [ForecastFile.Item] {
    let table = try readDataTable(bytes: Array(csv.utf8), as: "f.csv", threads: 1)
    return try ForecastFile.read(table, cluster: cluster).items
  }

  @Test(
    "columns of draws are a word and a number",
    arguments: ["draw1,draw2", "draw_1,draw_2", "sample.1,sample.2", "sample 01,sample 02"])
  func draws(columns: String) throws {
    let items = try read("id,\(columns),sample_size,drawn,draw_date,samples\na,1,2,900,7,2021,8\n")
    #expect(items.map(\.forecast) == [.sample(EnsembleForecast([1, 2]))])
  }

  @Test("other columns that begin so are no draws")
  func noDraws() {
    #expect(refusals { _ = try read("id,sample_size,draw_year\na,900,2021\n") }.count == 1)
  }

  @Test(
    "two forms in a file are refused",
    arguments: [
      "id,q0.1,q0.5,probability\na,1,2,0.5\n", "id,draw1,draw2,q0.5\na,1,2,1.5\n",
      "id,draw,value,probability\na,1,2,0.5\n", "id,draw,quantile,value\na,1,0.5,2\n",
      "id,draw,value,draw1,draw2\na,1,2,3,4\n", "id,quantile,value,q0.5\na,0.5,2,2\n",
    ])
  func mixed(csv: String) {
    let found = refusals { _ = try read(csv) }
    #expect(found.count == 1 && found.first?.hasSuffix(":1") == true, "\(found)")
  }

  @Test("a forecast has one cluster, and says it")
  func clusters() throws {
    let items = try read("id,year,q0.5\na,2021,1\nb,2022,2\n", cluster: "year")
    #expect(items.map(\.cluster) == ["2021", "2022"])
    let blank = refusals { _ = try read("id,year,q0.5\na,2021,1\nb,,2\n", cluster: "year") }
    #expect(blank.count == 1 && blank.first?.hasSuffix(":3") == true, "\(blank)")
    let two = refusals {
      _ = try read("id,draw,value,year\na,1,1,2021\na,2,3,2022\n", cluster: "year")
    }
    #expect(two.count == 1 && two.first?.hasSuffix(":3") == true, "\(two)")
    // A column to cluster by is not taken for a forecast.
    #expect(try read("id,draw1,draw2,q1\na,1,2,3\n", cluster: "q1").map(\.cluster) == ["3"])
  }

  @Test(
    "numbers whose squares overflow are refused with their line, and smaller ones scored",
    arguments: ["1e308", "-1e308", "1.1e100"])
  func huge(number: String) throws {
    let forecast = refusals { _ = try read("id,draw1,draw2\na,1,2\nb,\(number),2\n") }
    #expect(forecast.count == 1 && forecast.first?.hasSuffix(":3") == true, "\(forecast)")
    let table = try readDataTable(
      bytes: Array("id,value\na,\(number)\n".utf8), as: "a.csv", threads: 1)
    let actual = refusals { _ = try ActualFile.read(table) }
    #expect(actual.count == 1 && actual.first?.hasSuffix(":2") == true, "\(actual)")
  }

  @Test("the largest that is scored leaves every score finite")
  func largest() throws {
    let items = try read("id,draw1,draw2,draw3\na,1e100,-1e100,5e99\nb,-1e100,1e100,0\n")
    let card = Scorecard(
      items.map { item in
        JudgedForecast(
          id: item.id, forecast: item.forecast, actual: item.id == "a" ? 1e100 : -1e100,
          cluster: "one")
      }
        + items.map { item in
          JudgedForecast(
            id: item.id + "2", forecast: item.forecast, actual: -1e100, cluster: "other")
        }, seed: 1)
    for mean in [card.crps, card.fairCRPS, card.logScore, card.absoluteError, card.bias] {
      #expect(mean?.mean.isFinite == true && mean?.standardError?.isFinite == true)
    }
    #expect(card.items.allSatisfy { $0.dawidSebastiani?.isFinite == true })
    #expect(card.intervals.allSatisfy { $0.score?.mean.isFinite == true })
  }
}
