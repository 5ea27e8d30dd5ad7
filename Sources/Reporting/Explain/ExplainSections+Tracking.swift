extension ExplainSections {
  /// How a finding of `reach track` was computed.
  func tracking(_ parts: [String]) -> String {
    switch parts.dropFirst().first {
    case "signposts":
      language(
        vi:
          "ngưỡng chọn trên một nửa số lần mô phỏng; các tỷ lệ là trên nửa kia, không tham gia chọn.",
        en:
          "a threshold chosen on one half of the draws; the rates are those of the other half, which chose "
          + "nothing.")
    case "figures":
      language(
        vi:
          "số liệu đã công bố so với dự báo của nó từ các số liệu trước đó: trung bình có trọng số trên "
          + "các lần mô phỏng, sai số đo của chỉ báo cộng vào.",
        en:
          "a published figure beside its forecast from the figures before it: a weighted mean over draws, "
          + "with the indicator's measurement errors.")
    default:
      language(
        vi:
          "Σ w h / Σ w trên các lần mô phỏng của dự báo, w là mật độ của số liệu trên từng lần (Chopin và "
          + "Papaspiliopoulos 2020, mục 8.6).",
        en:
          "Σ w h / Σ w over the forecast's draws, w the density of the figures on each draw's path (Chopin "
          + "and Papaspiliopoulos 2020, §8.6).")
    }
  }
}
