private import Glibc
package import ReachModel
import Reporting

/// Makes paper of a report's page, by Chromium in a process of its own.
package struct PagePrinter: Sendable {
  private let chromium: ExternalTool

  /// - Parameter chromium: As it was found.
  package init(_ chromium: ExternalTool) { self.chromium = chromium }

  /// Prints a page as its own style says: the size of the paper is part of it.
  ///
  /// - Parameter page: HTML with all that it shows inside.
  /// - Returns: A PDF.
  /// - Throws: ``MissingPart`` where Chromium is missing, or does not print.
  package func pdf(_ page: String) throws(MissingPart) -> [UInt8] {
    guard let path = chromium.path else { throw MissingPart(chromium) }
    do throws(ToolFailure) {
      let output = try ToolRun(path, patience: 60).run(
        arguments, reading: [("page.html", Array(page.utf8))], writing: ["page.pdf"])
      guard let pdf = output.files.first else { throw .silent(path, file: "page.pdf") }
      return pdf.bytes
    } catch {
      throw MissingPart(chromium, error)
    }
  }

  /// Nothing is fetched: no name has an address.
  ///
  /// The sandbox cannot be had by the superuser, who prints a page of our own without scripts.
  private var arguments: [String] {
    [
      "--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions",
      "--user-data-dir=profile", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
      "--print-to-pdf=page.pdf",
    ] + (geteuid() == 0 ? ["--no-sandbox"] : []) + ["page.html"]
  }
}

/// Makes Word and PowerPoint files of a report, by pandoc in a process of its own.
package struct DocumentMaker: Sendable {
  private let pandoc: ExternalTool

  /// - Parameter pandoc: As it was found.
  package init(_ pandoc: ExternalTool) { self.pandoc = pandoc }

  /// Turns a plain page into a document.
  ///
  /// - Parameters:
  ///   - page: HTML of headings, paragraphs, lists, tables and pictures.
  ///   - pictures: Those that it names.
  ///   - format: `docx` or `pptx`.
  /// - Returns: The document, tables native, pictures inside.
  /// - Throws: ``MissingPart`` where pandoc is missing, or cannot read the page.
  package func document(
    _ page: String, pictures: [(name: String, bytes: [UInt8])], format: String
  ) throws(MissingPart) -> [UInt8] {
    guard let path = pandoc.path else { throw MissingPart(pandoc) }
    let name = "report.\(format)"
    do throws(ToolFailure) {
      let style = reference(path, format).map { [(name: "style.\(format)", bytes: $0)] } ?? []
      let output = try ToolRun(path, patience: 60).run(
        ["--from=html", "--to=\(format)", "--output=\(name)"]
          + (format == "docx" ? ["--shift-heading-level-by=-1"] : ["--slide-level=2"])
          + style.map { "--reference-doc=\($0.name)" } + ["page.html"],
        reading: [("page.html", Array(page.utf8))] + pictures + style, writing: [name])
      guard let document = output.files.first else { throw .silent(path, file: name) }
      return document.bytes
    } catch {
      throw MissingPart(pandoc, error)
    }
  }
}

extension DocumentMaker {
  /// pandoc's own styles, changed; nil where it does not give them, and then its own are good enough.
  private func reference(_ path: String, _ format: String) -> [UInt8]? {
    let name = "reference.\(format)"
    let output = try? ToolRun(path, patience: 60).run(
      ["--output=\(name)", "--print-default-data-file=\(name)"], writing: [name])
    return output?.files.first.flatMap { DocumentStyle.reference($0.bytes, format) }
  }
}

/// A part of a report that could not be made, with what to do about it.
package struct MissingPart: Error {
  package let label: Label

  /// The program is not there, or (with a failure) did not do it.
  init(_ tool: ExternalTool, _ failure: ToolFailure? = nil) {
    guard let failure else {
      label = tool.missingLabel
      return
    }
    let (adds, remedy) = (tool.adds, tool.remedy)
    label = Label(
      vi: "\(tool.name) không làm được: \(adds.vi): \(failure.label.vi)\ngợi ý: \(remedy.vi)",
      en: "\(tool.name) gave no \(adds.en): \(failure.label.en)\nhint: \(remedy.en)")
  }
}
