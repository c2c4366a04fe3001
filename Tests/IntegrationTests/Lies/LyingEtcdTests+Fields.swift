#if Etcd

import Testing

extension LyingEtcdTests {
    /// A field of a method's answer, by field numbers from the outside in.
    struct Field: Sendable, CustomTestStringConvertible {
        let method: String
        let path: [Int]
        let values: [Distortion.Value]
        let errands: [Errand]

        init(
            _ method: String,
            _ path: [Int],
            _ values: [Distortion.Value],
            _ errands: Errand...
        ) {
            (self.method, self.path, self.values, self.errands) = (method, path, values, errands)
        }

        var testDescription: String { "\(method) \(path)" }
    }

    // Numbers as in etcd's rpc.proto and kv.proto.
    static let fields: [Field] =
        [[1, 1], [1, 2], [1, 3], [1, 4], [3], [4]].map {
            Field("Range", $0, Distortion.Value.numbers, .scan)
        }
        + [[2, 2], [2, 3], [2, 4], [2, 6]].map {
            Field("Range", $0, Distortion.Value.numbers, .rotate)
        }
        + [[2, 1], [2, 5], [2], [1]].map { Field("Range", $0, Distortion.Value.texts, .scan) }
        + [[1, 1], [1, 3], [2], [3, 1, 1, 3]].map {
            Field("Txn", $0, [.absent, .minusOne, .largest], .rotate)
        }
        + [[1], [3], [3, 2]].map { Field("Txn", $0, [.absent, .garbage], .rotate) }
        + [[1, 1], [1, 2], [1, 3], [3], [4], [5], [6], [7], [9], [10], [13]].map {
            Field("Status", $0, [.absent, .least, .largest], .rotate)
        }
        + [[3], [9]].map { Field("Status", $0, [.absent, .minusOne], .save) }
        + [[1], [2], [8]].map { Field("Status", $0, Distortion.Value.texts, .rotate) }
        + [[1, 1], [2, 1], [2, 5]].map {
            Field("MemberList", $0, [.absent, .largest, .all], .rotate)
        }
        + [[1], [2], [2, 2], [2, 4]].map {
            Field("MemberList", $0, Distortion.Value.texts, .rotate)
        }
        + [[1], [2]].map { Field("Alarm", $0, Distortion.Value.texts, .rotate) }
        + [Field("Snapshot", [2], Distortion.Value.numbers, .save)]
        + [[1], [3]].map { Field("Snapshot", $0, [.absent, .long, .garbage], .save) }
}

#endif
