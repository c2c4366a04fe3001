/// A template as `kubectl get -o jsonpath=…` takes it, in its common subset.
///
/// `{.data.password}`, `{.data.tls\.crt}`, `{.data['tls.crt']}`, `{.items[*].metadata.name}`, `[0]`,
/// `[-1]`, `[0:2]`, `[0,2]`, `..name`, `[?(@.name=="a")]`, `{range .items[*]}…{end}`, `{"\n"}`, and
/// text as it is. What is not there gives nothing; an index that is not there is an error, both as
/// with kubectl. A template without braces that begins as a path does is one.
public struct JSONPathTemplate: Sendable, Hashable, CustomStringConvertible {
    private let nodes: [JSONPathNode]
    /// The template as it was typed.
    public let description: String

    /// Reads a template.
    public init(_ text: String) throws(JSONPathError) {
        let begin = text.utf8.first
        let isBarePath =
            !text.utf8.contains(UInt8(ascii: "{"))
            && (begin == UInt8(ascii: ".") || begin == UInt8(ascii: "$")
                || begin == UInt8(ascii: "["))
        var parser = JSONPathParser(text, isBarePath: isBarePath)
        nodes = try parser.nodes()
        description = text
    }

    /// What the template makes of an object: texts as they are, everything else as JSON on one line.
    ///
    /// - Throws: ``JSONPathError`` for an index that is not there.
    public func render(_ object: KubernetesValue) throws(JSONPathError) -> [UInt8] {
        var output: [UInt8] = []
        try Self.render(nodes, JSONPathWalk(root: object), object, to: &output)
        return output
    }

    private static func render(
        _ nodes: [JSONPathNode],
        _ walk: JSONPathWalk,
        _ here: KubernetesValue,
        to output: inout [UInt8],
    ) throws(JSONPathError) {
        for node in nodes {
            switch node {
            case .text(let text): output += text.utf8
            case .path(let path):
                for (index, value) in try walk.values(path, from: here).enumerated() {
                    if index > 0 { output.append(UInt8(ascii: " ")) }
                    write(value, to: &output)
                }
            case .range(let path, let inner):
                for value in try walk.values(path, from: here) {
                    try render(inner, walk, value, to: &output)
                }
            }
        }
    }

    private static func write(_ value: KubernetesValue, to output: inout [UInt8]) {
        if case .string(let text) = value {
            output += text.utf8
        } else {
            value.writeJSON(to: &output, indentation: nil)
        }
    }
}
