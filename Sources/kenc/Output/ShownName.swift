import EncryptionConfig

/// The text of the key's name that was shown last.
///
/// Telling whether a name is a secret that was pasted there takes longer than the rest of a line, and
/// most lines have the name of the line before.
struct ShownName {
    private var last: (name: KeyName, text: String)?

    mutating func text(_ name: KeyName) -> String {
        if let last, last.name == name { return last.text }
        let text = name.description
        last = (name, text)
        return text
    }
}
