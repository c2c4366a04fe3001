/// Every rule that ``ConfigurationValidator`` knows; the raw value is its stable name.
public enum Rule: String, Sendable, CaseIterable {
    // What cannot be read.
    case fileEmpty = "file-empty"
    case notAConfiguration = "not-a-configuration"
    case encoding = "encoding"
    case yamlSyntax = "yaml-syntax"
    case yamlTag = "yaml-tag"
    case yamlMerge = "yaml-merge"
    case yamlKey = "yaml-key"
    case jsonSyntax = "json-syntax"
    case nestedTooDeeply = "nested-too-deeply"
    case aliasLimit = "alias-limit"
    case duplicateField = "duplicate-field"

    // What does not fit the form.
    case headerApiVersion = "header-api-version"
    case headerKind = "header-kind"
    case headerUnknown = "header-unknown"
    case unknownField = "unknown-field"
    case wrongType = "wrong-type"

    // Resources.
    case resourcesRequired = "resources-required"
    case resourceNamesRequired = "resource-names-required"
    case resourceCapital = "resource-capital"
    case resourceStar = "resource-star"
    case resourceNotStored = "resource-not-stored"
    case resourceEventsGroup = "resource-events-group"
    case resourceExtensionsGroup = "resource-extensions-group"
    case resourceAcrossGroups = "resource-across-groups"
    case resourceDuplicate = "resource-duplicate"
    case resourceOverlap = "resource-overlap"
    case resourceMasked = "resource-masked"

    // Providers and keys.
    case providersRequired = "providers-required"
    case providerMissing = "provider-missing"
    case providerMultiple = "provider-multiple"
    case keysRequired = "keys-required"
    case keyNameRequired = "key-name-required"
    case secretRequired = "secret-required"
    case secretBase64 = "secret-base64"
    case secretLength = "secret-length"

    // KMS.
    case kmsNameRequired = "kms-name-required"
    case kmsNameColon = "kms-name-colon"
    case kmsNameDuplicate = "kms-name-duplicate"
    case kmsEndpoint = "kms-endpoint"
    case kmsTimeout = "kms-timeout"
    case kmsCacheSize = "kms-cachesize"
    case kmsApiVersion = "kms-api-version"
    case kmsV1Disabled = "kms-v1-disabled"

    // Advice on one file.
    case identityFirst = "identity-first"
    case duplicateKeyName = "duplicate-key-name"
    case duplicateKeyBytes = "duplicate-key-bytes"
    case keyNameColon = "key-name-colon"
    case keyNameOverlap = "key-name-overlap"
    case resourceRepeated = "resource-repeated"
    case resourceNameEmpty = "resource-name-empty"
    case sampleKey = "sample-key"
    case lowEntropyKey = "low-entropy-key"
    case asciiKey = "ascii-key"
    case shortKey = "short-key"
    case secretInName = "secret-in-name"
    case fileMode = "file-mode"
    case aescbcUnauthenticated = "aescbc-unauthenticated"
    case aesgcmRotation = "aesgcm-rotation"
    case kmsV1 = "kms-v1"
    case kmsNameReload = "kms-name-reload"
    case legacyHeader = "legacy-header"
    case openshiftMarker = "openshift-identity-marker"
    case laterDocuments = "later-documents"

    // Advice on two files or more.
    case filesDiffer = "files-differ"
    case stepNewWriteKey = "step-new-write-key"
    case stepWriteKeyRemoved = "step-write-key-removed"
    case stepReadKeyRemoved = "step-read-key-removed"
    case stepKeyBytesChanged = "step-key-bytes-changed"
    case stepIdentityRemoved = "step-identity-removed"
    case stepResourceDropped = "step-resource-dropped"
    case stepResourceAdded = "step-resource-added"
    case stepPlaintextAgain = "step-plaintext-again"
    case stepKmsChanged = "step-kms-changed"
    case stepKmsAdded = "step-kms-added"
    case stepKmsReads = "step-kms-reads"
    case stepOldInvalid = "step-old-invalid"

    /// How much a finding of this rule matters.
    public var severity: Finding.Severity {
        switch self {
        case .fileEmpty, .notAConfiguration, .encoding, .yamlSyntax, .yamlTag, .yamlMerge, .yamlKey,
            .jsonSyntax,
            .nestedTooDeeply, .aliasLimit, .duplicateField, .headerApiVersion, .headerKind,
            .headerUnknown, .unknownField, .wrongType, .resourcesRequired, .resourceNamesRequired,
            .resourceCapital, .resourceStar, .resourceNotStored, .resourceEventsGroup,
            .resourceExtensionsGroup, .resourceAcrossGroups, .resourceDuplicate, .resourceOverlap,
            .resourceMasked, .providersRequired, .providerMissing, .providerMultiple,
            .keysRequired, .keyNameRequired, .secretRequired, .secretBase64, .secretLength,
            .kmsNameRequired, .kmsNameColon, .kmsNameDuplicate, .kmsEndpoint, .kmsTimeout,
            .kmsCacheSize, .kmsApiVersion, .kmsV1Disabled:
            .error
        case .identityFirst, .duplicateKeyName, .duplicateKeyBytes, .keyNameColon,
            .keyNameOverlap, .resourceRepeated, .resourceNameEmpty, .sampleKey, .lowEntropyKey,
            .asciiKey, .secretInName, .fileMode, .kmsV1,
            .kmsNameReload, .laterDocuments, .stepNewWriteKey, .stepWriteKeyRemoved,
            .stepReadKeyRemoved, .stepKeyBytesChanged, .stepIdentityRemoved,
            .stepResourceDropped, .stepPlaintextAgain, .stepKmsChanged, .stepOldInvalid:
            .warning
        case .aescbcUnauthenticated, .aesgcmRotation, .shortKey, .legacyHeader, .openshiftMarker,
            .filesDiffer, .stepResourceAdded,
            .stepKmsAdded, .stepKmsReads:
            .info
        }
    }
}
