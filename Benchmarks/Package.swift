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
    dependencies: [
        .package(name: "kenc", path: "..")
    ],
    targets: [
        .target(
            name: "CryptoLoops",
            linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("sodium")],
        ),
        .executableTarget(
            name: "TransformBenchmark",
            dependencies: [
                "CryptoLoops",
                .product(name: "EncryptionConfig", package: "kenc"),
                .product(name: "Providers", package: "kenc"),
            ],
            swiftSettings: settings,
        ),
    ],
)
