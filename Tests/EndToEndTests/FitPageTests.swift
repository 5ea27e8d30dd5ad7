import Foundation
import Testing

@Suite("Pages of reach fit SPEC --data FILE")
struct FitPageTests {
  /// Nine provinces over twelve quarters; `hit` is a count.
  private static let table: String = {
    var state: UInt64 = 11
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var lines = ["tỉnh,quý,y,lagged_registered_projects,price,z,hit"]
    for province in 0..<9 {
      var y = 0.0
      for quarter in 0..<12 {
        let x = uniform(), z = uniform(), error = uniform() - 0.5, price = z + error / 2 + uniform()
        y = 0.4 * y + x - price + error + Double(province) / 9
        let row = [y, x, price, z].map { String(($0 * 1024).rounded() / 1024) }
        lines.append(
          "Tỉnh \(province),\(2019 + quarter / 4)-Q\(quarter % 4 + 1),"
            + row.joined(separator: ",") + ",\(Int(4 * x + 3 * uniform()))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let panel = "entity: tỉnh\nperiod: quý\n"
  private static let main = "regressors: [lagged_registered_projects, z]\n"
  private static let ofProvinces = "covariance: {kind: CR1, cluster: tỉnh}\n"

  static let specifications: [String: String] = [
    "least squares": panel + "dependent: y\n" + main
      + "fixed_effects: [tỉnh, quý]\ncovariance: {kind: CR2, cluster: tỉnh}\n"
      + "bootstrap: {draws: 9999, weights: webb, seed: 1}\n"
      + "placebo: {regressor: z, leads: [1, 2]}\n"
      + "multiple_testing: {family: [lagged_registered_projects, z], method: holm}\n",
    "liml": panel + "dependent: y\n" + main + "endogenous: [price]\ninstruments: [lag(z), z^2]\n"
      + "estimator: liml\nfixed_effects: tỉnh\n" + ofProvinces,
    "poisson": panel + "dependent: hit\n" + main
      + "estimator: poisson\nfixed_effects: tỉnh\n" + ofProvinces,
    "system GMM": panel + "dependent: y\nregressors: [z]\ncovariance: windmeijer\nestimator:\n"
      + "  system_gmm: {lags: 1, steps: 2, instrument_lags: [2, 3], collapse: true}\n",
    "projections": panel + "dependent: y\n" + main + "fixed_effects: tỉnh\n"
      + "covariance: {kind: driscoll_kraay, lags: auto}\n"
      + "estimator: {local_projections: {horizons: 3, shock: z, lags: 1}}\n",
    "ridge": "dependent: y\n" + main + "estimator: {ridge: {lambda: gcv}}\n",
    "bayes": "dependent: y\n" + main + "estimator:\n  bayes:\n"
      + "    priors: {z: {mean: 0.1, sd: 0.5}}\n    noise: {shape: 2, scale: 0.5}\n    sources:\n"
      + "      - {name: other, exponent: 0.3, coefficients: {z: {value: 0.08, "
      + "standard_error: 0.5}}, source: elsewhere}\n",
    "bvar": panel + "dependent: y\nregressors: [z]\nsample: tỉnh == \"Tỉnh 1\"\nestimator:\n"
      + "  bvar: {lags: 1, lambda: 0.2, errors: student, horizon: 2, draws: 200, seed: 1}\n",
  ]

  private func page(_ name: String, _ language: String) async throws -> String {
    let scratch = try Scratch()
    let texts = [("spec.yaml", Self.specifications[name] ?? ""), ("data.csv", Self.table)]
    for (file, text) in texts {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(file)"))
    }
    let result = try await Reach(in: scratch.path)(
      "fit", "spec.yaml", "--data", "data.csv", "--lang", language)
    #expect(result.status == 0, "\(name): \(result.errors)")
    return result.output
  }

  @Test(
    "fit the terminal, in the language asked for", arguments: Self.specifications.keys.sorted())
  func pages(name: String) async throws {
    let vi = try await page(name, "vi"), en = try await page(name, "en")
    for text in [vi, en] {
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
      #expect(!text.lowercased().contains("nan") && !text.contains(" R2"))
      // No count as a real: `306.0`, `12.00`.
      #expect(!text.contains(/(units|steps|số đơn vị|số bước lặp) +[0-9]+[.,]/))
      // No identifier stands for a word, and no unfinished plural.
      #expect(!text.contains(/- [a-z]+_[a-z]+:/) && !text.contains("(s)"))
    }
    for word in ["constant", "luật", "đơn vị bảng", "lực lượng kiểm định"] {
      #expect(!vi.contains(word), "\(word)")
    }
    // In Vietnamese a point stands only before three digits of a whole number.
    #expect(!vi.contains(/[0-9]\.([0-9]{1,2}|[0-9]{4,})(?![0-9])/), "\(vi)")
  }

  @Test("say what each estimator has to say, once")
  func contents() async throws {
    let vi = try await page("least squares", "vi"), en = try await page("least squares", "en")
    #expect(vi.contains("9.999 lần rút") && en.contains("9,999 draws"))
    #expect(en.contains("absorbed effects: tỉnh (9), quý (12)"))
    #expect(!en.contains("0 rows left out") && !en.contains("singletons"))
    for name in ["liml", "poisson", "projections"] {
      let page = try await page(name, "en")
      #expect(page.contains("absorbed effects: tỉnh (9)"), "\(name)")
      #expect(!page.contains("VIF") && page.contains("MDE, 80 %"), "\(name)")
    }
    let projections = try await page("projections", "en")
    #expect(!projections.contains("Responses by horizon"))
    #expect(projections.contains("99 (h = 0), 90 (h = 1)"))
    let instruments = try await page("liml", "en")
    #expect(instruments.contains("LIML's κ") && instruments.contains("partial R²"))
    for name in ["ridge", "bayes", "bvar"] {
      let page = try await page(name, "en")
      #expect(page.contains("What this regression can and cannot support"), "\(name)")
    }
    let bayes = try await page("bayes", "vi")
    #expect(bayes.contains("số mũ 0,3"))
  }

  @Test("forecasts bear the names of their periods, and what has not converged is said first")
  func autoregression() async throws {
    let page = try await page("bvar", "en")
    #expect(page.contains("y (2022-Q1)") && page.contains("z (2022-Q2)"))
    #expect(page.components(separatedBy: "Coefficients").count == 2)
    #expect(page.components(separatedBy: "Minnesota").count == 2)
    let place = try #require(page.range(of: "cannot support\n"))
    #expect(page[place.upperBound...].hasPrefix("  - The sampler has NOT converged"))
  }
}
