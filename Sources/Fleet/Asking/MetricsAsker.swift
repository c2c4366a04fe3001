#if Etcd

internal import AsyncHTTPClient
internal import EtcdModel
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Asks one address for metrics, as a stream of which only a few lines are kept.
///
/// Each question goes over a connection of its own, so that a load balancer is free to choose, and
/// shows itself by answers of several servers.
public struct MetricsAsker: FleetSource {
    /// How long to wait, and how often to ask.
    public struct Patience: Sendable {
        /// For the connection.
        public var connect: Duration = .seconds(5)
        /// Between two pieces of an answer.
        public var silence: Duration = .seconds(10)
        /// For a whole answer.
        public var whole: Duration = .seconds(60)
        /// How many texts are read; what a server writes now is in the difference of two.
        public var texts = 2
        /// How long to wait between two.
        public var between: Duration = .seconds(2)

        /// The defaults.
        public init() {}
    }

    /// Where.
    public let url: ServerURL
    private let credentials: ServerCredentials
    private let patience: Patience
    private let security: TLSConfiguration

    /// Makes a source of one address.
    ///
    /// - Throws: ``CredentialsProblem`` for certificates and keys that cannot be used.
    public init(
        _ url: ServerURL,
        credentials: ServerCredentials,
        patience: Patience = Patience(),
    ) throws(CredentialsProblem) {
        guard url.isSecure || !credentials.isSomebody else { throw .plainText }
        guard (credentials.certificate == nil) == (credentials.privateKey == nil) else {
            throw .halfPair
        }
        var security = TLSConfiguration.makeClientConfiguration()
        if let pem = credentials.authorities {
            guard let authorities = try? NIOSSLCertificate.fromPEMBytes(pem), !authorities.isEmpty
            else { throw .authorities }
            security.trustRoots = .certificates(authorities)
        }
        if let pem = credentials.certificate {
            guard let chain = try? NIOSSLCertificate.fromPEMBytes(pem), !chain.isEmpty else {
                throw .certificate
            }
            security.certificateChain = chain.map { .certificate($0) }
        }
        if let pem = credentials.privateKey {
            guard let key = try? NIOSSLPrivateKey(bytes: pem, format: .pem) else {
                throw .privateKey
            }
            security.privateKey = .privateKey(key)
        }
        self.url = url
        self.credentials = credentials
        self.patience = patience
        self.security = security
    }

    /// Asks now, ``Patience/texts`` times unless the first fails.
    @concurrent
    public func ask() async -> [FleetAnswer] {
        var answers: [FleetAnswer] = []
        for number in 0..<max(1, patience.texts) {
            if number > 0 { try? await Task.sleep(for: patience.between) }
            let result = await askOnce()
            answers.append(
                FleetAnswer(source: "\(url)", address: url.address, result: result)
            )
            if case .failure = result { break }
        }
        return answers
    }

    private func askOnce() async -> Result<ServerReport, AskFailure> {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: security,
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(patience.connect),
                read: TimeAmount(patience.silence)
            ),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        if let name = credentials.serverName, url.isSecure {
            configuration.dnsOverride = [name: url.host]
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: configuration
        )
        let result: Result<ServerReport, AskFailure>
        do {
            var report = try await metrics(client)
            if case .untold = report.appliedFile { await addRelease(client, to: &report) }
            if report.reload.isOn == nil { report.reload.isOn = await reload(client) }
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        return result
    }

    private func request(_ path: String) throws(AskFailure) -> HTTPClientRequest {
        var host = url.address
        if let name = credentials.serverName, url.isSecure { host = "\(name):\(url.port)" }
        var request = HTTPClientRequest(
            url: "\(url.isSecure ? "https" : "http")://\(host)\(url.path)\(path)"
        )
        request.headers.add(name: "accept", value: "text/plain")
        request.headers.add(name: "accept-encoding", value: "identity")
        request.headers.add(name: "user-agent", value: "kenc")
        if let token = credentials.token {
            let text: String
            do { text = String(decoding: try token(), as: UTF8.self) } catch {
                throw .other("the token cannot be read")
            }
            request.headers.add(name: "authorization", value: "Bearer \(text)")
        }
        return request
    }

    private var deadline: NIODeadline { .now() + TimeAmount(patience.whole) }

    private func metrics(_ client: HTTPClient) async throws(AskFailure) -> ServerReport {
        let request = try request("/metrics")
        var bytes = 0
        var hasAnswer = false
        do {
            let response = try await client.execute(request, deadline: deadline)
            hasAnswer = true
            guard response.status == .ok else { throw await Self.failure(response) }
            var reader = ServerReportReader()
            for try await piece in response.body {
                bytes += piece.readableBytes
                reader.read(Array(piece.readableBytesView).span)
            }
            var report = reader.finish()
            if report.processStart == nil {
                report.processStart = response.headers.first(name: "process-start-time-unix")
                    .flatMap { Double($0) }.flatMap { Moment($0) }
            }
            return report
        } catch let failure as AskFailure {
            throw failure
        } catch {
            throw AskFailure(error, hasAnswer: hasAnswer, bytes: bytes)
        }
    }

    private static func failure(_ response: HTTPClientResponse) async -> AskFailure {
        switch response.status.code {
        case 401: return .unauthorized
        case 403:
            let body = try? await response.body.collect(upTo: 1 << 16)
            let text = body.map { Array($0.readableBytesView) } ?? []
            return .forbidden(StatusMessage.text(text))
        case 301, 302, 303, 307, 308:
            return .redirected(to: response.headers.first(name: "location") ?? "")
        default: return .status(Int(response.status.code))
        }
    }

    /// Which release it is, where the metrics do not say: `/version` is open to everybody.
    private func addRelease(_ client: HTTPClient, to report: inout ServerReport) async {
        guard case .unknown = report.release, let body = await small(client, "/version"),
            let release = StatusMessage.release(body)
        else { return }
        report.release = release
    }

    /// Whether the server polls its file: the overview of `/readyz` names the hook.
    private func reload(_ client: HTTPClient) async -> Bool? {
        guard let body = await small(client, "/readyz?verbose") else { return nil }
        let text = String(decoding: body, as: UTF8.self)
        let hook = "]poststarthook/start-encryption-provider-config-automatic-reload"
        if text.contains(hook) { return true }
        return text.contains("]poststarthook/") ? false : nil
    }

    private func small(_ client: HTTPClient, _ path: String) async -> [UInt8]? {
        guard let request = try? request(path),
            let response = try? await client.execute(request, deadline: deadline),
            response.status == .ok || response.status == .internalServerError,
            let body = try? await response.body.collect(upTo: 1 << 18)
        else { return nil }
        return Array(body.readableBytesView)
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}

#endif
