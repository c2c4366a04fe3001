import Glibc
import Measuring

/// A configuration that is as long as kenc reads, by one thing again and again.
struct Shape: Sendable {
    let name: String
    private let start: String
    private let end: String
    private let piece: @Sendable (Int) -> String

    // Before the pieces, which have a number each, stands a valid configuration if nothing else does.
    private init(
        _ name: String,
        start: String = valid,
        end: String = "",
        piece: @escaping @Sendable (Int) -> String
    ) {
        self.name = name
        self.start = start
        self.end = end
        self.piece = piece
    }

    /// What `kenc validate` reads at the most.
    private static let limit = 4 << 20

    /// Writes it piece by piece, since memory of this process would count as the program's.
    ///
    /// - Returns: Its length in bytes.
    func write(to path: String) throws -> Int {
        guard let file = fopen(path, "w") else { throw Failure("cannot write \(path)") }
        var count = start.utf8.count + end.utf8.count
        fputs(start, file)
        for number in 0... {
            let piece = piece(number)
            guard count + piece.utf8.count <= Self.limit else { break }
            count += piece.utf8.count
            fputs(piece, file)
        }
        fputs(end, file)
        guard fclose(file) == 0 else { throw Failure("cannot write \(path)") }
        return count
    }

    private static let head = """
        kind: EncryptionConfiguration
        apiVersion: apiserver.config.k8s.io/v1

        """

    private static let valid =
        head + """
            resources:
            - resources: [secrets]
              providers:
              - identity: {}

            """

    private static let providers =
        head + """
            resources:
            - resources: [secrets]
              providers:

            """

    /// A key's base64, another one for each number.
    private static func secret(_ number: Int) -> String {
        let digits = String(number + 1_000_000_000)
        return String(repeating: "A", count: 33) + digits + "="
    }

    static let all = [
        Shape("one quoted name", start: valid + "\"", end: "\": 1\n") { _ in "name" },
        Shape("one secret of escapes", start: valid + "x: \"", end: "\"\n") { _ in "\\u0041" },
        Shape("aliases", start: valid + "x: &a [1]\ny:\n") { _ in "- *a\n" },
        Shape("anchors", start: valid + "x:\n") { "- &a\($0) 1\n" },
        Shape("tags", start: valid + "x:\n") { _ in "- !!str 1\n" },
        Shape("providers without keys", start: providers) { _ in "  - identity: {}\n" },
        Shape("providers with a key each", start: providers) {
            "  - secretbox: {keys: [{name: k\($0), secret: \(secret($0))}]}\n"
        },
        Shape("keys of one provider", start: providers + "  - aesgcm:\n      keys:\n") {
            "      - {name: k\($0), secret: \(secret($0))}\n"
        },
        Shape("wildcards", start: head + "resources:\n") {
            "- {resources: ['*.g\($0)'], providers: [{identity: {}}]}\n"
        },
        Shape("names with ?", start: valid) { "? n\($0)\n: 1\n" },
        Shape("names in JSON", start: "{\"kind\":1", end: "}") { ",\"n\($0)\":1" },
        Shape("misspelt names", start: valid) { "resource\($0): 1\n" },
        Shape("names that are floats", start: valid) { "\($0).5: 1\n" },
        Shape("names that are numbers", start: valid) { "\($0): 1\n" },
        Shape("the same name", start: valid) { _ in "kind: 1\n" },
        Shape("lists in lists", start: valid + "x: ") { _ in "[" },
        Shape("lines of one blank list", start: valid + "x:\n") { _ in "-\n" },
    ]
}
