import ArgumentParser

extension Option<String?> {
    /// An option that names a file.
    init(file help: String, valueName: String = "file") {
        self.init(help: ArgumentHelp(help, valueName: valueName), completion: .file())
    }
}

extension Option<String> {
    /// An option that names a file, and has to be given.
    init(file help: String, valueName: String = "file") {
        self.init(help: ArgumentHelp(help, valueName: valueName), completion: .file())
    }
}
