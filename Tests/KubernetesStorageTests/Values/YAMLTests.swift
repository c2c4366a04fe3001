import Testing

@testable import KubernetesStorage

@Suite struct YAMLTests {
    @Test func blockStyleAsKubectl() throws {
        let json = Array(
            #"""
            {"data":{"a.properties":"a=1\nb=2\n","b":"x\n  y","c":" lead\nz","d":"t\n\n","e":"",
            "f":"yes","g":"123","h":"a: b","i":"tab\t\u0007\u2028\"\\","j":"cGFzcw==","k y":"ü z"},
            "empty":{},"l":[1,"s",[2,[]],{"x":null,"y":["z"]},"m\nn"],"t":true}
            """#.utf8
        )
        let value = try KubernetesValue(json: 0..<json.count, in: json.span)
        var text: [UInt8] = []
        value.writeYAML(to: &text)
        let expected = """
            data:
              a.properties: |
                a=1
                b=2
              b: |-
                x
                  y
              c: " lead\\nz"
              d: |+
                t

              e: ""
              f: "yes"
              g: "123"
              h: "a: b"
              i: "tab\\t\\u0007\\u2028\\"\\\\"
              j: cGFzcw==
              "k y": "ü z"
            empty: {}
            l:
            - 1
            - s
            - - 2
              - []
            - x: null
              "y":
              - z
            - |-
              m
              n
            t: true

            """
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }
}
