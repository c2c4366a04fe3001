import EncryptionConfig
import Foundation
import KeyMaterial
import KubernetesModel
import TestSupport
import Testing

/// Every recorded file, and every edit of every entry of it.
@Suite struct RecordedEditTests {
    static let files = [
        "01-hard-way.yaml", "02-kubernetes-docs.yaml", "03-k3s-one-line.json", "04-openshift.json",
        "05-kubespray.yaml", "06-crlf.yaml", "07-no-final-newline.yaml", "08-anchors.yaml",
        "09-comments-everywhere.yaml", "10-commented-out-keys.yaml", "11-quoted-names.yaml",
        "12-many-keys.yaml", "13-document-markers.yaml", "14-flow.yaml", "15-flow-many-lines.yaml",
        "16-order-of-fields.yaml", "17-kms-v2.yaml", "18-tabs-and-trailing-spaces.yaml",
        "19-bom-crlf-notepad.yaml", "20-second-document.yaml",
    ]

    static func source(_ file: String) throws -> ConfigurationSource {
        try ConfigurationSource(try TestData.bytes("edits/\(file)"))
    }

    /// Refused only where an anchor's other users would change.
    static func edited(
        _ source: ConfigurationSource,
        as target: EditableConfiguration,
        _ file: String,
    ) throws -> [UInt8]? {
        do throws(EditRefusal) {
            return try source.rewritten(as: target)
        } catch {
            guard case .shared = error, file == "08-anchors.yaml" else { throw error }
            return nil
        }
    }

    @Test(arguments: files) func unchanged(_ file: String) throws {
        let source = try Self.source(file)
        #expect(try source.rewritten(as: source.contents) == source.bytes)
    }

    @Test(arguments: files) func addKey(_ file: String) throws {
        let source = try Self.source(file)
        for entry in source.contents.entries {
            for kind in [nil, ProviderKind.aescbc, .aesgcm, .secretbox] {
                var target = source.contents
                let key = EditableConfiguration.Key.fresh(named: KeyName("new key: '1'"))
                let chosen = try target.addKey(key, for: entry.resources[0].selector, kind: kind)
                guard let result = try Self.edited(source, as: target, file) else { continue }
                let difference = LineDifference(source.bytes, result)
                let hadKind = entry.providers.contains { $0.kind == chosen }
                // A provider with its list of keys is two lines more.
                let most = hadKind ? 2 : 4
                #expect(difference.removed <= 1)
                #expect(difference.added <= most, "\(file) \(entry.resources[0]) \(chosen)")
                if difference.removed > 0 { #expect(difference.added == 1) }
                Self.report(file, "add-key", difference)
            }
        }
    }

    @Test(arguments: files) func promote(_ file: String) throws {
        let source = try Self.source(file)
        for (number, entry) in source.contents.entries.enumerated() {
            for provider in entry.providers {
                let names =
                    provider.plugin.map { [$0.name] } ?? provider.keys.map(\.name)
                for name in names {
                    var target = source.contents
                    try target.promote(name, for: entry.resources[0].selector, kind: provider.kind)
                    guard let result = try Self.edited(source, as: target, file) else { continue }
                    let edited = try ConfigurationSource(result).contents.entries[number]
                    #expect(edited.providers[0].kind == provider.kind)
                    if provider.plugin == nil { #expect(edited.providers[0].keys[0].name == name) }
                    let difference = LineDifference(source.bytes, result)
                    #expect(difference.removed == difference.added)
                    #expect(difference.removed <= 7, "\(file) \(name)")
                    Self.report(file, "promote", difference)
                }
            }
        }
    }

    @Test(arguments: files) func removeKey(_ file: String) throws {
        let source = try Self.source(file)
        for entry in source.contents.entries {
            for provider in entry.providers {
                for key in provider.keys {
                    var target = source.contents
                    do throws(EditRefusal) {
                        try target.removeKey(
                            key.name,
                            for: entry.resources[0].selector,
                            kind: provider.kind
                        )
                    } catch {
                        #expect(error == .wouldBeEmpty(.providers))
                        #expect(entry.providers.count == 1 && provider.keys.count == 1)
                        continue
                    }
                    guard let result = try Self.edited(source, as: target, file) else { continue }
                    let difference = LineDifference(source.bytes, result)
                    #expect(difference.added <= 1)
                    #expect(difference.removed <= (provider.keys.count == 1 ? 5 : 4), "\(file)")
                    Self.report(file, "remove-key", difference)
                }
            }
        }
    }

    @Test(arguments: files) func resources(_ file: String) throws {
        let source = try Self.source(file)
        for name in ["leases.coordination.k8s.io", "deployments.apps", "pods", "*.batch"] {
            var target = source.contents
            do throws(EditRefusal) {
                try target.addResource(name)
            } catch {
                guard case .resourceExists = error else { throw error }
                continue
            }
            guard let result = try Self.edited(source, as: target, file) else { continue }
            Self.report(file, "add-resource \(name)", LineDifference(source.bytes, result))
            // Taking it out again leaves the file as it was.
            let added = try ConfigurationSource(result)
            var back = added.contents
            try back.removeResource(ResourceSelector(parsing: name))
            #expect(try added.rewritten(as: back) == source.bytes, "\(file) \(name)")
        }
        for entry in source.contents.entries {
            for resource in entry.resources {
                var target = source.contents
                do throws(EditRefusal) {
                    try target.removeResource(resource.selector)
                } catch {
                    #expect(error == .wouldBeEmpty(.file))
                    continue
                }
                guard let result = try Self.edited(source, as: target, file) else { continue }
                Self.report(file, "remove-resource", LineDifference(source.bytes, result))
            }
        }
    }

    /// What every user of a shared list wants is done once.
    @Test func sharedByAll() throws {
        let source = try Self.source("08-anchors.yaml")
        let key = EditableConfiguration.Key.fresh(named: KeyName("shared-2"))
        var target = source.contents
        for name in ["secrets", "configmaps"] {
            try target.addKey(key, for: ResourceSelector(parsing: name))
            #expect(throws: EditRefusal.self) { try source.rewritten(as: target) }
        }
        try target.addKey(key, for: ResourceSelector(parsing: "deployments.apps"))
        let result = try source.rewritten(as: target)
        #expect(LineDifference(source.bytes, result) == .init(removed: 0, added: 2))
        let added = try ConfigurationSource(result)
        target = added.contents
        for name in ["secrets", "configmaps", "*.apps"] {
            try target.promote(KeyName("shared-2"), for: ResourceSelector(parsing: name))
        }
        #expect(LineDifference(result, try added.rewritten(as: target)).total == 4)
    }

    /// The entry whose text others use cannot go.
    @Test func anchorInUse() throws {
        let source = try Self.source("08-anchors.yaml")
        var target = source.contents
        try target.removeResource(ResourceSelector(parsing: "secrets"))
        #expect(throws: EditRefusal.shared(anchor: "chain", entries: [])) {
            try source.rewritten(as: target)
        }
    }

    /// What belongs to another file is written out.
    @Test func otherFile() throws {
        let source = try Self.source("05-kubespray.yaml")
        let other = try Self.source("17-kms-v2.yaml")
        var target = source.contents
        target.entries[0].providers.insert(other.contents.entries[0].providers[0], at: 0)
        target.entries[0].providers.append(other.contents.entries[0].providers[1])
        target.entries.append(.init(resources: [.init("pods")], providers: [.init(.identity)]))
        let result = try source.rewritten(as: target)
        #expect(LineDifference(source.bytes, result).removed == 0)
        let text = String(decoding: result, as: UTF8.self)
        #expect(
            text.contains(
                """
                    providers:
                    - kms:
                        apiVersion: v2
                        name: aws-encryption-provider
                        endpoint: 'unix:///var/run/kmsplugin/socket.sock'
                        timeout: 5s
                    - secretbox:

                """
            )
        )
        #expect(text.hasSuffix("  - resources:\n    - pods\n    providers:\n    - identity: {}\n"))
    }

    /// For the eye: run with KENC_SHOW_EDITS=1.
    private static func report(_ file: String, _ edit: String, _ difference: LineDifference) {
        guard ProcessInfo.processInfo.environment["KENC_SHOW_EDITS"] != nil else { return }
        print("EDIT \(file) \(edit) -\(difference.removed) +\(difference.added)")
    }
}
