import ReachModel

/// What a test is called on a page, by its permanent identifier.
func testName(_ id: String) -> Label {
  testNames[id] ?? Label(vi: id, en: id)
}

private let testNames: [String: Label] = [
  "breusch_pagan": Label(vi: "Breusch-Pagan", en: "Breusch-Pagan"),
  "reset": Label(vi: "RESET", en: "RESET"),
  "wooldridge_serial": Label(vi: "Wooldridge", en: "Wooldridge"),
  "pesaran_cd": Label(vi: "CD của Pesaran", en: "Pesaran's CD"),
  "hausman": Label(vi: "Hausman", en: "Hausman"),
  "mundlak": Label(vi: "Mundlak", en: "Mundlak"),
  "overdispersion": Label(vi: "Cameron-Trivedi", en: "Cameron-Trivedi"),
  "kleibergen_paap_lm": Label(vi: "rk LM của Kleibergen-Paap", en: "Kleibergen-Paap rk LM"),
  "anderson_rubin": Label(vi: "Anderson-Rubin", en: "Anderson-Rubin"),
  "sargan": Label(vi: "Sargan", en: "Sargan"),
  "basmann": Label(vi: "Basmann", en: "Basmann"),
  "hansen": Label(vi: "J của Hansen", en: "Hansen's J"),
  "difference_in_hansen": Label(vi: "hiệu số Hansen", en: "difference in Hansen"),
  "likelihood_ratio": Label(vi: "tỷ số hợp lý", en: "likelihood ratio"),
  "wu_hausman": Label(vi: "Wu-Hausman", en: "Wu-Hausman"),
  "durbin": Label(vi: "Durbin", en: "Durbin"),
  "robust_endogeneity": Label(vi: "nội sinh (vững)", en: "endogeneity (robust)"),
  "m1": Label(vi: "Arellano-Bond m1", en: "Arellano-Bond m1"),
  "m2": Label(vi: "Arellano-Bond m2", en: "Arellano-Bond m2"),
]
