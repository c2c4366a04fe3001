extension EtcdPrefix {
    /// The directories that can hold the objects of a resource, each with its last slash.
    ///
    /// What ``EtcdKeyClassifier`` takes for the resource lies below one of them. The first is where
    /// the API server puts it; none where that is not known.
    package func directories(of resource: GroupResource) -> [[UInt8]] {
        var paths = BuiltInResources.all
            .filter { $0.resource == resource.resource && $0.group == resource.group }
            .map(\.path)
        let custom = "\(resource.group)/\(resource.resource)"
        if ResourceName.isGroup(resource.group), ResourceName.isPlural(resource.resource),
            !paths.contains(custom)
        {
            paths.append(custom)
        }
        return paths.map { bytes + Array("\($0)/".utf8) }
    }
}

/// What can be the name of a custom resource or of its group.
enum ResourceName {
    /// Whether text with a dot in it can be a group.
    static func isGroup(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.contains(UInt8(ascii: "."))
            && isName(0..<bytes.count, of: bytes.span, dots: true)
    }

    /// Whether text can be a plural.
    static func isPlural(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return isName(0..<bytes.count, of: bytes.span, dots: false)
    }

    /// Lower-case letters, digits and `-`, and for a group dots between them.
    static func isName(_ range: Range<Int>, of key: Span<UInt8>, dots: Bool) -> Bool {
        var previous = UInt8(ascii: ".")
        for index in range {
            switch key[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != UInt8(ascii: "."): break
            case UInt8(ascii: ".") where dots && previous != UInt8(ascii: "."): break
            default: return false
            }
            previous = key[index]
        }
        return previous != UInt8(ascii: ".") && previous != UInt8(ascii: "-")
    }
}
