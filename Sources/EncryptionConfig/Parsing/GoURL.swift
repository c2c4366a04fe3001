/// As much of Go's `net/url` as decides whether the API server takes an endpoint.
struct GoURL {
    enum Problem: Error {
        case control, missingScheme, escape, host, port, user
    }

    /// In lower case.
    let scheme: String
    /// With escapes resolved; empty for a URL without `/` after the scheme.
    let path: [UInt8]

    init(_ text: [UInt8]) throws(Problem) {
        var rest = text[...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            _ = try Self.unescape(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        // Go looks for these only before the '#'.
        guard !rest.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw .control }
        let scheme = try Self.takeScheme(&rest)
        self.scheme = scheme
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) { rest = rest[..<mark] }
        guard rest.first == UInt8(ascii: "/") else {
            path = scheme.isEmpty ? try Self.unescape(rest) : []
            return
        }
        let isAuthority =
            rest.starts(with: Array("//".utf8))
            && (!scheme.isEmpty || !rest.starts(with: Array("///".utf8)))
        if isAuthority {
            rest = rest.dropFirst(2)
            let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            try Self.checkAuthority(rest[..<slash])
            rest = rest[slash...]
        }
        path = try Self.unescape(rest)
    }

    private static func takeScheme(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> String {
        for (count, byte) in rest.enumerated() {
            switch UInt32(byte) {
            case ":":
                guard count > 0 else { throw .missingScheme }
                let scheme = String(decoding: rest.prefix(count), as: UTF8.self).lowercased()
                rest = rest.dropFirst(count + 1)
                return scheme
            case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "-", ".":
                if count == 0 { return "" }
            case let letter where !isLetter(letter):
                return ""
            default: break
            }
        }
        return ""
    }

    private static func isLetter(_ scalar: UInt32) -> Bool {
        (0x61...0x7A).contains(scalar | 0x20)
    }

    /// Resolves `%` escapes; `check` looks at every byte in its turn.
    private static func unescape(
        _ text: ArraySlice<UInt8>,
        check: (UInt8, _ isEscaped: Bool) -> Bool = { _, _ in true },
        problem: Problem = .escape,
    ) throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            var byte = text[index]
            let isEscaped = byte == UInt8(ascii: "%")
            if isEscaped {
                guard index + 2 < text.endIndex,
                    let high = YAMLCharacter.hexValue(UInt32(text[index + 1])),
                    let low = YAMLCharacter.hexValue(UInt32(text[index + 2]))
                else { throw .escape }
                byte = UInt8(high << 4 | low)
                index += 2
            }
            guard check(byte, isEscaped) else { throw problem }
            bytes.append(byte)
            index += 1
        }
        return bytes
    }

    private static func checkAuthority(_ authority: ArraySlice<UInt8>) throws(Problem) {
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else {
            return try checkHost(authority)
        }
        try checkHost(authority[(at + 1)...])
        let user = authority[..<at]
        let allowed = Set("-._:~!$&'()*+,;=%@".utf8)
        guard
            user.allSatisfy({
                allowed.contains($0) || isLetter(UInt32($0)) || (0x30...0x39).contains($0)
            })
        else { throw .user }
        let colon = user.firstIndex(of: UInt8(ascii: ":")) ?? user.endIndex
        _ = try unescape(user[..<colon])
        if colon < user.endIndex { _ = try unescape(user[(colon + 1)...]) }
    }

    private static func checkHost(_ host: ArraySlice<UInt8>) throws(Problem) {
        var name = host
        if let open = host.lastIndex(of: UInt8(ascii: "[")) {
            guard let close = host.lastIndex(of: UInt8(ascii: "]")), open < close else {
                throw .host
            }
            try checkPort(host[(close + 1)...])
            guard open == host.startIndex else { throw .host }
            let literal = host[(open + 1)..<close]
            let zone = firstZone(literal) ?? literal.endIndex
            guard IPv6.accepts(try unescapeHost(literal[..<zone])[...]) else { throw .host }
            if zone < literal.endIndex { try checkZone(literal[zone...]) }
            return
        }
        // Only what follows the last colon has to be a port.
        if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
            try checkPort(host[colon...])
            name = host[..<colon]
        }
        _ = try unescapeHost(name)
    }

    private static func unescapeHost(_ name: ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
        try unescape(
            name,
            check: { byte, isEscaped in
                if isEscaped { return byte >= 0x80 || byte == UInt8(ascii: "%") }
                return byte >= 0x80 || isOfHost(byte)
            },
            problem: .host,
        )
    }

    private static let hostSigns = Set("-_.~!$&'()*+,;=:[]<>\"".utf8)

    private static func isOfHost(_ byte: UInt8) -> Bool {
        hostSigns.contains(byte) || isLetter(UInt32(byte)) || (0x30...0x39).contains(byte)
    }

    /// Where `%25` begins the zone of an address (RFC 6874).
    private static func firstZone(_ literal: ArraySlice<UInt8>) -> Int? {
        literal.indices.first { literal[$0...].starts(with: "%25".utf8) }
    }

    /// A `%25` and a name that is not empty.
    private static func checkZone(_ zone: ArraySlice<UInt8>) throws(Problem) {
        let name = try unescape(
            zone,
            check: { byte, isEscaped in
                if isEscaped { return byte == 0x25 || byte == 0x20 || isOfHost(byte) }
                return byte >= 0x80 || isOfHost(byte)
            },
            problem: .host,
        )
        guard name.count > 1 else { throw .host }
    }

    /// Nothing, or `:` and digits, or `:` alone.
    private static func checkPort(_ text: ArraySlice<UInt8>) throws(Problem) {
        guard let first = text.first else { return }
        guard first == UInt8(ascii: ":"),
            text.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .port }
    }
}

/// The text form of an IPv6 address.
private enum IPv6 {
    static func accepts(_ text: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: text, as: UTF8.self)
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return false }
        var count = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            let groups = half.split(separator: ":", omittingEmptySubsequences: false)
            for (place, group) in groups.enumerated() {
                let isLast = index == halves.count - 1 && place == groups.count - 1
                if isLast, group.contains(".") {
                    guard isIPv4(group) else { return false }
                    count += 2
                } else {
                    guard (1...4).contains(group.utf8.count),
                        group.utf8.allSatisfy({ YAMLCharacter.hexValue(UInt32($0)) != nil })
                    else { return false }
                    count += 1
                }
            }
        }
        return halves.count == 2 ? count <= 7 : count == 8
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                UInt8(part) != nil && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && (part == "0" || !part.hasPrefix("0"))
            }
    }
}
