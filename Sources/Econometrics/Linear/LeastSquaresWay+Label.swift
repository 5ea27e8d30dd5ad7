package import LinearAlgebra
package import ReachModel

extension LeastSquaresWay {
  /// In words, for the output of a fit.
  package var label: Label {
    switch self {
    case .refinedQR:
      Label(
        vi: "phân rã QR Householder, tinh chỉnh với phần dư độ chính xác kép đôi",
        en: "Householder QR, refined with residuals in twice the precision")
    case .seminormalEquations:
      Label(
        vi: "phương trình nửa chuẩn có hiệu chỉnh (thừa số Cholesky của ma trận Gram)",
        en: "corrected seminormal equations (Cholesky factor of the Gram matrix)")
    case .blockQR:
      Label(
        vi: "phân rã QR theo khối dòng, ghép từng đôi", en: "QR of blocks of rows, merged pairwise")
    }
  }
}
