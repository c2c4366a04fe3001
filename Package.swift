// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Libraries also have to mark every unsafe expression.
let library = common + [.strictMemorySafety()]

/// What only a build with `--traits Etcd` needs.
let etcd = TargetDependencyCondition.when(traits: ["Etcd"])

/// Calls and messages of a client over gRPC.
let grpc: [Target.Dependency] = [
    .product(name: "GRPCCore", package: "grpc-swift-2", condition: etcd),
    .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf", condition: etcd),
    .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: etcd),
]

/// What carries such calls.
let transport: [Target.Dependency] = [
    .product(
        name: "GRPCNIOTransportHTTP2Posix",
        package: "grpc-swift-nio-transport",
        condition: etcd,
    ),
    .product(name: "NIOCore", package: "swift-nio", condition: etcd),
    .product(name: "NIOPosix", package: "swift-nio", condition: etcd),
    .product(name: "NIOSSL", package: "swift-nio-ssl", condition: etcd),
]

/// The rooms that a value is judged with: their types stand in the signatures of all above them.
let judging = ["EncryptionConfig", "EtcdModel", "KeyMaterial", "KubernetesModel", "Providers"]

/// The commit that is built, where whoever packages kenc names it: `KENC_COMMIT=… swift build`.
let commit = (Context.environment["KENC_COMMIT"] ?? "").filter(\.isHexDigit)

/// A product whose targets are those whose types its public signatures show.
func shared(_ name: String, with others: [String]) -> Product {
    .library(name: name, targets: [name] + others)
}

let package = Package(
    name: "kenc",
    products: [
        .executable(name: "kenc", targets: ["kenc"]),
        shared("EncryptionConfig", with: ["KeyMaterial", "KubernetesModel"]),
        shared("Providers", with: ["EncryptionConfig", "KeyMaterial", "KubernetesModel"]),
        shared("KubernetesModel", with: ["EtcdModel", "WireFormats"]),
        shared("EtcdDump", with: ["EtcdModel", "WireFormats"]),
        shared("EtcdSnapshot", with: ["DurableFiles", "EtcdModel"]),
        shared("EtcdClient", with: ["EtcdModel", "KeyMaterial"]),
        shared("KMSClient", with: ["EncryptionConfig", "KeyMaterial", "Providers"]),
        shared("Survey", with: judging),
        shared("Compliance", with: judging + ["Survey"]),
        shared("Planning", with: judging + ["Survey"]),
        shared("Rotation", with: judging + ["Survey"]),
        shared("Fleet", with: judging),
    ],
    traits: [
        .trait(name: "Etcd", description: "Talk to a live etcd (builds gRPC)"),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Used under the trait Etcd only: without it none of these is built.
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CLibCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])],
        ),
        .systemLibrary(
            name: "CLibSodium",
            pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])],
        ),
        .systemLibrary(
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"])],
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])],
        ),
        .target(name: "YAMLText", dependencies: ["CLibYAML"], swiftSettings: library),
        .target(name: "KeyMaterial", dependencies: ["CLibCrypto"], swiftSettings: library),
        .target(name: "WireFormats", swiftSettings: library),
        .target(
            name: "EncryptionConfig",
            dependencies: ["KeyMaterial", "KubernetesModel", "WireFormats"],
            swiftSettings: library,
        ),
        .target(
            name: "Providers",
            dependencies: [
                "EncryptionConfig", "KeyMaterial", "KubernetesModel", "WireFormats", "CLibCrypto",
                "CLibSodium",
            ],
            swiftSettings: library,
        ),
        // What every store has in common, below all of them.
        .target(name: "EtcdModel", swiftSettings: library),
        .target(
            name: "KubernetesModel",
            dependencies: ["EtcdModel", "WireFormats"],
            swiftSettings: library,
        ),
        .target(
            name: "EtcdDump",
            dependencies: ["DurableFiles", "EtcdModel", "WireFormats"],
            swiftSettings: library,
        ),
        // The table of unfinished files that a signal handler goes through, which has to be C.
        .target(name: "CUnfinishedFiles"),
        .target(name: "DurableFiles", dependencies: ["CUnfinishedFiles"], swiftSettings: library),
        // The handler of SIGBUS for mapped files, which has to be C.
        .target(name: "CMappedFile"),
        .target(
            name: "EtcdSnapshot",
            dependencies: [
                "CMappedFile", "CZlib", "DurableFiles", "EtcdModel", "KeyMaterial",
                "WireFormats",
            ],
            swiftSettings: library,
        ),
        // One call over HTTP/2, for every client of a live server.
        .target(
            name: "RPC",
            dependencies: grpc + transport + [
                "DurableFiles",
                .product(name: "NIOHTTP2", package: "swift-nio-http2", condition: etcd),
            ],
            swiftSettings: library,
        ),
        .target(
            name: "EtcdClient",
            dependencies: grpc + [
                "DurableFiles", "EtcdModel", "KeyMaterial", "WireFormats",
                .target(name: "RPC", condition: etcd),
            ],
            exclude: ["Generated/README.md", "Protos"],
            swiftSettings: library,
        ),
        .target(
            name: "KMSClient",
            dependencies: grpc + [
                "EncryptionConfig", "KeyMaterial", "Providers", "WireFormats",
                .target(name: "RPC", condition: etcd),
            ],
            exclude: ["Generated/README.md", "Protos"],
            swiftSettings: library,
        ),
        .target(
            name: "Fleet",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KeyMaterial", "KubernetesModel", "Providers",
                "WireFormats", "YAMLText",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: etcd),
                .product(name: "NIOCore", package: "swift-nio", condition: etcd),
                .product(name: "NIOPosix", package: "swift-nio", condition: etcd),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: etcd),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: etcd),
            ],
            swiftSettings: library,
        ),
        .target(
            name: "Survey",
            dependencies: judging.map { .byName(name: $0) },
            swiftSettings: library,
        ),
        .target(
            name: "Compliance",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KubernetesModel", "Providers", "Survey",
            ],
            swiftSettings: library,
        ),
        .target(
            name: "Planning",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KeyMaterial", "KubernetesModel", "Providers",
                "Survey",
            ],
            swiftSettings: library,
        ),
        .target(
            name: "Rotation",
            dependencies: [
                "DurableFiles", "EncryptionConfig", "EtcdModel", "KeyMaterial", "KubernetesModel",
                "Providers", "Survey", "WireFormats",
            ],
            swiftSettings: library,
        ),
        // What a build is told, which has to be C: Swift's definitions have no values.
        .target(
            name: "CBuild",
            cSettings: commit.isEmpty ? [] : [.define("KENC_COMMIT", to: "\"\(commit)\"")],
        ),
        .executableTarget(
            name: "kenc",
            dependencies: [
                "CBuild", "CLibCrypto", "CLibSodium", "CLibYAML", "CZlib",
                "Compliance", "DurableFiles", "EncryptionConfig", "EtcdDump", "EtcdModel",
                "EtcdSnapshot", "Fleet", "KMSClient", "KeyMaterial", "KubernetesModel", "Planning",
                "Providers",
                "Rotation", "Survey", "WireFormats", "YAMLText",
                .target(name: "EtcdClient", condition: etcd),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: common,
        ),
        .target(
            name: "TestSupport",
            dependencies: grpc + transport + [
                "EncryptionConfig", "EtcdModel", "Fleet", "KMSClient", "KubernetesModel",
                "Providers",
                .target(name: "EtcdClient", condition: etcd),
                .target(name: "RPC", condition: etcd),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: etcd),
            ],
            path: "Tests/TestSupport",
            swiftSettings: common,
        ),
        .testTarget(
            name: "KeyMaterialTests",
            dependencies: ["KeyMaterial", "TestSupport"],
            swiftSettings: common,
        ),
        .testTarget(
            name: "DurableFilesTests",
            dependencies: ["DurableFiles", "TestSupport"],
            swiftSettings: common,
        ),
        .testTarget(
            name: "WireFormatsTests",
            dependencies: ["WireFormats", "TestSupport"],
            swiftSettings: common,
        ),
        .testTarget(
            name: "YAMLTextTests",
            dependencies: ["YAMLText"],
            swiftSettings: common,
        ),
        .testTarget(
            name: "EncryptionConfigTests",
            dependencies: [
                "EncryptionConfig", "KeyMaterial", "KubernetesModel", "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "ProvidersTests",
            dependencies: [
                "EncryptionConfig", "KeyMaterial", "KubernetesModel", "Providers", "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "KubernetesModelTests",
            dependencies: [
                "EtcdDump", "EtcdModel", "KubernetesModel", "TestSupport", "WireFormats",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "EtcdDumpTests",
            dependencies: [
                "EtcdDump", "EtcdModel", "KubernetesModel", "TestSupport", "WireFormats",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "EtcdSnapshotTests",
            dependencies: [
                "DurableFiles", "EtcdModel", "EtcdSnapshot", "KeyMaterial", "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "EtcdClientTests",
            dependencies: [
                "EtcdModel", "KeyMaterial", "TestSupport",
                .target(name: "EtcdClient", condition: etcd),
                .product(name: "NIOCore", package: "swift-nio", condition: etcd),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: etcd),
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "RPCTests",
            dependencies: [
                "DurableFiles", "TestSupport",
                .target(name: "EtcdClient", condition: etcd),
                .target(name: "RPC", condition: etcd),
                .product(name: "NIOCore", package: "swift-nio", condition: etcd),
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "KMSClientTests",
            dependencies: [
                "EncryptionConfig", "KMSClient", "KeyMaterial", "Providers", "TestSupport",
                .target(name: "RPC", condition: etcd),
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "Fleet", "KubernetesModel", "Providers",
                "TestSupport",
                .target(name: "EtcdClient", condition: etcd),
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "SurveyTests",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KubernetesModel", "Providers", "Survey",
                "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "ComplianceTests",
            dependencies: [
                "Compliance", "EncryptionConfig", "EtcdModel", "KubernetesModel", "Providers",
                "Survey", "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "PlanningTests",
            dependencies: [
                "EncryptionConfig", "KeyMaterial", "KubernetesModel", "Planning", "Providers",
                "Survey", "TestSupport",
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "RotationTests",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KubernetesModel", "Providers", "Rotation",
                "Survey", "TestSupport",
            ],
            swiftSettings: common,
        ),
        // A rotation beside a writer, with every fault: needs the trait and a real etcd.
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "EncryptionConfig", "EtcdModel", "KeyMaterial", "KubernetesModel", "Providers",
                "Rotation", "TestSupport",
                "kenc", .target(name: "EtcdClient", condition: etcd),
                .target(name: "RPC", condition: etcd),
                .product(name: "GRPCCore", package: "grpc-swift-2", condition: etcd),
                .product(
                    name: "GRPCNIOTransportHTTP2Posix",
                    package: "grpc-swift-nio-transport",
                    condition: etcd,
                ),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: etcd),
            ],
            swiftSettings: common,
        ),
        .testTarget(
            name: "kencTests",
            dependencies: [
                "DurableFiles", "EtcdSnapshot", "TestSupport", "kenc",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: common,
        ),
    ],
)
