// Room: EtcdDump
