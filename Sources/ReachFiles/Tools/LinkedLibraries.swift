import Assessment
private import CCrypto
private import CExpat
private import CXlsxWriter
private import CZip
import LinearAlgebra

/// The C libraries that the program is linked with, and the versions that are loaded.
func linkedLibraries() -> [(name: String, version: String)] {
  // SAFETY: each library returns a terminated text of its own that is never freed, copied at once.
  let workbooks = unsafe lxw_version().map { unsafe String(cString: $0) } ?? ""
  let crypto = unsafe OpenSSL_version(OPENSSL_VERSION).map { unsafe String(cString: $0) } ?? ""
  let expat = unsafe XML_ExpatVersion().map { unsafe String(cString: $0) } ?? ""
  let zip = unsafe String(cString: zip_libzip_version())
  return linearAlgebraLibraries() + [
    ("NLopt", nonlinearOptimiserVersion()), ("libcrypto", number(in: crypto)),
    ("libxlsxwriter", workbooks), ("libzip", zip), ("expat", number(in: expat)),
  ]
}

/// The version in `OpenSSL 3.0.15 3 Sep 2024` and in `expat_2.5.0`.
private func number(in text: String) -> String {
  let words = text.split { $0 == " " || $0 == "_" }
  return words.first { $0.first?.isNumber == true }.map(String.init) ?? text
}
