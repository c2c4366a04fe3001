import EncryptionConfig
import Providers
import Rotation
import Survey
import WireFormats

/// What is checked and said before the first write.
struct RotationPreflight {
    let loaded: LoadedConfiguration
    let options: RotationOptions
    let checkup: ClusterCheckup
    let cluster: any LiveCluster

    /// Ends the command for what speaks against writing, unless it is forced.
    func refuse(_ problems: [ClusterCheckup.Problem]) throws {
        for problem in problems {
            let isStop = problem.isFatal || !options.force
            if isStop {
                throw Failure("\(problem.message); nothing was written", hint: problem.hint)
            }
            StandardError.warning("\(problem.message) (going on, as --force says)")
        }
    }

    func sizeProblems(_ survey: Survey) -> [ClusterCheckup.Problem] {
        var problems: [ClusterCheckup.Problem] = []
        if let first = survey.oversizedValues.first {
            let count = survey.oversizedValues.count
            let key = ShownText.line(EtcdKeyText.both(first.key).text)
            problems.append(
                ClusterCheckup.Problem(
                    message: "\(Numbers.count(count, "value")) would not fit into a request to "
                        + "etcd once rewritten, among them \(key), which \(first.message)",
                    hint: "make the object smaller, or raise etcd's --max-request-bytes and say "
                        + "so with --max-request-bytes; --force leaves such values as they are"
                )
            )
        }
        let bytes = survey.sortedRewrites.reduce(0) { $0 + $1.volume.bytesAfter }
        let needed = checkup.databaseBytes.saturatingSum(
            checkup.growth(values: survey.movable, bytes: bytes)
        )
        if needed >= checkup.quota ?? ClusterCheckup.defaultQuota, survey.movable > 0 {
            let message =
                "the database would grow from \(Numbers.bytes(Int(checkup.databaseBytes))) to "
                + "about \(Numbers.bytes(Int(needed))), past "
            guard let quota = checkup.quota else {
                StandardError.warning(
                    message + "etcd's default quota of 2.0 GiB; this etcd does not tell its own",
                    hint: "check its --quota-backend-bytes, or compact and defragment first"
                )
                return problems
            }
            problems.append(
                ClusterCheckup.Problem(
                    message: message + "its quota of \(Numbers.bytes(Int(quota)))",
                    hint: "compact and defragment, raise --quota-backend-bytes, or rotate a part "
                        + "at a time with --resource; --force goes on"
                )
            )
        }
        return problems
    }

    /// A program says beforehand that it wants plaintext.
    func requireWordForPlaintext(_ survey: Survey) throws {
        let count = survey.becomingPlaintext
        guard count > 0, options.yes, !options.toPlaintext else { return }
        throw Failure.usage(
            "\(Numbers.count(count, "value")) would be stored without encryption; nothing was written",
            hint: "that is what \(ShownText.line(loaded.path)) says: if it is meant, add "
                + "--to-plaintext"
        )
    }

    /// What the rotation does, and what has to be so before it does.
    func show(_ survey: Survey, _ evidence: Evidence, _ servers: String) {
        let retirement = KeyRetirement(
            configuration: loaded.configuration,
            survey: survey,
            evidence: evidence
        )
        let text = RotationText(survey: survey, retirement: retirement, style: .standardError)
            .render()
        StandardError.show(
            """
            \(cluster.name): \(checkup.members.joined(separator: ", "))
            database \(Numbers.bytes(Int(checkup.databaseBytes))), quota \
            \(checkup.quota.map { Numbers.bytes(Int($0)) } ?? "not told")

            \(text)
            Before you go on:
            \(servers)
              keep a backup: kenc snapshot save FILE
              values are written \(pace); each is an event to every watcher

            """
        )
        if options.rate == 0 || options.rate > RotationOptions.harmlessRate {
            StandardError.warning(RotationOptions.rateWarning)
        }
    }

    private var pace: String {
        options.rate > 0
            ? "at most \(Numbers.grouped(Int(options.rate.rounded(.up)))) a second"
            : "at full speed"
    }

    /// Every question that has to be answered with yes.
    func confirm(_ survey: Survey, areServersKnown: Bool) throws {
        let values = Numbers.count(survey.movable, "value")
        try options.confirm(
            areServersKnown
                ? "Rewrite \(values) in \(cluster.name)?"
                : "Has every API server read \(ShownText.line(loaded.path)), and shall \(values) "
                    + "be rewritten in \(cluster.name)?"
        )
        let plain = survey.becomingPlaintext
        if plain > 0, !options.toPlaintext {
            try options.confirm(
                "\(Numbers.count(plain, "value")) will be stored without encryption: is that meant?"
            )
        }
    }
}

extension Survey {
    /// Encrypted values that a rotation stores without encryption.
    var becomingPlaintext: Int {
        sortedRewrites.reduce(0) { $0 + ($1.route.to == .identity ? $1.volume.values : 0) }
    }
}
