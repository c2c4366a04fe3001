public import EncryptionConfig

extension Step {
    /// What there is to say about the step; none of the findings has a place in a file.
    public var findings: [Finding] {
        var notes: [(change: StepChange, names: [String])] = []
        for resource in resources {
            let name = SafeText.name(resource.scope.name)
            for change in resource.changes {
                if let index = notes.firstIndex(where: { $0.change == change }) {
                    notes[index].names.append(name)
                } else {
                    notes.append((change, [name]))
                }
            }
        }
        return notes.map { note in
            let more = note.names.count > 5 ? " and \(note.names.count - 5) more" : ""
            let names = note.names.prefix(5).joined(separator: ", ") + more
            let words = StepWords(note.change)
            return Finding(
                words.rule,
                "\(names): \(words.message)",
                hint: words.hint,
                remedy: words.remedy
            )
        }
    }
}

/// A change as a finding.
private struct StepWords {
    let rule: Rule
    let message: String
    var hint: String?
    var remedy: Remedy?
}

extension StepWords {
    init(_ change: StepChange) {
        switch change {
        case .resourceAdded, .resourceDropped, .plaintextAgain, .identityLost:
            self = Self.wholeChain(change)
        case .writesUnreadable(let key):
            rule = .stepNewWriteKey
            message = "\(key) writes at once, and the old file cannot read it"
            hint =
                "every API server must be able to read it first: put it second, roll that out "
                + "everywhere, then move it to the front"
        case .writerLost(let key):
            rule = .stepWriteKeyRemoved
            message = "\(key), which the old file writes with, is gone"
            remedy = .rewriteBeforeRemoval
        case .readerLost(let key):
            rule = .stepReadKeyRemoved
            message = "\(key) is gone"
            remedy = .surveyBeforeRemoval
        case .bytesChanged(let key):
            rule = .stepKeyBytesChanged
            message =
                "\(key) keeps its name and has another secret, so what the old one wrote is "
                + "unreadable"
            hint = "give the new secret a name of its own and keep the old one behind it"
        case .endpointChanged(let key):
            rule = .stepKmsChanged
            message = "\(key) has another endpoint"
            hint = "behind it must be a plugin with the same keys"
        case .pluginAdded(let key):
            rule = .stepKmsAdded
            message = "\(key) has to work on every node before the file comes"
            hint =
                "where it does not, a server keeps the old file, or comes up unready: try the "
                + "plugin on each node"
        case .pluginOnlyReads(let key):
            rule = .stepKmsReads
            message = "\(key) only reads from now on, and has to encrypt all the same"
            hint =
                "a server reads nothing through a plugin that has not encrypted once since it "
                + "started: keep the plugin whole until the entry is gone everywhere"
        }
    }

    private static func wholeChain(_ change: StepChange) -> StepWords {
        switch change {
        case .resourceDropped:
            StepWords(
                rule: .stepResourceDropped,
                message: "the new file has no chain any more, so encrypted values become "
                    + "unreadable",
                hint: "put identity first, rewrite everything, and drop the entry after that"
            )
        case .plaintextAgain:
            StepWords(
                rule: .stepPlaintextAgain,
                message: "new values are stored as plaintext from now on",
                hint: "right only if encryption is being taken back"
            )
        case .identityLost:
            StepWords(
                rule: .stepIdentityRemoved,
                message: "without identity, values stored as plaintext are unreadable",
                remedy: .surveyForPlaintext
            )
        default:
            StepWords(rule: .stepResourceAdded, message: "encryption begins here")
        }
    }
}
