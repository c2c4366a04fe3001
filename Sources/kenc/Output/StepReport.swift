import EncryptionConfig
import Planning

/// A step for programs: `step` of `validate --previous … -o json`.
struct StepReport: Encodable {
    struct Key: Encodable {
        let provider: String
        let keyName: String?

        init(_ key: ValueClass) {
            provider = key.kind.rawValue
            keyName = key.keyName?.description
        }
    }

    /// A key that the old file reads with.
    struct Reader: Encodable {
        let provider: String
        let keyName: String?
        let providerIndex: Int
        let keyIndex: Int
        let newReads: Bool
        let staleUnderNew: Bool?

        init(_ reader: ResourceStep.Reader) {
            provider = reader.valueClass.kind.rawValue
            keyName = reader.valueClass.keyName?.description
            providerIndex = reader.providerIndex
            keyIndex = reader.keyIndex
            newReads = reader.newReads
            staleUnderNew = reader.staleUnderNew
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(provider, forKey: .provider)
            try fields.encodeIfPresent(keyName, forKey: .keyName)
            try fields.encode(providerIndex, forKey: .providerIndex)
            try fields.encode(keyIndex, forKey: .keyIndex)
            try fields.encode(newReads, forKey: .newReads)
            try fields.encode(staleUnderNew, forKey: .staleUnderNew)
        }

        enum CodingKeys: CodingKey {
            case provider
            case keyName
            case providerIndex
            case keyIndex
            case newReads
            case staleUnderNew
        }
    }

    struct Resource: Encodable {
        let resource: String
        let newReadsOldWrites: Bool
        let oldReadsNewWrites: Bool
        let staleUnderNew: Bool?
        let writer: Key
        let lost: [Key]
        let keys: [Reader]

        init(_ step: ResourceStep) {
            resource = step.scope.name
            newReadsOldWrites = step.newReadsOldWrites
            oldReadsNewWrites = step.oldReadsNewWrites
            staleUnderNew = step.staleUnderNew
            writer = Key(step.newWriter)
            lost = step.lost.map(Key.init)
            keys = step.readers.map(Reader.init)
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(resource, forKey: .resource)
            try fields.encode(newReadsOldWrites, forKey: .newReadsOldWrites)
            try fields.encode(oldReadsNewWrites, forKey: .oldReadsNewWrites)
            // Null, not absent, where the new file cannot read.
            try fields.encode(staleUnderNew, forKey: .staleUnderNew)
            try fields.encode(writer, forKey: .writer)
            try fields.encode(lost, forKey: .lost)
            try fields.encode(keys, forKey: .keys)
        }

        enum CodingKeys: CodingKey {
            case resource
            case newReadsOldWrites
            case oldReadsNewWrites
            case staleUnderNew
            case writer
            case lost
            case keys
        }
    }

    let old: String
    let new: String
    let safe: Bool
    /// Whether a server that reloads the file by itself takes it, plugins permitting.
    let reloads: Bool
    let resources: [Resource]

    init(_ step: Step, from old: String, to new: String, reloads: Bool) {
        self.old = old
        self.new = new
        safe = step.isSafe
        self.reloads = reloads
        resources = step.resources.map(Resource.init)
    }
}
