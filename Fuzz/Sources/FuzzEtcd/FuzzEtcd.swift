internal import EtcdModel
internal import FuzzSupport
internal import WireFormats

private let endpoint: EtcdEndpoint = {
    guard let endpoint = try? EtcdEndpoint("http://127.0.0.1:2379") else {
        fatalError("the endpoint")
    }
    return endpoint
}()

/// Answers of an etcd that may send anything: pages, outcomes of a compare-and-swap, events of a
/// watch, pieces of a snapshot. What passes the checks is as the protocol promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    var choices = Choices(input(data, count))
    let kind = choices.byte() % 4
    do {
        switch kind {
        case 0: try page(&choices)
        case 1: try swap(&choices)
        case 2: try watch(&choices)
        default: try snapshot(&choices)
        }
    } catch {
        check(!"\(error)".isEmpty, "an error without words")
    }
    return 0
}

private func rest(_ choices: inout Choices) -> [UInt8] { choices.bytes(1 << 20) }

private func page(_ choices: inout Choices) throws {
    var request = Etcdserverpb_RangeRequest()
    request.key = Array("/registry/".utf8)
    request.rangeEnd = choices.one(of: [Array("/registry0".utf8), [0], []])
    request.limit = Int64(choices.byte() % 4)
    request.revision = Int64(choices.byte() % 8)
    request.keysOnly = choices.byte() % 2 == 1
    request.countOnly = choices.byte() % 8 == 1
    let page = try EtcdPage(rest(&choices))
    let contradiction = PageCheck(request: request, expected: nil).contradiction(in: page)
    try page.forEach { key, value, _ in
        touch(key)
        touch(value)
    }
    guard contradiction == nil else { return }
    let keys = (0..<page.count).map { page.key($0) }
    let range = KeyRange(start: request.key, end: request.rangeEnd)
    check(keys.allSatisfy { range.contains($0) }, "a key outside the range")
    check(
        zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) },
        "keys out of order"
    )
    check(!page.more || page.count > 0 || request.countOnly, "no step ahead")
    _ = page.first
}

private func swap(_ choices: inout Choices) throws {
    let request = SwapRequest(
        key: choices.bytes(Int(choices.byte() % 16)),
        modRevision: Revision(Int64(choices.number(below: 1 << 20))),
        value: choices.bytes(Int(choices.byte()))
    )
    written(request)
    let answer = try SwapAnswer(rest(&choices))
    switch try answer.reply(to: request, from: endpoint) {
    case .won(let revision): check(revision > request.modRevision, "won in the past")
    case .lost(let current):
        check(current?.facts.modRevision != request.modRevision, "lost, and still there")
    }
}

/// What a request writes is read again: *1 compare, 2 success, 3 failure*, each field as it was.
private func written(_ request: SwapRequest) {
    let bytes = request.bytes()
    var values: [[UInt8]] = []
    func walk(_ range: Range<Int>, _ path: [Int]) {
        var reader = ProtobufReader(range)
        do {
            while let field = try reader.next(in: bytes.span) {
                let path = path + [field.number]
                switch path {
                case [1], [2], [3], [2, 2], [3, 1]: walk(field.range, path)
                case [1, 3], [2, 2, 1], [2, 2, 2], [3, 1, 1]:
                    values.append(Array(bytes[field.range]))
                case [1, 6]:
                    check(field.varint == UInt64(request.modRevision.rawValue), "another revision")
                default: check(field.wireType == .varint, "a field that nobody wrote")
                }
            }
        } catch {
            fatalError("a request that cannot be read: \(error)")
        }
    }
    walk(0..<bytes.count, [])
    check(
        values == [request.key, request.key, request.value, request.key],
        "another request than was written"
    )
}

private func watch(_ choices: inout Choices) throws {
    let range = KeyRange(prefix: Array("/registry/".utf8))
    var place = WatchPlace(range, from: 5)
    while !choices.isEmpty {
        let newest = Revision(Int64(choices.byte()))
        guard choices.byte() % 4 > 0 else {
            place.passed(newest)
            continue
        }
        let before = place.completeTo
        let events = (0..<Int(choices.byte() % 4)).map { _ in choices.bytes(Int(choices.byte())) }
        let changes = try place.take(events, upTo: newest, isFragment: choices.byte() % 2 == 1)
        check(place.completeTo >= before, "a watch that goes back")
        check(changes.allSatisfy { range.contains($0.key) && $0.revision > before }, "told twice")
    }
}

private func snapshot(_ choices: inout Choices) throws {
    let told = Int64(choices.number(below: 1 << 24)) - 8
    var length = try SnapshotLength(told: told, Link(endpoint: endpoint))
    var snapshot = try SnapshotCheck()
    while !choices.isEmpty {
        let shift = UInt64(choices.byte() % 64)
        let remaining = UInt64(choices.number(below: 1 << 24)) << shift
        let piece = choices.bytes(choices.number(below: 4096))
        try length.take(piece.count, remaining: remaining)
        try snapshot.add(piece)
    }
    _ = try snapshot.finish(endpoint)
}
