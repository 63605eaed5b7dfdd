"""`fumehood update`: replaces the folder of an unpacked archive with a newer one."""
