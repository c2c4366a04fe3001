/// What a scalar without quotes means to go-yaml 2, which reads and writes YAML for Kubernetes.
package enum PlainScalar {
    /// Whether it is read as the text that it is, not as a number, a truth value, a time, nothing or a
    /// merge; numbers to the base 60 of YAML 1.1, which other readers take for numbers, count as such.
    package static func isText(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes != Array("<<".utf8), !isSexagesimal(bytes) else { return false }
        do throws(YAMLScalar.Mismatch) {
            let scalar = try YAMLScalar(value: bytes, tag: .none, isImplicit: true)
            if case .string = scalar { return true }
            return false
        } catch {
            return true
        }
    }

    /// `190:20:30`, `-1:30.5` (`encode.go`, `isBase60Float`).
    private static func isSexagesimal(_ bytes: [UInt8]) -> Bool {
        var parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)[...]
        guard parts.count > 1, var first = parts.popFirst() else { return false }
        if first.first == UInt8(ascii: "+") || first.first == UInt8(ascii: "-") {
            first = first.dropFirst()
        }
        func isDigit(_ byte: UInt8) -> Bool { YAMLCharacter.isDigit(UInt32(byte)) }
        func isGrouped(_ byte: UInt8) -> Bool { isDigit(byte) || byte == UInt8(ascii: "_") }
        guard let digit = first.first, isDigit(digit), first.allSatisfy(isGrouped) else {
            return false
        }
        if let last = parts.popLast() {
            let halves = last.split(
                separator: UInt8(ascii: "."),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard halves.dropFirst().allSatisfy({ $0.allSatisfy(isGrouped) }) else { return false }
            parts.append(halves[0])
        }
        return parts.allSatisfy { part in
            switch part.count {
            case 1: part.allSatisfy(isDigit)
            case 2: part.allSatisfy(isDigit) && part.first.map { $0 < UInt8(ascii: "6") } == true
            default: false
            }
        }
    }
}
