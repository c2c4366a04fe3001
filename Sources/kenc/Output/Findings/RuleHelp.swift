import EncryptionConfig

extension Rule {
    /// Why it matters, and what to do about it: what holds for every finding of the rule.
    var help: String {
        switch self {
        case .fileEmpty:
            "The API server needs one EncryptionConfiguration. Look at what wrote the file: "
                + "it may have failed half-way."
        case .notAConfiguration:
            "An etcd snapshot or a dump is no configuration. Give the EncryptionConfiguration "
                + "itself."
        case .encoding:
            "Write the file as UTF-8 without control characters."
        case .yamlSyntax:
            "The API server reads the dialect of early YAML libraries. Correct the line that "
                + "is named."
        case .yamlTag:
            "Leave tags out: the API server takes plain strings, lists and mappings."
        case .yamlMerge:
            "Write the fields out where they belong instead of merging them."
        case .yamlKey:
            "Give every field a name; a list or a mapping cannot be one."
        case .jsonSyntax:
            "Correct the place that is named, or write the file as YAML."
        case .nestedTooDeeply:
            "A configuration needs few levels. Take the needless ones out."
        case .aliasLimit:
            "Write the fields out instead of repeating them by aliases."
        case .duplicateField:
            "Keep one of the two: the API server refuses the file."
        case .headerApiVersion:
            "Write 'apiVersion: apiserver.config.k8s.io/v1'."
        case .headerKind:
            "Write 'kind: EncryptionConfiguration'."
        case .headerUnknown:
            "Write 'apiVersion: apiserver.config.k8s.io/v1' and 'kind: "
                + "EncryptionConfiguration'."
        case .unknownField:
            "The API server reads the file strictly. Correct the spelling, the indentation or "
                + "the place of the field."
        case .wrongType:
            "Write the type that the message names; quote text that looks like a number."
        case .resourcesRequired:
            "Add at least one entry with resources and providers."
        case .resourceNamesRequired:
            "Name at least one resource, such as 'secrets'."
        case .resourceCapital:
            "Write the plural in small letters, as 'kubectl api-resources' prints it."
        case .resourceStar:
            "Only '*.', '*.GROUP' and '*.*' are wildcards."
        case .resourceNotStored:
            "Leave it out: the API server refuses to encrypt it."
        case .resourceEventsGroup:
            "Events are stored in the core group: write 'events'."
        case .resourceExtensionsGroup:
            "Name the resource by the group that it moved to."
        case .resourceAcrossGroups:
            "Name the resource in each group, or take a whole group with '*.GROUP'."
        case .resourceDuplicate:
            "Keep one of the two."
        case .resourceOverlap:
            "Leave out what the wildcard covers, or give it an entry of its own above."
        case .resourceMasked:
            "Put the entry of the single resource above that of the wildcard."
        case .providersRequired:
            "Add a list of providers; the first one writes."
        case .providerMissing:
            "Name one of aescbc, aesgcm, secretbox, kms and identity."
        case .providerMultiple:
            "Give each provider an element with a dash of its own."
        case .keysRequired:
            "Add at least one key with a name and a secret."
        case .keyNameRequired:
            "Give every key a name of its own: stored values carry it."
        case .secretRequired:
            "Add a secret of random bytes in base64."
        case .secretBase64:
            "Write the random bytes in standard base64, for example from 'head -c 32 "
                + "/dev/urandom | base64'. Variables must be filled in before the API server reads "
                + "the file."
        case .secretLength:
            "aescbc and aesgcm take 16, 24 or 32 bytes, secretbox takes 32, all counted "
                + "before base64."
        case .kmsNameRequired:
            "Give the plugin a name: stored values carry it."
        case .kmsNameColon:
            "Choose a name without ':', which ends the name in stored values."
        case .kmsNameDuplicate:
            "Give every plugin a name of its own."
        case .kmsEndpoint:
            "Write it as 'unix:///path/to/socket'."
        case .kmsTimeout:
            "Write a duration of more than 0, such as '3s'."
        case .kmsCacheSize:
            "kms v1 takes any number but 0, kms v2 has no cachesize."
        case .kmsApiVersion:
            "Write 'apiVersion: v2'."
        case .kmsV1Disabled:
            "Move to 'apiVersion: v2', or run the API server with the feature gate KMSv1."
        case .identityFirst:
            "Put the provider that shall encrypt above identity. identity first is right only "
                + "while encryption is being taken back."
        case .duplicateKeyName:
            "Give every key its own name: values tell keys apart by it."
        case .duplicateKeyBytes:
            "A new name alone rotates nothing. Make a new secret."
        case .keyNameColon:
            "Choose a name without ':', which ends the name in stored values."
        case .keyNameOverlap:
            "Choose names without ':': each key is tried on the other's values."
        case .resourceRepeated:
            "Join the entries: only the first provider of the first one writes."
        case .resourceNameEmpty:
            "Name a resource, such as 'secrets'."
        case .sampleKey:
            "Everyone knows it. Make a new secret of random bytes and rotate to it."
        case .lowEntropyKey:
            "Make a new secret of random bytes and rotate to it."
        case .asciiKey:
            "Text is easier to guess than random bytes. Make a new secret and rotate to it."
        case .shortKey:
            "Use 32 random bytes for the next key."
        case .secretInName:
            "Names are stored in the clear beside every value. If it is a secret, make a new "
                + "key."
        case .fileMode:
            "Whoever reads the file has the keys. Set its mode to 0600."
        case .aescbcUnauthenticated:
            "Changed or swapped values go unnoticed. Move to secretbox, aesgcm with key "
                + "rotation, or kms v2."
        case .aesgcmRotation:
            "Rotate the key on a schedule, well before 2^32 writes, or use secretbox or kms "
                + "v2."
        case .kmsV1:
            "Move to 'apiVersion: v2'."
        case .kmsNameReload:
            "An API server that runs refuses the file, though one that starts takes it. Give "
                + "every plugin a name of its own."
        case .legacyHeader:
            "Write 'apiVersion: apiserver.config.k8s.io/v1' and 'kind: "
                + "EncryptionConfiguration'."
        case .openshiftMarker:
            "16 zero bytes are no key. Leave them to OpenShift."
        case .laterDocuments:
            "The API server ignores the rest. Take it out, or put it in front if it is what "
                + "was meant."
        case .filesDiffer:
            "Copies have to be the same byte for byte, or servers cannot read what others "
                + "write."
        case .stepNewWriteKey:
            "Put the key second, roll that out everywhere, then move it to the front."
        case .stepWriteKeyRemoved:
            "Keep it behind the new one until everything is rewritten."
        case .stepReadKeyRemoved:
            "This is safe only when nothing stored is on it, and no backup needs it."
        case .stepKeyBytesChanged:
            "What the old secret wrote is unreadable. Give the new secret a name of its own "
                + "and keep the old one behind it."
        case .stepIdentityRemoved:
            "Keep identity last until nothing stored is plaintext."
        case .stepResourceDropped:
            "Put identity first, rewrite everything, and drop the entry after that."
        case .stepResourceAdded:
            "Rewrite what is stored as plaintext once every API server has the file."
        case .stepPlaintextAgain:
            "This is right only if encryption is being taken back."
        case .stepKmsChanged:
            "Behind it must be a plugin with the same keys."
        case .stepKmsAdded:
            "It has to work on every node before the file comes."
        case .stepKmsReads:
            "A server reads nothing through a plugin that has not encrypted once since it "
                + "started: keep it whole until the entry is gone everywhere."
        case .stepOldInvalid:
            "Correct the earlier file, or name the one that the API servers really have."
        }
    }
}
