extension ResourceChains {
    /// Opens one stored value and copies its plaintext.
    ///
    /// Expands the keys anew each time: for many values make a ``TransformSession``.
    ///
    /// - Parameters:
    ///   - stored: the value as etcd holds it.
    ///   - etcdKey: the complete etcd key, for example `/registry/secrets/default/db`; aesgcm
    ///     needs it.
    ///   - resource: `secrets`, or with its group `deployments.apps`.
    /// - Returns: the plaintext.
    /// - Throws: ``OpenFailure``.
    public func open(stored: [UInt8], etcdKey: String?, resource: String) throws(OpenFailure)
        -> [UInt8]
    {
        let key = etcdKey.map { Array($0.utf8) }
        return try TransformSession().open(
            stored.span,
            etcdKey: key?.span,
            with: chain(forResource: resource)
        ) { plaintext, _ in plaintext.copy() }
    }

    /// Seals one plaintext as the API server would store it now.
    ///
    /// Without a chain for the resource, that is the plaintext itself.
    ///
    /// - Parameters:
    ///   - plaintext: the object's bytes.
    ///   - etcdKey: the complete etcd key it will be stored under; aesgcm needs it.
    ///   - resource: `secrets`, or with its group `deployments.apps`.
    /// - Returns: the bytes to store.
    /// - Throws: ``SealFailure``.
    public func seal(plaintext: [UInt8], etcdKey: String?, resource: String) throws(SealFailure)
        -> [UInt8]
    {
        guard let chain = chain(forResource: resource) else { return plaintext }
        let key = etcdKey.map { Array($0.utf8) }
        return try TransformSession().seal(plaintext.span, etcdKey: key?.span, with: chain) {
            $0.copy()
        }
    }
}

extension Span<UInt8> {
    fileprivate func copy() -> [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }
}
