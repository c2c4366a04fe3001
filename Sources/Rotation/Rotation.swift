// Room: Rotation
