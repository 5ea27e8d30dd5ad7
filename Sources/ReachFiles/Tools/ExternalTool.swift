package import ReachModel

/// A program that some part of Reach's output takes, beside what is linked: whether it was found, and
/// what to do where it was not.
package struct ExternalTool: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Draws charts: a package of Python, so that the program is an interpreter.
    case vlConvert = "vl-convert"
    /// Prints pages to PDF.
    case chromium
    /// Makes documents of Word and PowerPoint.
    case pandoc
    /// Run the notebooks.
    case python
    case r
  }

  package let kind: Kind
  /// Where it was found; nil if it was not.
  package let path: String?
  /// As it tells it; nil if it was not found, or tells none.
  package let version: String?

  package init(_ kind: Kind, path: String?, version: String? = nil) {
    (self.kind, self.path, self.version) = (kind, path, version)
  }

  package var isFound: Bool { path != nil }

  /// What people call it.
  package var name: String { kind.name }
  /// What Reach makes with it.
  package var adds: Label { kind.adds }
  /// How to get it, as a whole sentence without a full stop that holds the command.
  package var remedy: Label { kind.remedy }
  /// The variable of the environment that names the program; nil where none does.
  package var variable: String? { kind.variable }

  /// One warning for an output that came without this part, with the remedy in a second line.
  package var missingLabel: Label {
    Label(
      vi: "không có \(name), nên thiếu: \(adds.vi)\ngợi ý: \(remedy.vi)",
      en: "without \(name) there is no: \(adds.en)\nhint: \(remedy.en)")
  }
}

extension ExternalTool.Kind {
  package var name: String {
    switch self {
    case .vlConvert: "vl-convert"
    case .chromium: "Chromium"
    case .pandoc: "pandoc"
    case .python: "Python"
    case .r: "R"
    }
  }

  package var variable: String? {
    switch self {
    case .vlConvert: "REACH_VL_CONVERT"
    case .chromium: "REACH_CHROMIUM"
    case .pandoc: "REACH_PANDOC"
    case .python, .r: nil
    }
  }

  package var adds: Label {
    switch self {
    case .vlConvert:
      Label(
        vi: "biểu đồ được vẽ ra SVG, PNG và PDF",
        en: "charts drawn to SVG, PNG and PDF")
    case .chromium: Label(vi: "báo cáo PDF", en: "the report as PDF")
    case .pandoc:
      Label(vi: "báo cáo Word và PowerPoint", en: "the report for Word and PowerPoint")
    case .python: Label(vi: "sổ tay (notebook) Python", en: "the notebook in Python")
    case .r: Label(vi: "sổ tay (notebook) R Markdown", en: "the notebook in R Markdown")
    }
  }

  package var remedy: Label {
    switch self {
    case .vlConvert:
      Label(
        vi:
          "chạy `.ci/setup charts` trong thư mục mã nguồn, hoặc `pip install vl-convert-python` và "
          + "đặt REACH_VL_CONVERT là python đó",
        en:
          "run `.ci/setup charts` in the source folder, or `pip install vl-convert-python` and set "
          + "REACH_VL_CONVERT to that python")
    case .chromium:
      Label(
        vi: "`apt-get install chromium`, hoặc đặt REACH_CHROMIUM là đường dẫn của nó",
        en: "`apt-get install chromium`, or set REACH_CHROMIUM to its path")
    case .pandoc:
      Label(
        vi: "`apt-get install pandoc`, hoặc đặt REACH_PANDOC là đường dẫn của nó",
        en: "`apt-get install pandoc`, or set REACH_PANDOC to its path")
    case .python:
      Label(
        vi: "`apt-get install python3 python3-venv`; các gói khác do `make notebooks` cài",
        en: "`apt-get install python3 python3-venv`; `make notebooks` installs the packages")
    case .r:
      Label(
        vi: "chạy `.ci/setup notebooks` trong thư mục mã nguồn, hoặc `apt-get install r-base-core "
          + "r-cran-rmarkdown r-cran-ggplot2 pandoc`",
        en: "run `.ci/setup notebooks` in the source folder, or `apt-get install r-base-core "
          + "r-cran-rmarkdown r-cran-ggplot2 pandoc`")
    }
  }
}
