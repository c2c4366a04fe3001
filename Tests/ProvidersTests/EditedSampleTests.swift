import EncryptionConfig
import Foundation
import KeyMaterial
import KubernetesModel
import TestSupport
import Testing

@testable import Providers

/// Values that an API server wrote under a file open under every edit of it that only adds or moves.
@Suite struct EditedSampleTests {
    private struct Sample: Decodable {
        let file: String
        let resource: String
        let key: String
        let stored: Data
        let plaintext: Data
    }

    private static let samples: [Sample] = {
        let bytes = (try? TestData.bytes("edits/samples.jsonl")) ?? []
        return bytes.split(separator: 0x0A).compactMap {
            try? JSONDecoder().decode(Sample.self, from: Data($0))
        }
    }()

    @Test func samplesAreThere() {
        #expect(Self.samples.count == 33)
    }

    @Test func openAfterEdits() throws {
        var opened = 0
        for sample in Self.samples {
            let source = try ConfigurationSource(try TestData.bytes("edits/\(sample.file)"))
            let resource = ResourceSelector(parsing: sample.resource)
            let number = try #require(source.contents.entry(for: resource))
            var files = [source.bytes]
            var added = source.contents
            try added.addKey(.fresh(named: KeyName("fresh")), for: resource)
            if let bytes = try? source.rewritten(as: added) { files.append(bytes) }
            // Each key as the writer of another server, whose values have to open everywhere too.
            var written: [[UInt8]] = [[UInt8](sample.stored)]
            for provider in source.contents.entries[number].providers {
                for key in provider.keys {
                    var target = source.contents
                    try target.promote(key.name, for: resource, kind: provider.kind)
                    guard let bytes = try? source.rewritten(as: target) else { continue }
                    files.append(bytes)
                    let sealed = try ResourceChains(ConfigurationSource(bytes).configuration).seal(
                        plaintext: [UInt8](sample.plaintext),
                        etcdKey: sample.key,
                        resource: sample.resource
                    )
                    let header = "k8s:enc:\(provider.kind):v1:\(key.name):"
                    #expect(sealed.starts(with: Array(header.utf8)), "\(sample.file) \(key.name)")
                    written.append(sealed)
                }
            }
            for bytes in files {
                let chains = ResourceChains(try ConfigurationSource(bytes).configuration)
                for stored in written {
                    let plaintext = try chains.open(
                        stored: stored,
                        etcdKey: sample.key,
                        resource: sample.resource
                    )
                    #expect(plaintext == [UInt8](sample.plaintext), "\(sample.file)")
                    opened += 1
                }
            }
        }
        #expect(opened > 2000)
    }
}
