// Room: EtcdSnapshot
