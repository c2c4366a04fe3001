import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// A survey as other programs read it: the fields of `scan -o json`.
struct SurveyReport: Encodable {
    struct Key: Encodable {
        let provider: String
        let keyName: String?
        let keyID: String?

        init(_ key: ProviderKey) {
            provider = key.kind.rawValue
            keyName = key.name?.description
            keyID = key.keyID?.text
        }
    }

    struct Share: Encodable {
        let provider: String
        let keyName: String?
        let keyID: String?
        let values: Int
        let bytes: Int
        /// Of kms: how many data keys or seeds the values are on, and since and until which revision.
        let dekSources: Int?
        let oldestRevision: Int64?
        let newestRevision: Int64?

        static func all(of tally: ResourceTally) -> [Share] {
            tally.by.sorted { $0.key < $1.key }.map { key, volume in
                Share(
                    provider: key.kind.rawValue,
                    keyName: key.name?.description,
                    keyID: key.keyID?.text,
                    values: volume.values,
                    bytes: volume.bytes,
                    dekSources: volume.envelopes?.sourceCount,
                    oldestRevision: volume.envelopes?.oldest?.rawValue,
                    newestRevision: volume.envelopes?.newest?.rawValue
                )
            }
        }
    }

    struct Resource: Encodable {
        let resource: String
        let values: Int
        let current: Int?
        let stale: Int?
        let unreadable: Int
        let plaintext: Int
        let by: [Share]
    }

    struct Value: Encodable {
        let key: String
        let keyBase64: String?
        let code: String
        let message: String

        init(_ report: ValueReport) {
            (key, keyBase64) = EtcdKeyText.both(report.key)
            code = report.code
            message = report.message
        }
    }

    let values: Int
    let current: Int?
    let stale: Int?
    let unreadable: Int
    let plaintext: Int
    let system: Int
    let unknown: Int
    let resources: [Resource]
    let unreadableValues: [Value]
    let warnings: [Value]

    /// `current` and `stale` mean something only under a configuration.
    init(_ survey: Survey, underConfiguration: Bool) {
        let total = survey.total
        values = total.values
        current = underConfiguration ? total.current : nil
        stale = underConfiguration ? total.stale : nil
        unreadable = total.unreadable
        plaintext = total.plaintext
        system = survey.system
        unknown = survey.unknown
        resources = survey.sortedResources.map { resource, tally in
            Resource(
                resource: resource.description,
                values: tally.values,
                current: underConfiguration ? tally.current : nil,
                stale: underConfiguration ? tally.stale : nil,
                unreadable: tally.unreadable,
                plaintext: tally.plaintext,
                by: Share.all(of: tally),
            )
        }
        unreadableValues = survey.unreadableValues.map(Value.init)
        warnings = survey.suspectValues.map(Value.init)
    }
}
