import ArgumentParser

/// The root command.
struct Kenc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kenc",
        abstract: "Kubernetes secrets encrypted at rest: check, read and rotate them",
        discussion: """
            kenc reads an EncryptionConfiguration as kube-apiserver does, tells which key every \
            stored value is on, opens values without a cluster, and carries a key rotation from \
            plan to proof.

            Exit status: 0 done and nothing to report, 1 failed, 2 finished and found something, \
            64 wrong usage, 130 interrupted.

            EXAMPLES
              kenc validate encryption.yaml
              kenc scan --config encryption.yaml --dump all.json
              kenc rotate --dry-run --config new.yaml --dump all.json
            """,
        version: Version.text,
        subcommands: [
            ValidateCommand.self,
            ConfigCommand.self,
            EncryptCommand.self,
            DecryptCommand.self,
            ScanCommand.self,
            ReportCommand.self,
            ListCommand.self,
            GetCommand.self,
            InspectCommand.self,
            PlanCommand.self,
            RotateCommand.self,
            FleetCommand.self,
            StatusCommand.self,
            SnapshotCommand.self,
            RescueCommand.self,
            KMSCommand.self,
            VersionCommand.self,
            CompletionCommand.self,
        ],
    )
}
