internal import EtcdModel
internal import KeyMaterial
internal import WireFormats

/// The lines of an undo log: JSON objects, one a line.
///
/// The header: `{"kencUndoLog":2,"clusterID":"…","configurationHash":"sha256:…","time":…,
/// "salt":"<hex>","mac":"<hex>"}`.
/// A record: `{"key":"<base64>","modRevision":…,"createRevision":…,"value":"<base64>",
/// "newSHA256":"<hex>","mac":"<hex>"}`, with `"plaintext":true` in place of `value` where plaintext
/// was replaced. `mac` covers all that stands before it (``UndoSeal``); a log of a configuration
/// without keys of its own has neither `salt` nor `mac`, as those of version 1.
enum UndoLogText {
    static func header(
        _ header: UndoHeader,
        salt: [UInt8]?,
        _ seal: inout UndoSeal?,
    ) throws(CryptoLibraryError) -> [UInt8] {
        var text = Array(
            """
            {"kencUndoLog":\(header.version),"clusterID":"\(header.clusterID)",\
            "configurationHash":"\(header.configurationHash)","time":\(header.time)
            """.utf8
        )
        if let salt {
            text += Array(#","salt":""#.utf8)
            appendHex(salt, to: &text)
            text.append(UInt8(ascii: "\""))
        }
        try close(&text, from: 0, &seal)
        return text
    }

    static func append(
        _ rewrite: Rewrite,
        to text: inout [UInt8],
        _ seal: inout UndoSeal?,
    ) throws(CryptoLibraryError) {
        let start = text.count
        text += Array(#"{"key":""#.utf8)
        Base64.encode(rewrite.key.span, appendingTo: &text)
        text += Array(
            #"","modRevision":\#(rewrite.modRevision),"createRevision":\#(rewrite.createRevision)"#
                .utf8
        )
        if let old = rewrite.old {
            text += Array(#","value":""#.utf8)
            Base64.encode(old.span, appendingTo: &text)
            text.append(UInt8(ascii: "\""))
        } else {
            text += Array(#","plaintext":true"#.utf8)
        }
        text += Array(#","newSHA256":""#.utf8)
        appendHex(try Digest.sha256(rewrite.new.span), to: &text)
        text.append(UInt8(ascii: "\""))
        try close(&text, from: start, &seal)
    }

    private static func close(
        _ text: inout [UInt8],
        from start: Int,
        _ seal: inout UndoSeal?,
    ) throws(CryptoLibraryError) {
        if seal == nil {
            text.append(UInt8(ascii: "}"))
        } else {
            try seal?.close(&text, from: start)
        }
        text.append(UInt8(ascii: "\n"))
    }

    static func appendHex(_ bytes: [UInt8], to text: inout [UInt8]) {
        HexText.encode(bytes.span, appendingTo: &text)
    }

    static func hex(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = Array(digits)
        guard let bytes = try? HexText.decode(digits.span), bytes.count * 2 == digits.count
        else { return nil }
        return bytes
    }

    static func parseHeader(_ line: [UInt8]) -> (UndoHeader, salt: [UInt8]?)? {
        guard let fields = fields(line), let version = fields.number("kencUndoLog"),
            let clusterID = fields.text("clusterID"),
            let hash = fields.text("configurationHash"), let time = fields.number("time")
        else { return nil }
        var header = UndoHeader(clusterID: clusterID, configurationHash: hash, time: time)
        header.version = Int(version)
        return (header, fields.bytes("salt").flatMap { hex($0[...]) })
    }

    static func parseRecord(_ line: [UInt8]) -> UndoRecord? {
        guard let fields = fields(line), let key = fields.base64("key"), !key.isEmpty,
            let modRevision = fields.number("modRevision"), modRevision > 0,
            let createRevision = fields.number("createRevision"), createRevision > 0,
            let hash = fields.bytes("newSHA256").flatMap({ hex($0[...]) }), hash.count == 32
        else { return nil }
        let old: UndoRecord.Old
        switch (fields.base64("value"), fields.values["plaintext"]) {
        case (let value?, nil): old = .stored(value)
        case (nil, .true): old = .plaintext
        default: return nil
        }
        return UndoRecord(
            key: key,
            modRevision: Revision(modRevision),
            createRevision: Revision(createRevision),
            old: old,
            newHash: hash
        )
    }

    private enum Value: Equatable {
        case text([UInt8])
        case number([UInt8])
        case `true`
        case other
    }

    private struct Fields {
        var values: [String: Value] = [:]

        func bytes(_ name: String) -> [UInt8]? {
            guard case .text(let bytes) = values[name] else { return nil }
            return bytes
        }

        func text(_ name: String) -> String? {
            bytes(name).map { String(decoding: $0, as: UTF8.self) }
        }

        func base64(_ name: String) -> [UInt8]? {
            bytes(name).flatMap { try? Base64.decode($0.span) }
        }

        func number(_ name: String) -> Int64? {
            guard case .number(let digits) = values[name] else { return nil }
            return Int64(String(decoding: digits, as: UTF8.self))
        }
    }

    /// The members of a flat object; nil for anything else.
    private static func fields(_ line: [UInt8]) -> Fields? {
        var fields = Fields()
        let span = line.span
        var tokenizer = JSONTokenizer(0..<span.count)
        guard (try? tokenizer.next(in: span)) == .objectStart else { return nil }
        var name = ""
        while let token = try? tokenizer.next(in: span) {
            switch token {
            case .key(let range, _): name = JSONString.text(range, in: span)
            case .objectEnd: return (try? tokenizer.next(in: span)) == .end ? fields : nil
            case .objectStart, .arrayStart, .arrayEnd, .end: return nil
            case .string(let range, _):
                fields.values[name] = .text(JSONString.decode(range, in: span))
            case .number(let range):
                fields.values[name] = .number(Array(copying: span.extracting(range)))
            case .true: fields.values[name] = .true
            case .false, .null: fields.values[name] = .other
            }
        }
        return nil
    }
}
