import EncryptionConfig
import Planning

/// A step for programs: `step` of `validate --previous … -o json`.
struct StepReport: Encodable {
    /// A key that the old file reads with.
    struct Reader: Encodable {
        let provider: String
        let keyName: String?
        let providerIndex: Int
        let keyIndex: Int
        let newReads: Bool
        @NullIfNone var staleUnderNew: Bool?

        init(_ reader: ResourceStep.Reader) {
            provider = reader.valueClass.kind.rawValue
            keyName = reader.valueClass.keyName?.description
            providerIndex = reader.providerIndex
            keyIndex = reader.keyIndex
            newReads = reader.newReads
            staleUnderNew = reader.staleUnderNew
        }
    }

    struct Resource: Encodable {
        let resource: String
        let newReadsOldWrites: Bool
        let oldReadsNewWrites: Bool
        @NullIfNone var staleUnderNew: Bool?
        let writer: SurveyReport.Key
        let lost: [SurveyReport.Key]
        let keys: [Reader]

        init(_ step: ResourceStep) {
            resource = SafeText.name(step.scope.name)
            newReadsOldWrites = step.newReadsOldWrites
            oldReadsNewWrites = step.oldReadsNewWrites
            // Null where the new file cannot read.
            staleUnderNew = step.staleUnderNew
            writer = SurveyReport.Key(step.newWriter)
            lost = step.lost.map(SurveyReport.Key.init)
            keys = step.readers.map(Reader.init)
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

extension SurveyReport.Key {
    fileprivate init(_ key: ValueClass) {
        provider = key.kind.rawValue
        keyName = key.keyName?.description
        keyID = nil
    }
}
