import EncryptionConfig
import Foundation
import KeyMaterial
import KubernetesModel
import TestSupport
import Testing

/// Random files and random edits: the result means what was intended, and nothing else is touched.
@Suite struct RandomEditTests {
    private struct Tally {
        var done = 0
        var refused = 0
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func edits(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var tally = Tally()
        for _ in 0..<120 {
            let file = RandomFile(&random)
            let source = try ConfigurationSource(file.bytes)
            for _ in 0..<4 { try edit(file, source, &random, &tally) }
        }
        #expect(tally.done > 300)
        #expect(tally.refused < tally.done / 4)
    }

    /// Names that need quotes of one kind or another, in every form of file.
    @Test func awkwardNames() throws {
        let names = [
            "it's", "\"", "\\", "a: b", "a #b", " a ", "yes", "~", "null", "1e3", "0x1F", "12:30",
            "2026-11-24", "<<", "=", "*a", "&a", "!a", "%a", "@a", "`a", "- a", "?", "{", "]", ",",
            "é", "e\u{301}", "\u{1F511}", "\u{FEFF}x", "\u{85}", "\u{2028}", "\u{1}", "\u{7F}",
            "a\nb", "a\tb", "a\r\nb", ":", "a:", "---", "...", "k8s:enc:", ".inf", "true",
        ]
        var random = SeededGenerator(seed: 21)
        var forms: Set<String> = []
        for number in 0..<60 {
            let file = RandomFile(&random)
            forms.insert("\(file.form)")
            let source = try ConfigurationSource(file.bytes)
            // Every name with either kind, in every second file.
            for (place, name) in names.enumerated() {
                let kind = (number + place).isMultiple(of: 2) ? ProviderKind.aescbc : .secretbox
                var target = source.contents
                let resource = target.entries[0].resources[0].selector
                try target.addKey(.fresh(named: KeyName(name)), for: resource, kind: kind)
                do throws(EditRefusal) {
                    try check(try source.rewritten(as: target), target, file.text)
                } catch {
                    guard case .shared = error else {
                        Issue.record("\(error) for '\(name)'\n\(file.text)")
                        continue
                    }
                }
            }
        }
        #expect(forms.count == RandomFile.Form.allCases.count)
    }

    private func edit(
        _ file: RandomFile,
        _ source: ConfigurationSource,
        _ random: inout SeededGenerator,
        _ tally: inout Tally,
    ) throws {
        var target = source.contents
        let number = Int.random(in: 0..<target.entries.count, using: &random)
        let entry = target.entries[number]
        let resource = entry.resources[0].selector
        let which = Int.random(in: 0..<5, using: &random)
        let result: [UInt8]
        do throws(EditRefusal) {
            switch which {
            case 0:
                let kinds = [nil, ProviderKind.aescbc, .aesgcm, .secretbox]
                try target.addKey(
                    .fresh(named: KeyName("new")),
                    for: resource,
                    kind: kinds.randomElement(using: &random) ?? nil
                )
            case 1, 2:
                let provider = entry.providers.randomElement(using: &random)
                guard let provider, let key = provider.keys.randomElement(using: &random) else {
                    return
                }
                if which == 1 {
                    try target.promote(key.name, for: resource, kind: provider.kind)
                } else {
                    try target.removeKey(key.name, for: resource, kind: provider.kind)
                }
            case 3: try target.addResource("leases.coordination.k8s.io")
            default:
                let name = entry.resources.randomElement(using: &random)
                try target.removeResource(name?.selector ?? resource)
            }
            result = try source.rewritten(as: target)
        } catch {
            switch error {
            case .wouldBeEmpty, .shared: tally.refused += 1
            default: Issue.record("\(error)\n\(file.text)")
            }
            return
        }
        tally.done += 1
        try check(result, target, file.text)
        // A last line without an end has no CR either.
        let difference = LineDifference(
            file.bytes.filter { $0 != 0x0D },
            result.filter { $0 != 0x0D }
        )
        let shown = Comment(rawValue: "\(file.text)\n→\n" + String(decoding: result, as: UTF8.self))
        if file.isBlock {
            switch which {
            case 0, 3: #expect(difference.removed == 0, shown)
            case 1: #expect(lines(result) == lines(file.bytes), shown)
            default: #expect(difference.added == 0, shown)
            }
        }
        // What was added can be taken out again, and leaves no trace.
        guard which == 0 || which == 3 else { return }
        let edited = try ConfigurationSource(result)
        var back = edited.contents
        if which == 0 {
            try back.removeKey(KeyName("new"), for: resource)
        } else {
            try back.removeResource(ResourceSelector(parsing: "leases.coordination.k8s.io"))
        }
        #expect(try edited.rewritten(as: back) == file.bytes, shown)
    }

    private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.filter { $0 != 0x0D }.split(separator: 0x0A).map(Array.init)
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Not by the editor's own reading, but by the validator's chains.
    private func check(
        _ result: [UInt8],
        _ target: EditableConfiguration,
        _ text: String,
    ) throws(EditRefusal) {
        let report = try? ConfigurationValidator().validate(result)
        guard let chains = report?.configuration?.chains else {
            Issue.record("the result is invalid\n\(text)")
            return
        }
        var expected: [ResourceSelector: [ProviderDefinition]] = [:]
        for entry in target.entries {
            for resource in entry.resources {
                expected[resource.selector, default: []] += entry.providers.map(\.definition)
            }
        }
        #expect(chains.count == expected.count)
        for chain in chains {
            guard let providers = expected[chain.selector] else {
                Issue.record("no chain for \(chain.selector)")
                continue
            }
            #expect(chain.providers.count == providers.count)
            for (made, wanted) in zip(chain.providers, providers) {
                #expect(made.kind == wanted.kind)
                #expect(made.keys.map(\.name) == wanted.keys.map(\.name))
                #expect(made.keys.map(\.key) == wanted.keys.map(\.key))
            }
        }
    }
}
