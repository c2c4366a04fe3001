import EncryptionConfig
import Fleet

/// The fleet for people, within 80 columns.
struct FleetText {
    let verdict: FleetVerdict
    let file: String
    /// Whether the wanted file is the one that k3s or RKE2 keeps in the store.
    var isInStore = false
    var style = Style.standardOutput

    func render() -> String {
        var text = "wanted: \(ShownText.line(file))\n        \(verdict.wanted)\n"
        if !verdict.servers.isEmpty { text += "\n" + table() }
        text += details()
        for remark in verdict.remarks {
            let words = FleetWords.remark(remark)
            text += "\n" + Self.wrapped(words.message, indent: 0)
            if let hint = words.hint { text += Self.wrapped("next: \(hint)", indent: 2) }
        }
        return text + "\n" + conclusion()
    }

    private func table() -> String {
        var table = Table([
            .text("SERVER", least: 12, keeps: .both), .text("STATE"),
            .text("FILE", least: 12, keeps: .end), .text("RELOAD", rank: 2),
            .text("LAST RELOAD", rank: 1),
        ])
        for server in verdict.servers {
            table.add([
                Self.name(server), state(server),
                applied(server),
                server.reload?.isOn.map { $0 ? "on" : "off" } ?? "-",
                lastReload(server),
            ])
        }
        return table.render(style: style)
    }

    private func state(_ server: FleetServer) -> String {
        switch server.state {
        case .noConfiguration: "no config"
        case .missing where server.isAlive == false: "gone"
        default: server.state.rawValue
        }
    }

    private func applied(_ server: FleetServer) -> String {
        if let file = server.file { return ShownText.line(file) }
        return server.applied.map { String($0.text.dropFirst(7).prefix(12)) + "…" } ?? "-"
    }

    private func lastReload(_ server: FleetServer) -> String {
        server.reload?.lastSuccess.map { "\($0)" } ?? "-"
    }

    private func details() -> String {
        var text = ""
        for server in verdict.servers {
            var lines: [String] = []
            if let reason = server.reason {
                let words = FleetWords.reason(reason)
                lines.append(words.message)
                if let hint = words.hint { lines.append("next: \(hint)") }
            } else if server.state == .other {
                lines.append(
                    server.file.map { "it is on \(ShownText.line($0))" }
                        ?? "it is on a file that was not named: \(server.applied?.text ?? "")"
                )
                lines.append(next(server))
            } else if server.state == .missing, server.isExpected {
                lines.append("etcd knows it, and nobody asked it")
                let address =
                    server.address.map {
                        "--server https://\($0)"
                            + ($0.hasSuffix("]") || !$0.contains(":") ? ":PORT" : "")
                    } ?? "--server"
                lines.append("next: ask it with \(address) or --metrics FILE")
            }
            if let failed = server.reload?.lastFailure, server.state != .proven,
                failed > server.reload?.lastSuccess ?? failed
                    || server.reload?.lastSuccess == nil
            {
                lines.append("a reload failed at \(failed): see the server's log")
            }
            lines += server.writes.map { write in
                let resource = write.resource.isEmpty ? "values" : ShownText.line(write.resource)
                return "writes \(resource) with \(ShownText.line("\(write.key)"))"
            }
            guard !lines.isEmpty else { continue }
            text += "\n\(Self.name(server))\(Self.place(server))\n"
            text += lines.map { Self.wrapped($0, indent: 2) }.joined()
        }
        return text
    }

    private func next(_ server: FleetServer) -> String {
        if isInStore {
            return "next: k3s and RKE2 write the wanted file from the store to "
                + "server/cred/encryption-config.json: see what this server has there"
        }
        return server.reload?.isOn == true
            ? "next: put the wanted file there; it is read within a minute"
            : "next: put the wanted file there, and restart the server unless it reloads by itself"
    }

    private func conclusion() -> String {
        let expected = verdict.servers.filter(\.isExpected)
        let proven = expected.count { $0.state == .proven }
        let all = Numbers.count(expected.count, "API server")
        if verdict.isProven {
            return style.paint("proven", .green) + ": \(all), every one on the wanted file\n"
        }
        return style.paint("not proven", .red) + ": \(proven) of \(all) on the wanted file\n"
    }

    static func name(_ server: FleetServer) -> String {
        ShownText.line(
            server.hostname ?? server.identity?.id ?? server.address ?? server.source
                ?? server.identityHash?.short ?? "?"
        )
    }

    private static func place(_ server: FleetServer) -> String {
        let place = server.source ?? server.address
        guard let place, place != name(server) else { return "" }
        return " (\(ShownText.line(place)))"
    }

    /// Lines of at most 80 columns.
    static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, margin.count + line.count + 1 + word.count > 80 {
                lines.append(line)
                line = "  " + word
            } else {
                line += line.isEmpty ? "\(word)" : " \(word)"
            }
        }
        lines.append(line)
        return lines.map { "\(margin)\($0)\n" }.joined()
    }
}
