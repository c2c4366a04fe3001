// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Measures kenc against the same work in C.
///
/// `Benchmarks/run` builds and runs all of it.
let package = Package(
    name: "kenc-benchmarks",
    products: [
        // To be preloaded into kenc.
        .library(name: "CountAllocations", type: .dynamic, targets: ["CountAllocations"])
    ],
    dependencies: [
        .package(name: "kenc", path: "..")
    ],
    targets: [
        .target(
            name: "CryptoLoops",
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("sodium")],
        ),
        .target(name: "CountAllocations"),
        .executableTarget(
            name: "TransformBenchmark",
            dependencies: [
                "CountAllocations", "CryptoLoops", "Measuring",
                .product(name: "EncryptionConfig", package: "kenc"),
                .product(name: "Providers", package: "kenc"),
            ],
            swiftSettings: settings,
        ),
        // Seals for the generator, apart from the code that is measured.
        .target(
            name: "CGenerateSeal",
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("sodium")],
        ),
        .executableTarget(
            name: "GenerateStore",
            dependencies: ["CGenerateSeal", .product(name: "EtcdSnapshot", package: "kenc")],
            swiftSettings: settings,
        ),
        // The walk over a snapshot against reading the file once.
        .executableTarget(
            name: "SnapshotBenchmark",
            dependencies: ["Measuring", .product(name: "EtcdSnapshot", package: "kenc")],
            swiftSettings: settings,
        ),
        .target(name: "Measuring", swiftSettings: settings),
        // `kenc validate` over configurations that were made to be slow.
        .executableTarget(
            name: "ConfigurationBenchmark",
            dependencies: ["Measuring"],
            swiftSettings: settings,
        ),
        // Whole processes over generated stores.
        .executableTarget(
            name: "ProcessBenchmark",
            dependencies: [
                "CryptoLoops", "Measuring",
                .product(name: "EtcdSnapshot", package: "kenc"),
            ],
            swiftSettings: settings,
        ),
    ],
)
