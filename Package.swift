// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target: what the house style asks the compiler to enforce.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// A library module and the modules below it that it imports (see CONTRIBUTING, "Modules").
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

let package = Package(
  name: "Reach",
  products: [.executable(name: "reach", targets: ["reach"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CNLopt", pkgConfig: "nlopt", providers: [.apt(["libnlopt-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

    .systemLibrary(name: "CLanes"),
    .systemLibrary(name: "CMalloc"),

    module("NumericKernels", ["CLanes"]),
    module("ReachModel"),
    module("LinearAlgebra", ["COpenBLAS", "CLAPACKE", "NumericKernels"]),
    module("RandomStreams", ["CLanes", "NumericKernels"]),
    module("PanelData", ["ReachModel"]),
    module("Econometrics", ["LinearAlgebra", "NumericKernels", "PanelData", "ReachModel"]),
    module(
      "Verification",
      [
        "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "RandomStreams",
        "ReachModel",
      ]),
    module("Simulation", ["CMalloc", "NumericKernels", "RandomStreams", "ReachModel"]),
    module(
      "Assessment",
      [
        "CNLopt", "Econometrics", "LinearAlgebra", "NumericKernels", "RandomStreams", "ReachModel",
        "Simulation", "Verification",
      ]),
    module(
      "Reporting",
      [
        "Assessment", "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "ReachModel",
        "Simulation", "Verification",
      ]),
    module("Briefing", ["Assessment", "ReachModel", "Reporting"]),
    module(
      "ReachFiles",
      [
        "Assessment", "CCrypto", "CExpat", "CXlsxWriter", "CZip", "Econometrics", "LinearAlgebra",
        "NumericKernels", "PanelData",
        "ReachModel", "Reporting", "Simulation", "Verification", yams,
      ]),
    module(
      "ReachEngine",
      [
        "Assessment", "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData",
        "RandomStreams", "ReachModel", "Simulation", "Verification",
      ]),
    .executableTarget(
      name: "reach",
      dependencies: [
        "Assessment", "Briefing", "CLanes", "Econometrics", "LinearAlgebra", "PanelData",
        "ReachEngine", "ReachFiles", "ReachModel", "Reporting", "Simulation", "Verification",
        argumentParser,
      ], swiftSettings: house),

    .executableTarget(
      name: "reach-bench",
      dependencies: [
        "Assessment", "Econometrics", "LinearAlgebra", "NumericKernels", "RandomStreams",
        "ReachFiles", "ReachModel", "Simulation",
      ],
      exclude: ["Cases", "Notes.md", "Peers"], swiftSettings: house),

    tests("NumericKernelsTests", ["NumericKernels"], resources: [.copy("ReferenceValues")]),
    tests(
      "RandomStreamsTests", ["NumericKernels", "RandomStreams"],
      resources: [.copy("ReferenceValues")]),
    tests(
      "LinearAlgebraTests", ["LinearAlgebra", "NumericKernels"],
      resources: [.copy("ReferenceValues")]),
    tests("PanelDataTests", ["PanelData", "ReachModel"]),
    tests(
      "EconometricsTests",
      ["Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "ReachModel"],
      resources: [.copy("ReferenceValues")]),
    tests(
      "SimulationTests",
      ["Assessment", "NumericKernels", "RandomStreams", "ReachModel", "Simulation"],
      resources: [.copy("ReferenceValues")]),
    tests(
      "ReachFilesTests",
      [
        "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "ReachFiles", "ReachModel",
        "Reporting", "Simulation", "Verification",
      ],
      resources: [.copy("Malformed"), .copy("ReferenceValues")]),
    tests(
      "ReportingTests",
      [
        "Assessment", "Econometrics", "PanelData", "ReachEngine", "ReachFiles", "ReachModel",
        "Reporting", "Simulation",
      ], resources: [.copy("ReferenceValues")]),
    tests(
      "AssessmentTests",
      [
        "Assessment", "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "ReachModel",
        "Simulation",
      ], resources: [.copy("ReferenceValues")]),
    tests(
      "ReachEngineTests",
      [
        "Assessment", "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "ReachEngine",
        "ReachFiles", "ReachModel", "Simulation",
      ]),
    tests(
      "VerificationTests",
      [
        "Econometrics", "LinearAlgebra", "NumericKernels", "PanelData", "RandomStreams",
        "ReachModel",
        "Verification",
      ], resources: [.copy("ReferenceValues")]),
    tests(
      "BriefingTests",
      [
        "Assessment", "Briefing", "Econometrics", "ReachFiles", "ReachModel", "Reporting", "reach",
      ]),
    tests("EndToEndTests", ["reach"]),
    tests(
      "RunFolderTests", ["Assessment", "ReachFiles", "ReachModel", "Reporting", "Simulation"],
      resources: [.copy("ReferenceValues")]),
  ]
)
