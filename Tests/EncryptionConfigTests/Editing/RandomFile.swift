import Foundation
import TestSupport

/// A random configuration in one of the ways people and programs write them.
struct RandomFile {
    enum Form: CaseIterable { case block, indentless, flowKeys, flow, flowLines, json, prettyJSON }

    let form: Form
    let text: String
    var bytes: [UInt8] { Array(text.utf8) }
    /// Whether every element has lines of its own in block style.
    var isBlock: Bool { [.block, .indentless, .flowKeys].contains(form) && !text.contains("&") }

    private struct Provider {
        var kind: String
        var keys: [(name: String, secret: String)]
    }

    init(_ random: inout SeededGenerator) {
        let form = Form.allCases.randomElement(using: &random) ?? .block
        let pool = ["secrets", "configmaps", "events", "pods", "deployments.apps", "*.batch"]
        var names = pool.shuffled(using: &random)
        var entries: [(names: [String], providers: [Provider])] = []
        var number = 0
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let count = Int.random(in: 1...2, using: &random)
            let taken = Array(names.prefix(count))
            names.removeFirst(count)
            var providers: [Provider] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let kind = ["aescbc", "aesgcm", "secretbox", "identity"].randomElement(
                    using: &random
                )
                var keys: [(String, String)] = []
                if kind != "identity" {
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        number += 1
                        keys.append(("k\(number)", Self.secret(&random)))
                    }
                }
                providers.append(Provider(kind: kind ?? "identity", keys: keys))
            }
            entries.append((taken, providers))
        }
        self.form = form
        let header = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"
        var text: String
        switch form {
        case .json, .prettyJSON:
            text = Self.json(entries, isPretty: form == .prettyJSON)
        case .flow, .flowLines:
            text = header + "resources: " + Self.flow(entries, lines: form == .flowLines) + "\n"
        case .block, .indentless, .flowKeys:
            text = header + Self.block(entries, form, &random)
        }
        if Bool.random(using: &random), text.hasSuffix("\n") { text.removeLast() }
        if form != .json, form != .prettyJSON {
            if Int.random(in: 0..<4, using: &random) == 0 { text = "# top\n---\n" + text }
            if Int.random(in: 0..<4, using: &random) == 0, text.hasSuffix("\n") {
                text += "---\nsecond: document\n"
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
                text = text.split(separator: "\n", omittingEmptySubsequences: false)
                    .joined(separator: "\r\n")
            }
            if Int.random(in: 0..<5, using: &random) == 0 { text = "\u{FEFF}" + text }
        }
        self.text = text
    }

    private static func secret(_ random: inout SeededGenerator) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let head = (0..<42).map { _ in alphabet.randomElement(using: &random) ?? "A" }
        return String(head) + "A="
    }

    private static func json(
        _ entries: [(names: [String], providers: [Provider])],
        isPretty: Bool,
    ) -> String {
        func list(_ parts: [String], _ open: String, _ close: String, _ depth: Int) -> String {
            guard isPretty else { return open + parts.joined(separator: ",") + close }
            let inner = "\n" + String(repeating: "  ", count: depth + 1)
            let outer = "\n" + String(repeating: "  ", count: depth)
            return parts.isEmpty
                ? open + close : open + inner + parts.joined(separator: "," + inner) + outer + close
        }
        let colon = isPretty ? ": " : ":"
        let made = entries.map { entry in
            let providers = entry.providers.map { provider in
                let keys = provider.keys.map { key in
                    list(
                        ["\"name\"\(colon)\"\(key.name)\"", "\"secret\"\(colon)\"\(key.secret)\""],
                        "{",
                        "}",
                        6
                    )
                }
                let content =
                    keys.isEmpty
                    ? "{}" : list(["\"keys\"\(colon)" + list(keys, "[", "]", 5)], "{", "}", 4)
                return list(["\"\(provider.kind)\"\(colon)\(content)"], "{", "}", 3)
            }
            return list(
                [
                    "\"resources\"\(colon)" + list(entry.names.map { "\"\($0)\"" }, "[", "]", 2),
                    "\"providers\"\(colon)" + list(providers, "[", "]", 2),
                ],
                "{",
                "}",
                1
            )
        }
        return list(
            [
                "\"kind\"\(colon)\"EncryptionConfiguration\"",
                "\"apiVersion\"\(colon)\"apiserver.config.k8s.io/v1\"",
                "\"resources\"\(colon)" + list(made, "[", "]", 0),
            ],
            "{",
            "}",
            0
        ) + "\n"
    }

    private static func flow(
        _ entries: [(names: [String], providers: [Provider])],
        lines: Bool,
    ) -> String {
        let made = entries.map { entry in
            let providers = entry.providers.map { provider in
                let keys = provider.keys.map { "{name: \($0.name), secret: \($0.secret)}" }
                let content = keys.isEmpty ? "{}" : "{keys: [\(keys.joined(separator: ", "))]}"
                return "{\(provider.kind): \(content)}"
            }
            let list =
                lines
                ? "[\n" + providers.map { "      \($0),  # remark\n" }.joined() + "    ]"
                : "[" + providers.joined(separator: ", ") + "]"
            let names = entry.names.map { "'\($0)'" }.joined(separator: ", ")
            return "{resources: [\(names)], providers: \(list)}"
        }
        return "[" + made.joined(separator: ", ") + "]"
    }

    private static func block(
        _ entries: [(names: [String], providers: [Provider])],
        _ form: Form,
        _ random: inout SeededGenerator,
    ) -> String {
        let step = form == .indentless ? "" : "  "
        var text = "resources:   # all entries\n"
        var remarks = 0
        func remark(_ indentation: String) -> String {
            remarks += 1
            switch Int.random(in: 0..<5, using: &random) {
            case 0: return indentation + "# remark \(remarks)\n"
            case 1: return "\n"
            case 2: return "#  far left \(remarks)\n"
            default: return ""
            }
        }
        var anchors = 0
        for entry in entries {
            text += remark(step) + step + "- resources:\n"
            for name in entry.names { text += "\(step)  \(step)- '\(name)'  # why\n" }
            text += remark(step) + step + "  providers:\n"
            for provider in entry.providers {
                let dash = step + "  " + step
                text += remark(dash)
                guard !provider.keys.isEmpty else {
                    text += dash + "- identity: {}\n"
                    continue
                }
                var anchor = ""
                if Int.random(in: 0..<6, using: &random) == 0 {
                    anchors += 1
                    anchor = " &a\(anchors)"
                }
                text += dash + "- \(provider.kind):\(anchor)\n" + dash + "    keys:\n"
                let inner = dash + "    " + step
                for key in provider.keys {
                    text += remark(inner)
                    text +=
                        form == .flowKeys
                        ? "\(inner)- { secret: \(key.secret), name: \"\(key.name)\" }  # of old\n"
                        : "\(inner)- name: \(key.name) # n\n\(inner)  secret: '\(key.secret)'\n"
                }
            }
            text += remark("  ")
        }
        if anchors > 0 {
            text += step + "- resources: [widgets.example.com]\n" + step + "  providers:\n"
            let kind =
                text.range(of: " &a1").map { text[..<$0.lowerBound] }
                .flatMap { $0.split(separator: " ").last } ?? ""
            text += step + "  " + step + "- \(kind.dropLast()): *a1\n"
        }
        return text
    }
}
