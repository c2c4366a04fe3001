import Glibc
import Synchronization

/// Colour, where a terminal shows it and nobody asked for none.
struct Style: Sendable {
    enum Color: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
        case bold = "1"
        case faint = "2"
    }

    /// What `--color` asks for.
    private static let wish = Mutex<ColorWish>(.auto)

    let isOn: Bool

    static var standardOutput: Style { Style(isOn: decide(Screen.isTerminal)) }
    static var standardError: Style { Style(isOn: decide(StandardError.isTerminal)) }

    static func set(_ wish: ColorWish) {
        self.wish.withLock { $0 = wish }
    }

    func paint(_ text: String, _ color: Color) -> String {
        isOn ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : text
    }

    private static func decide(_ isTerminal: Bool) -> Bool {
        switch wish.withLock({ $0 }) {
        case .always: true
        case .never: false
        case .auto:
            isTerminal && getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true
                && getenv("TERM").map({ strcmp($0, "dumb") != 0 }) ?? false
        }
    }
}
