import Testing

@testable import KubernetesModel

@Suite struct ObjectPathTests {
    private func value() throws -> KubernetesValue {
        let text = Array(#"{"data":{"password":"p","tls.crt":"c","a b":"s"},"l":[{"x":1}]}"#.utf8)
        return try KubernetesValue(json: 0..<text.count, in: text.span)
    }

    @Test(arguments: [
        ("data.password", "p"), (".data.password", "p"), ("{.data.password}", "p"),
        ("data['tls.crt']", "c"), (#"data["tls.crt"]"#, "c"), (#"{.data.tls\.crt}"#, "c"),
        (#"data.tls\.crt"#, "c"), ("['data'].password", "p"), ("$.data.password", "p"),
        ("{.data['tls.crt']}", "c"), ("data['a b']", "s"),
    ])
    func fieldsAreFound(_ path: String, _ text: String) throws {
        #expect(try value().field(path: path) == .string(text))
    }

    @Test func elementsOfLists() throws {
        #expect(try value().field(path: "l[0].x") == .number("1"))
        #expect(try value().field(path: "{.l[0]['x']}") == .number("1"))
    }

    @Test(arguments: ["data.nothing", "data.password.x", "l[1]", "l.x", "data[0]", "tls.crt"])
    func absentFieldsAreNil(_ path: String) throws {
        #expect(try value().field(path: path) == nil)
    }

    @Test(arguments: [
        "", ".", "{}", "{.data", "{.data}x", "data.", "data..x", "data['x", "data['x'", "data[x]",
        "data[", "data[-1]", "data\\", "data['x']y",
    ])
    func badPathsAreErrors(_ path: String) throws {
        let error = #expect(throws: ObjectPathError.self) { try ObjectPath(path) }
        #expect(error?.description.contains("data.password") == true)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"), (-62_135_596_799, "0001-01-01T00:00:01Z"),
            (1_795_216_910, "2026-11-20T23:21:50Z"), (253_402_300_800, nil), (-62_135_596_800, nil),
            (.max, nil), (.min, nil),
        ] as [(Int64, String?)]
    )
    func timestamps(_ seconds: Int64, _ text: String?) {
        #expect(rfc3339(seconds) == text)
    }

    @Test func keysAreComparedAsBytes() {
        let value = KubernetesValue.sorted([
            .init(key: "e\u{301}", value: .number("1")), .init(key: "\u{e9}", value: .number("2")),
            .init(key: "b", value: .number("3")), .init(key: "b", value: .number("4")),
        ])
        #expect(value["\u{e9}"] == .number("2"))
        #expect(value["e\u{301}"] == .number("1"))
        #expect(value["b"] == .number("4"))
        guard case .object(let members) = value else {
            Issue.record("no object")
            return
        }
        #expect(members.count == 3)
    }
}
