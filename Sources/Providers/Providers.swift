// Room: Providers
