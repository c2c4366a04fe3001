/// The classes of characters of YAML 1.1, with 0 for the end of the text.
enum YAMLCharacter {
    static func isAllowed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }

    static func isBlank(_ scalar: UInt32) -> Bool { scalar == 0x20 || scalar == 0x09 }

    static func isBreak(_ scalar: UInt32) -> Bool {
        scalar == 0x0A || scalar == 0x0D || scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029
    }

    static func isBreakOrEnd(_ scalar: UInt32) -> Bool { scalar == 0 || isBreak(scalar) }

    static func isBlankBreakOrEnd(_ scalar: UInt32) -> Bool {
        isBlank(scalar) || isBreakOrEnd(scalar)
    }

    static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

    /// Letters, digits, `_` and `-`.
    static func isWord(_ scalar: UInt32) -> Bool {
        isDigit(scalar) || (0x41...0x5A).contains(scalar) || (0x61...0x7A).contains(scalar)
            || scalar == 0x5F || scalar == 0x2D
    }

    static func hexValue(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x30...0x39: scalar - 0x30
        case 0x41...0x46: scalar - 0x41 + 10
        case 0x61...0x66: scalar - 0x61 + 10
        default: nil
        }
    }

    static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        switch scalar {
        case 0...0x7F:
            text.append(UInt8(truncatingIfNeeded: scalar))
        case 0x80...0x7FF:
            text.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case 0x800...0xFFFF:
            text.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            text.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }
}

/// Lets a switch over scalars name them as characters.
func ~= (pattern: Unicode.Scalar, scalar: UInt32) -> Bool { pattern.value == scalar }
func == (scalar: UInt32, pattern: Unicode.Scalar) -> Bool { pattern.value == scalar }
func != (scalar: UInt32, pattern: Unicode.Scalar) -> Bool { pattern.value != scalar }
