import EtcdDump

/// In which form one value was read, as words.
enum HandedFormText {
    /// As in "base64, in it the output of 'etcdctl get -w fields'".
    static func words(_ forms: [HandedForm]) -> String {
        forms.map(word).joined(separator: ", in it ")
    }

    private static func word(_ form: HandedForm) -> String {
        switch form {
        case .hexdump: "a hexdump"
        case .xxd: "the output of xxd"
        case .od: "the output of od"
        case .hex: "hex"
        case .base64: "base64"
        case .quoted: "quoted text"
        case .fields: "a field of YAML or JSON"
        case .keyValueObject: "a JSON object with a value"
        case .utf16: "UTF-16"
        case .etcdctl: "the output of 'etcdctl get', the key above the value"
        case .etcdctlJSON: "the output of 'etcdctl get -w json'"
        case .etcdctlFields: "the output of 'etcdctl get -w fields'"
        case .etcdctlProtobuf: "the output of 'etcdctl get -w protobuf'"
        case .record: "a record of etcd's database"
        }
    }
}
