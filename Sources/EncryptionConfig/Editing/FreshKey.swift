internal import KeyMaterial

extension EditableConfiguration.Key {
    /// Makes a key of 32 bytes of the operating system's generator, which every provider takes.
    public static func fresh(named name: KeyName) -> EditableConfiguration.Key {
        EditableConfiguration.Key(NamedKey(name: name, key: SecretKey.random(count: 32)))
    }

    /// Makes a key of the text that a file would hold, which is kept as it is but for white space
    /// around it and line breaks within.
    ///
    /// - Throws: ``EditRefusal/secretNotBase64``.
    public init(named name: KeyName, secretText text: Span<UInt8>) throws(EditRefusal) {
        var characters: [UInt8] = []
        characters.reserveCapacity(text.count)
        for index in text.indices where text[index] != 0x0A && text[index] != 0x0D {
            characters.append(text[index])
        }
        defer { wipe(&characters) }
        var bounds = 0..<characters.count
        while let first = bounds.first, ListLayout.isBlank(characters[first]) {
            bounds = bounds.dropFirst()
        }
        while let last = bounds.last, ListLayout.isBlank(characters[last]) {
            bounds = bounds.dropLast()
        }
        let spelling = SecretKey(copying: characters.span.extracting(bounds))
        let decoded = spelling.withBytes { $0.isEmpty ? nil : GoBase64.decode($0) }
        guard var bytes = decoded else { throw .secretNotBase64 }
        defer { wipe(&bytes) }
        let key = NamedKey(name: name, key: SecretKey(copying: bytes.span))
        self.init(key, spelling: spelling, origin: nil)
    }
}
