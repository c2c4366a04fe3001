internal import WireFormats

/// Reads the elements of `kvs`.
enum EntryScan {
    /// Reads one element that starts at the cursor.
    static func entry(
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) -> EntryLayout {
        guard bytes[cursor.position] == UInt8(ascii: "{") else {
            throw .problem(.entryNotAnObject, at: cursor.position)
        }
        var layout = EntryLayout()
        layout.line = cursor.line
        let start = cursor.position
        cursor.position += 1
        var byte = try cursor.nextByte(in: bytes)
        if byte != UInt8(ascii: "}") {
            var seen: UInt8 = 0
            while true {
                try field(&cursor, in: bytes, &layout, &seen)
                layout.fieldsEnd = cursor.position
                byte = try cursor.nextByte(in: bytes)
                if byte == UInt8(ascii: "}") { break }
                guard byte == UInt8(ascii: ",") else {
                    throw .problem(.json(.expectedCommaOrObjectEnd), at: cursor.position)
                }
                cursor.position += 1
                _ = try cursor.nextByte(in: bytes)
            }
        }
        cursor.position += 1
        if layout.key.isEmpty { throw .problem(.entryWithoutKey, at: start) }
        return layout
    }

    private static func field(
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
        _ layout: inout EntryLayout,
        _ seen: inout UInt8,
    ) throws(ScanStop) {
        let start = cursor.position
        guard bytes[start] == UInt8(ascii: "\"") else {
            throw .problem(.json(.expectedKey), at: start)
        }
        let name = try cursor.anyString(in: bytes)
        try cursor.skipColon(in: bytes)
        guard let field = field(named: name, in: bytes) else {
            return try cursor.skipForeignValue(in: bytes)
        }
        guard seen & 1 << field.rawValue == 0 else {
            throw .problem(.duplicateField(field), at: start)
        }
        seen |= 1 << field.rawValue
        switch field {
        case .key: layout.key = try text(field, &cursor, in: bytes) ?? 0..<0
        case .value:
            let start = cursor.position
            if let text = try text(field, &cursor, in: bytes) {
                layout.value = text
                layout.hasValue = true
            } else {
                layout.nullValue = start..<cursor.position
            }
        case .createRevision: layout.createRevision = try number(field, &cursor, in: bytes)
        case .modRevision: layout.modRevision = try number(field, &cursor, in: bytes)
        case .version: layout.version = try number(field, &cursor, in: bytes)
        case .lease: layout.lease = try number(field, &cursor, in: bytes)
        }
    }

    /// The field of a name, as etcdctl spells it or in the spelling of JSON gateways.
    private static func field(named name: ScannedString, in bytes: Span<UInt8>) -> DumpField? {
        if name.escaped {
            return DumpField.allCases.first { field in
                JSONString.decode(name.range, in: bytes).elementsEqual(field.name.utf8)
            }
        }
        switch name.range.count {
        case 3: return name.equals("key", in: bytes) ? .key : nil
        case 5:
            if name.equals("value", in: bytes) { return .value }
            return name.equals("lease", in: bytes) ? .lease : nil
        case 7: return name.equals("version", in: bytes) ? .version : nil
        case 11: return name.equals("modRevision", in: bytes) ? .modRevision : nil
        case 12: return name.equals("mod_revision", in: bytes) ? .modRevision : nil
        case 14: return name.equals("createRevision", in: bytes) ? .createRevision : nil
        case 15: return name.equals("create_revision", in: bytes) ? .createRevision : nil
        default: return nil
        }
    }

    /// The text of a string; nil for null.
    private static func text(
        _ field: DumpField,
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) -> Range<Int>? {
        switch bytes[cursor.position] {
        case UInt8(ascii: "\""): return try cursor.base64String(in: bytes)
        case UInt8(ascii: "n"):
            _ = try cursor.skipValue(in: bytes)
            return nil
        default: throw .problem(.fieldType(field), at: cursor.position)
        }
    }

    /// The digits of a number, which a gateway writes as a string.
    private static func number(
        _ field: DumpField,
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) -> Range<Int> {
        let start = cursor.position
        var range: Range<Int>
        switch bytes[start] {
        case UInt8(ascii: "\""): range = try cursor.anyString(in: bytes).range
        case UInt8(ascii: "n"):
            _ = try cursor.skipValue(in: bytes)
            return 0..<0
        default:
            var end = start
            while end < bytes.count, isNumberByte(bytes[end]) { end += 1 }
            guard end < bytes.count else { throw .needMore }
            range = start..<end
            cursor.position = end
        }
        var digits = range
        if !digits.isEmpty, bytes[digits.lowerBound] == UInt8(ascii: "-") {
            digits = (digits.lowerBound + 1)..<digits.upperBound
        }
        guard !digits.isEmpty,
            range.count <= 40,
            digits.count == 1 || bytes[digits.lowerBound] != UInt8(ascii: "0")
        else { throw .problem(.fieldType(field), at: start) }
        for index in digits where bytes[index] &- 0x30 > 9 {
            throw .problem(.fieldType(field), at: start)
        }
        return range
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The number in `range`, or nil if it is absent or too large.
    static func integer(_ range: Range<Int>, in bytes: Span<UInt8>) -> Int64? {
        guard !range.isEmpty else { return nil }
        let negative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (range.lowerBound + (negative ? 1 : 0))..<range.upperBound {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(bytes[index] &- 0x30)
            let (sum, carry) = product.addingReportingOverflow(negative ? -digit : digit)
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// The number that a member is known to be as JSON, be it in quotes.
    static func wholeNumber(_ range: Range<Int>, in bytes: Span<UInt8>) -> Int64? {
        let isQuoted = bytes[range.lowerBound] == UInt8(ascii: "\"")
        let digits = isQuoted ? range.dropFirst().dropLast() : range
        for index in digits where bytes[index] &- 0x30 > 9 { return nil }
        return integer(digits, in: bytes)
    }

    /// Reads the header of an answer, and gives its revision.
    static func header(
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) -> Int64? {
        guard bytes[cursor.position] == UInt8(ascii: "{") else {
            _ = try cursor.skipValue(in: bytes)
            return nil
        }
        var revision: Int64?
        cursor.position += 1
        var byte = try cursor.nextByte(in: bytes)
        while byte != UInt8(ascii: "}") {
            guard byte == UInt8(ascii: "\"") else {
                throw .problem(.json(.expectedKey), at: cursor.position)
            }
            let name = try cursor.anyString(in: bytes)
            try cursor.skipColon(in: bytes)
            if revision == nil, name.equals("revision", in: bytes),
                bytes[cursor.position] != UInt8(ascii: "{"),
                bytes[cursor.position] != UInt8(ascii: "[")
            {
                revision = wholeNumber(try cursor.skipValue(in: bytes), in: bytes)
            } else {
                try cursor.skipForeignValue(in: bytes)
            }
            byte = try cursor.nextByte(in: bytes)
            if byte == UInt8(ascii: "}") { break }
            guard byte == UInt8(ascii: ",") else {
                throw .problem(.json(.expectedCommaOrObjectEnd), at: cursor.position)
            }
            cursor.position += 1
            byte = try cursor.nextByte(in: bytes)
            guard byte == UInt8(ascii: "\"") else {
                throw .problem(.json(.expectedKey), at: cursor.position)
            }
        }
        cursor.position += 1
        return revision
    }
}
