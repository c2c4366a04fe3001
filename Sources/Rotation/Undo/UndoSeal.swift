internal import EncryptionConfig
internal import KeyMaterial
internal import Providers

/// The chain of authentication codes that runs through an undo log.
///
/// Each line ends in HMAC-SHA-256 over the code of the line before and its own bytes, under a key
/// that HKDF derives from a key of the configuration and the log's salt. So a line that was
/// changed, added, moved or taken out does not fit; only an end that was cut off does, since a
/// crash leaves the same.
struct UndoSeal {
    private let key: SecretKey
    private var last: [UInt8] = []

    static let saltSize = 16
    /// What stands between a line's own bytes and its code.
    private static let mark = Array(#","mac":""#.utf8)
    private static let end = Array(#""}"#.utf8)

    /// Derives the key of a log.
    init(key: SecretKey, salt: [UInt8]) throws(CryptoLibraryError) {
        self.key = try key.derived(salt: salt, purpose: "kenc undo log v2")
    }

    /// The first key that a configuration writes with, else the first that it reads with; nil for
    /// one of plugins alone.
    static func key(of chains: ResourceChains) -> SecretKey? {
        let writers = chains.chains.lazy.compactMap { $0.providers.first?.keys.first?.key }
        return writers.first ?? keys(of: chains).first { _ in true }
    }

    /// Every key of a configuration, the writing ones as well.
    static func keys(of chains: ResourceChains) -> some Sequence<SecretKey> {
        chains.chains.lazy.flatMap(\.providers).flatMap(\.keys).map(\.key)
    }

    /// Ends a line, which has everything but its closing brace, from `start` on.
    mutating func close(
        _ text: inout [UInt8],
        from start: Int,
    ) throws(CryptoLibraryError) {
        let code = try code(of: text[start...])
        text += Self.mark
        UndoLogText.appendHex(code, to: &text)
        text += Self.end
        last = code
    }

    /// Whether a line is the one that follows those checked so far.
    mutating func accepts(_ line: [UInt8]) throws(CryptoLibraryError) -> Bool {
        let tail = Self.mark.count + 64 + Self.end.count
        let own = line.count - tail
        guard own > 0, line[own...].starts(with: Self.mark), line.suffix(2).elementsEqual(Self.end),
            let told = UndoLogText.hex(line[(own + Self.mark.count)..<(line.count - 2)])
        else { return false }
        let code = try code(of: line[..<own])
        guard equalInConstantTime(code.span, told.span) else { return false }
        last = code
        return true
    }

    private func code(of line: ArraySlice<UInt8>) throws(CryptoLibraryError) -> [UInt8] {
        let covered = last + line
        return try key.authenticationCode(of: covered.span)
    }
}
