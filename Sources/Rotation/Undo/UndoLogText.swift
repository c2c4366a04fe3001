internal import EtcdModel
internal import KeyMaterial
internal import WireFormats

/// The lines of an undo log: JSON objects, one a line.
///
/// The header: `{"kencUndoLog":1,"clusterID":"…","configurationHash":"sha256:…","time":…}`.
/// A record: `{"key":"<base64>","modRevision":…,"createRevision":…,"value":"<base64>",
/// "newSHA256":"<hex>"}`, with `"plaintext":true` in place of `value` where plaintext was replaced.
enum UndoLogText {
    static func header(_ header: UndoHeader) -> [UInt8] {
        Array(
            """
            {"kencUndoLog":\(header.version),"clusterID":"\(header.clusterID)",\
            "configurationHash":"\(header.configurationHash)","time":\(header.time)}

            """.utf8
        )
    }

    static func append(_ rewrite: Rewrite, to text: inout [UInt8]) throws {
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
        let hash = try Digest.sha256(rewrite.new.span)
        HexText.encode(hash.span, appendingTo: &text)
        text += Array("\"}\n".utf8)
    }

    static func parseHeader(_ line: [UInt8]) -> UndoHeader? {
        guard let fields = fields(line), let version = fields.number("kencUndoLog"),
            let clusterID = fields.text("clusterID"),
            let hash = fields.text("configurationHash"), let time = fields.number("time")
        else { return nil }
        var header = UndoHeader(clusterID: clusterID, configurationHash: hash, time: time)
        header.version = Int(version)
        return header
    }

    static func parseRecord(_ line: [UInt8]) -> UndoRecord? {
        guard let fields = fields(line), let key = fields.base64("key"), !key.isEmpty,
            let modRevision = fields.number("modRevision"), modRevision > 0,
            let createRevision = fields.number("createRevision"),
            let hashText = fields.bytes("newSHA256"), hashText.count == 64,
            let hash = try? HexText.decode(hashText.span), hash.count == 32
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
