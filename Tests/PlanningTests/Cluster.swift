import EncryptionConfig
import KubernetesModel

@testable import Planning

/// API servers that hold files, and a store: nothing but what each reads and writes.
struct Cluster {
    typealias Contents = EditableConfiguration
    let scopes: [StepScope]
    /// By server.
    private(set) var files: [[StepScope: [ValueClass]]]
    /// What is stored, by kind of resource.
    private(set) var stored: [StepScope: [ValueClass]]
    private(set) var reads = 0
    private(set) var unreadable = 0

    init(_ file: Contents, _ scopes: [StepScope], servers: Int, stored: [StepScope: [ValueClass]]) {
        self.scopes = scopes
        files = Array(repeating: Self.readers(file, scopes), count: servers)
        self.stored = stored
    }

    private static func readers(
        _ file: Contents,
        _ scopes: [StepScope]
    ) -> [StepScope: [ValueClass]] {
        Dictionary(uniqueKeysWithValues: scopes.map { ($0, file.readers(of: $0)) })
    }

    mutating func load(_ file: Contents, on server: Int) {
        files[server] = Self.readers(file, scopes)
        everyoneWritesAndReads()
    }

    /// All orders of everybody's writes end with the same classes stored, so one round will do.
    mutating func everyoneWritesAndReads() {
        for scope in scopes {
            for file in files {
                guard let writer = file[scope]?.first else { continue }
                if stored[scope]?.contains(writer) != true {
                    stored[scope, default: []] += [writer]
                }
            }
            for file in files {
                for value in stored[scope] ?? [] {
                    reads += 1
                    if file[scope]?.contains(value) != true { unreadable += 1 }
                }
            }
        }
    }

    /// With every server on one file; a value that cannot be read stays.
    mutating func rewrite(_ resources: [ResourceSelector]) {
        for scope in scopes where resources.isEmpty || resources.contains(scope.selector) {
            guard let file = files.first?[scope], let writer = file.first else { continue }
            stored[scope] = (stored[scope] ?? []).map { file.contains($0) ? writer : $0 }
            stored[scope] = stored[scope]?.reduce(into: []) { classes, one in
                if !classes.contains(one) { classes.append(one) }
            }
        }
        everyoneWritesAndReads()
    }
}
