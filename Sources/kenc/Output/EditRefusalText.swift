import EncryptionConfig

extension Failure {
    /// Why an edit was refused, and the way around it.
    init(refusal: EditRefusal, in file: String) {
        let (message, hint) = Self.words(refusal)
        let status: ExitStatus =
            switch refusal {
            case .invalid: .found
            case .noKeys: .usage
            default: .failed
            }
        self.init("\(file): \(message)", hint: hint, status: status)
    }

    /// Makes an edit, or says why it was refused.
    static func wordingRefusal<Result>(
        in file: String,
        _ edit: () throws -> Result,
    ) throws -> Result {
        do {
            return try edit()
        } catch let refusal as EditRefusal {
            throw Failure(refusal: refusal, in: file)
        }
    }

    private static func words(_ refusal: EditRefusal) -> (message: String, hint: String) {
        switch refusal {
        case .tooLarge(let bytes):
            return (
                "\(bytes) bytes are more than are read of a configuration",
                "is this the right file?"
            )
        case .notUTF8:
            return (
                "the file is UTF-16, which is not edited",
                "turn it into UTF-8 first, as with 'iconv -t UTF-8'"
            )
        case .invalid:
            return ("the API server would refuse the file", "see 'kenc validate'")
        case .wouldBeEmpty(.file):
            return ("the file would have no entry left", "an API server needs one")
        case .wouldBeEmpty(.resources):
            return ("the entry would have no resource left", "remove the entry as a whole")
        case .wouldBeEmpty(.providers):
            return (
                "the entry would have no provider left",
                "add another key first, or remove the entry's resources"
            )
        case .wouldBeEmpty(.keys):
            return ("the provider would have no key left", "remove the provider as a whole")
        case .shared(let anchor, let entries):
            let users = entries.map { "resources[\($0)]" }.joined(separator: ", ")
            return (
                "the text under the anchor '\(ShownText.line(anchor))' is shared"
                    + (users.isEmpty ? "" : " by \(users)") + ", and the others would change too",
                "write the list out where it is to differ, in place of its alias"
            )
        case .layout(let line):
            return (
                "line \(line) is laid out in a way that is not edited",
                "put each element on a line of its own"
            )
        case .notAsIntended:
            return (
                "the result would not be what was meant, so it was thrown away",
                "edit the file by hand, and look at the step with 'kenc validate --previous'"
            )
        case .resultInvalid(let rule):
            return (
                "the API server would refuse the result [\(rule.rawValue)]",
                "ask for something else, or edit the file by hand and check it with 'kenc validate'"
            )
        case .noChain(let name):
            return (
                "no entry gives '\(ShownText.line(name))' its providers",
                "add it with 'kenc config add-resource'"
            )
        case .resourceExists(let name, let entry):
            return (
                "resources[\(entry)] names '\(ShownText.line(name))' already",
                "there is nothing to add"
            )
        case .resourceNotNamed(let name, let wildcard):
            let name = ShownText.line(name)
            return (
                "no entry names '\(name)'"
                    + (wildcard.map { ", it is covered by '\(ShownText.line($0))'" } ?? ""),
                wildcard == nil
                    ? "there is nothing to remove"
                    : "remove the wildcard, or give '\(name)' an entry of its own"
            )
        case .unknownKey(let name, let resource, let known):
            let list = known.map { ShownText.name($0.text) }.joined(separator: ", ")
            return (
                "the entry of '\(ShownText.line(resource))' has no key "
                    + "'\(ShownText.name(name.text))'",
                known.isEmpty ? "it has identity only" : "it has \(list)"
            )
        case .ambiguousKey(let name, let kinds):
            let list = kinds.map(\.rawValue).joined(separator: ", ")
            return (
                "more than one key has the name '\(ShownText.name(name.text))': \(list)",
                "choose one with --provider"
            )
        case .keyExists(let name, let kind):
            return (
                "\(kind) has a key '\(ShownText.name(name.text))' already",
                "values name their key, so a new key needs a new name: --key-name"
            )
        case .keyExistsElsewhere(let name, let kind):
            return (
                "another entry of the same resource has another \(kind) key "
                    + "'\(ShownText.name(name.text))'",
                "values name their key, so a new key needs a new name: --key-name"
            )
        case .secretNotBase64:
            return (
                "the secret is not standard base64",
                "make one with 'head -c 32 /dev/urandom | base64', or leave out --secret-file"
            )
        case .secretLength(let bytes, let kind):
            let lengths = kind.keyLengths.map(String.init).joined(separator: ", ")
            return (
                "the secret has \(bytes) bytes, and \(kind) takes \(lengths)",
                "make one with 'head -c 32 /dev/urandom | base64', or leave out --secret-file"
            )
        case .noKeys(let kind):
            return (
                "a provider of kind \(kind) has no keys",
                "those with keys are aescbc, aesgcm and secretbox"
            )
        }
    }
}
