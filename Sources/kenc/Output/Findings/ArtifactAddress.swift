import Glibc

/// A file as reports for code hosts name it: by a URI, relative to the folder that kenc runs in.
enum ArtifactAddress {
    /// The URI of a path that was given on the command line.
    ///
    /// A file outside the folder has an absolute URI: no relative one without `..` leads to it.
    static func uri(of path: String) -> String {
        // Standard input has no place; its name stays what other formats call it.
        guard path != "-" else { return path }
        let folder = folder
        let whole = segments(of: path.utf8.first == UInt8(ascii: "/") ? path : "\(folder)/\(path)")
        let base = segments(of: folder)
        let isInside = whole.count > base.count && whole.starts(with: base)
        let shown = isInside ? Array(whole.dropFirst(base.count)) : whole
        return (isInside ? "" : "file:///") + shown.map(encoded).joined(separator: "/")
    }

    private static var folder: String {
        guard let buffer = getcwd(nil, 0) else { return "/" }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    /// The names of a path, without `.` and `..`.
    private static func segments(of path: String) -> [Substring] {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        return segments
    }

    /// Percent-encoded but for the characters that RFC 3986 leaves free of meaning.
    private static func encoded(_ segment: Substring) -> String {
        var text = ""
        for byte in segment.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}
