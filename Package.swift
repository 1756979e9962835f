// swift-tools-version: 6.2
import PackageDescription

// Layers, arrows pointing down only: the command line, Pipeline, the stage
// libraries, their foundations, Corpus. `Sources/README.md` is the map.
let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .executable(name: "assay-bench", targets: ["assay-bench"]),
    .executable(name: "assay-fuzz", targets: ["assay-fuzz"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // C libraries from the system; a shim only for macros and variadics.
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // C++ behind a C header, because simdjson has no C interface of its own.
    .target(
      name: "CSimdJSON",
      cxxSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),

    // The vocabulary: Foundation only.
    .target(name: "Corpus"),

    // Bytes.
    .target(name: "Tables", dependencies: ["CZstd"]),
    .target(name: "JSON", dependencies: ["CSimdJSON"]),
    .target(name: "Transport", dependencies: ["Corpus", "CCurl"]),

    // Stage libraries. Siblings do not import each other.
    .target(name: "Registries", dependencies: ["Corpus", "Transport", "JSON", "CArchive"]),
    .target(
      name: "Storage",
      dependencies: ["Corpus", "CZstd", "CCrypto", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(name: "Labels", dependencies: ["Corpus", "JSON", "CArchive", "CCrypto", "TOMLKit"]),
    .target(name: "Features", dependencies: ["Corpus"]),
    .target(name: "Graph", dependencies: ["Corpus"]),
    .target(name: "Scoring", dependencies: ["Corpus", "CCrypto"]),
    .target(name: "Report"),

    // The registries' protocols on loopback, over a generated population.
    .target(
      name: "RegistrySimulator",
      dependencies: [
        "Corpus", "CArchive", "CCrypto",
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),

    // Stages, run, certificate: the only one that sees all.
    .target(
      name: "Pipeline",
      dependencies: [
        "Corpus", "Tables", "JSON", "Transport", "Registries", "Storage", "Labels", "Features",
        "Graph",
        "Scoring", "Report", .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "assay",
      dependencies: [
        "Corpus", "Pipeline", "RegistrySimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "assay-bench",
      dependencies: [
        "Corpus", "JSON", "Tables", "Features", "Graph", "Scoring", "Registries", "Storage",
        "Pipeline",
        "RegistrySimulator", "CZstd", "CArchive",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "assay-fuzz",
      dependencies: [
        "Corpus", "JSON", "Tables", "Transport", "Registries", "Storage", "Labels", "Scoring",
        "CZstd",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  cxxLanguageStandard: .cxx17
)

/// Test targets mirror the libraries; each may use the simulator only where listed.
let tested: [(String, [Target.Dependency])] = [
  ("Corpus", []),
  ("Tables", []),
  ("JSON", []),
  ("Transport", ["Corpus", "RegistrySimulator"]),
  ("Registries", ["Corpus", "Transport", "JSON", "RegistrySimulator"]),
  ("Storage", ["Corpus", .product(name: "GRDB", package: "GRDB.swift")]),
  ("Labels", ["Corpus"]),
  ("Features", ["Corpus", "Registries", "CZstd", "CCrypto"]),
  ("Graph", ["Corpus", "CZstd"]),
  ("Scoring", ["Corpus"]),
  ("Report", []),
  ("RegistrySimulator", ["Corpus", "JSON"]),
  (
    "Pipeline",
    [
      "Corpus", "Tables", "Storage", "Registries", "Scoring", "Labels", "RegistrySimulator",
      "Features", "Graph",
      "Transport", .product(name: "Logging", package: "swift-log"),
    ]
  ),
]
/// Test targets with a folder of expected results, which are read by path.
let golden: Set = ["Features", "Graph", "Report", "Scoring"]

package.targets += tested.map { name, dependencies in
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    exclude: golden.contains(name) ? ["Golden"] : [])
}

for target in package.targets where target.type != .system && target.name != "CSimdJSON" {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
  ]
}
