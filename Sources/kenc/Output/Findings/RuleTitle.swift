import EncryptionConfig

extension Rule {
    /// What is wrong wherever the rule finds something, in a sentence without its full stop.
    var title: String {
        switch self {
        case .fileEmpty:
            "The file is empty"
        case .notAConfiguration:
            "The file is of another kind"
        case .encoding:
            "The text is in no encoding that YAML has"
        case .yamlSyntax:
            "The YAML cannot be read"
        case .yamlTag:
            "A YAML tag is of no use here"
        case .yamlMerge:
            "A YAML merge key merges something else than mappings"
        case .yamlKey:
            "A field has no name that is text"
        case .jsonSyntax:
            "The JSON cannot be read"
        case .nestedTooDeeply:
            "The file is nested too deeply"
        case .aliasLimit:
            "YAML aliases expand to too much"
        case .duplicateField:
            "A field stands twice in one mapping"
        case .headerApiVersion:
            "The apiVersion is wrong or missing"
        case .headerKind:
            "The kind is wrong or missing"
        case .headerUnknown:
            "apiVersion and kind do not name an EncryptionConfiguration"
        case .unknownField:
            "A field is unknown here"
        case .wrongType:
            "A value is of the wrong type"
        case .resourcesRequired:
            "The configuration has no entries"
        case .resourceNamesRequired:
            "An entry names no resources"
        case .resourceCapital:
            "A resource is written with capital letters"
        case .resourceStar:
            "A star alone is no resource"
        case .resourceNotStored:
            "The resource is not stored in etcd"
        case .resourceEventsGroup:
            "Events are named by the wrong group"
        case .resourceExtensionsGroup:
            "The group extensions is gone"
        case .resourceAcrossGroups:
            "A wildcard over groups for one resource"
        case .resourceDuplicate:
            "A resource stands twice in one list"
        case .resourceOverlap:
            "A wildcard covers other names of the same list"
        case .resourceMasked:
            "A resource is masked by a wildcard of an earlier entry"
        case .providersRequired:
            "An entry has no providers"
        case .providerMissing:
            "An element of the list holds no provider"
        case .providerMultiple:
            "An element of the list holds several providers"
        case .keysRequired:
            "A provider has no keys"
        case .keyNameRequired:
            "A key has no name"
        case .secretRequired:
            "A key has no secret"
        case .secretBase64:
            "A secret is not base64"
        case .secretLength:
            "A secret has the wrong length"
        case .kmsNameRequired:
            "A kms plugin has no name"
        case .kmsNameColon:
            "The name of a kms v2 plugin holds a colon"
        case .kmsNameDuplicate:
            "Two kms plugins have one name"
        case .kmsEndpoint:
            "The endpoint of a kms plugin cannot be used"
        case .kmsTimeout:
            "The timeout of a kms plugin cannot be used"
        case .kmsCacheSize:
            "The cachesize of a kms plugin cannot be used"
        case .kmsApiVersion:
            "The API version of a kms plugin is unknown"
        case .kmsV1Disabled:
            "kms v1 is switched off"
        case .identityFirst:
            "identity comes first, so everything new is stored as plaintext"
        case .duplicateKeyName:
            "Two keys of one provider have one name"
        case .duplicateKeyBytes:
            "Two keys have the same secret"
        case .keyNameColon:
            "The name of a key holds a colon"
        case .keyNameOverlap:
            "Two names of keys are the same up to a colon"
        case .resourceRepeated:
            "A resource stands in two entries"
        case .resourceNameEmpty:
            "A resource has no name, so nothing is encrypted"
        case .sampleKey:
            "A secret is printed in documentation"
        case .lowEntropyKey:
            "A secret repeats itself too much to be random"
        case .asciiKey:
            "A secret is plain text"
        case .shortKey:
            "A secret has fewer than 32 bytes"
        case .secretInName:
            "The name of a key looks like a secret"
        case .fileMode:
            "The file can be read by others"
        case .aescbcUnauthenticated:
            "aescbc does not authenticate what it stores"
        case .aesgcmRotation:
            "aesgcm writes with random nonces, so a key wears out"
        case .kmsV1:
            "kms v1 is deprecated and slow"
        case .kmsNameReload:
            "Two kms plugins of one name stop a reload"
        case .legacyHeader:
            "The header is that of Kubernetes 1.7"
        case .openshiftMarker:
            "A key is OpenShift's mark for identity mode"
        case .laterDocuments:
            "The file goes on after its first document"
        case .filesDiffer:
            "Files for several API servers differ"
        case .stepNewWriteKey:
            "A new key writes before every API server can read it"
        case .stepWriteKeyRemoved:
            "The key that the old file writes with is gone"
        case .stepReadKeyRemoved:
            "A key that the old file reads with is gone"
        case .stepKeyBytesChanged:
            "A key keeps its name and has another secret"
        case .stepIdentityRemoved:
            "identity is gone, so stored plaintext is unreadable"
        case .stepResourceDropped:
            "A resource has no chain any more"
        case .stepResourceAdded:
            "The encryption of a resource begins"
        case .stepPlaintextAgain:
            "New values are stored as plaintext again"
        case .stepKmsChanged:
            "A kms plugin has another endpoint"
        case .stepKmsAdded:
            "A kms plugin is new"
        case .stepKmsReads:
            "A kms plugin only reads from now on"
        case .stepOldInvalid:
            "The file that the step begins from is invalid"
        }
    }
}
