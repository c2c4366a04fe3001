/// A tree like that of JSON, as `kubectl` prints objects.
///
/// Descriptions and mirrors show no content: it may be a Secret.
public enum KubernetesValue: Sendable, Equatable {
    /// A member of an object.
    public struct Member: Sendable, Equatable {
        /// The key.
        public let key: String
        /// The value.
        public var value: KubernetesValue

        /// Joins the two.
        public init(key: String, value: KubernetesValue) {
            self.key = key
            self.value = value
        }
    }

    /// How many levels a tree may have; deeper objects are to be had as raw bytes only.
    public static let maximumDepth = 500

    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number as the store writes it.
    case number(String)
    /// A text.
    case string(String)
    /// A list.
    case array([KubernetesValue])
    /// Members sorted by the bytes of their keys, no key twice.
    case object([Member])

    /// An object of members in any order; of those with one key the last stays.
    ///
    /// Keys are compared as bytes, as Go does: two spellings of one accent are two keys.
    public static func sorted(_ members: [Member]) -> KubernetesValue {
        let order = members.indices.sorted { left, right in
            let (first, second) = (members[left].key.utf8, members[right].key.utf8)
            if first.elementsEqual(second) { return left < right }
            return first.lexicographicallyPrecedes(second)
        }
        var result: [Member] = []
        result.reserveCapacity(members.count)
        for index in order {
            if let last = result.last, last.key.utf8.elementsEqual(members[index].key.utf8) {
                result[result.count - 1] = members[index]
            } else {
                result.append(members[index])
            }
        }
        return .object(result)
    }

    /// The member of an object; nil if there is none, or no object.
    public subscript(key: String) -> KubernetesValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The text of a string.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The same object with a member set, or without it if `value` is nil.
    public func setting(_ key: String, to value: KubernetesValue?) -> KubernetesValue {
        guard case .object(let members) = self else { return self }
        let others = members.filter { !$0.key.utf8.elementsEqual(key.utf8) }
        guard let value else { return .object(others) }
        return .sorted(others + [Member(key: key, value: value)])
    }
}

extension KubernetesValue: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The kind and size, never the content.
    public var description: String {
        switch self {
        case .null: "<null>"
        case .bool: "<bool>"
        case .number: "<number>"
        case .string: "<string>"
        case .array(let elements): "<array of \(elements.count)>"
        case .object(let members): "<object of \(members.count)>"
        }
    }

    /// The kind and size, never the content.
    public var debugDescription: String { description }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KubernetesValue.Member: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// That it is a member, never its content.
    public var description: String { "<member>" }

    /// That it is a member, never its content.
    public var debugDescription: String { description }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
