extension Array<UInt8> {
    /// Keeps bytes beyond the call that lent them.
    public init(copying span: Span<UInt8>) {
        self.init(capacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}
