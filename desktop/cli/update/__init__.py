"""`fumehood update`: replaces the folder of an unpacked archive by a newer one."""
