/// A key that is put where an input says `KEY`, and looked for in everything that is said.
public enum Canary {
    /// 32 bytes as base64, of which every eight characters tell.
    public static let text = "q7Zt+0fXvLw3Rk9PyUe2/HsGdJm5CnB8oTaWi4DxEVs="

    /// Every eight characters in a row, as a number.
    private static let pieces: Set<UInt64> = {
        var pieces: Set<UInt64> = []
        var window: UInt64 = 0
        for (index, byte) in text.utf8.enumerated() {
            window = window << 8 | UInt64(byte)
            if index >= 7 { pieces.insert(window) }
        }
        return pieces
    }()

    private static let mark = Array("KEY".utf8)

    /// The input with the key in it; as it was where it shows a part of the key by itself, since
    /// what the fuzzer wrote as a name is one.
    public static func planted(in bytes: [UInt8]) -> [UInt8] {
        guard !shows(bytes) else { return [] }
        var planted: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                planted += text.utf8
                index += mark.count
            } else {
                planted.append(bytes[index])
                index += 1
            }
        }
        return planted
    }

    /// Whether text shows eight characters of the key in a row.
    public static func isShown(in said: String) -> Bool { shows(Array(said.utf8)) }

    /// Ends the process if it does.
    public static func check(_ said: String) {
        FuzzSupport.check(!isShown(in: said), "a key is shown")
    }

    private static func shows(_ bytes: [UInt8]) -> Bool {
        var window: UInt64 = 0
        var count = 0
        for byte in bytes {
            window = window << 8 | UInt64(byte)
            count += 1
            if count >= 8, pieces.contains(window) { return true }
        }
        return false
    }
}
