// Room: WireFormats
