"""The lens of cookies, and the rules by which browsers keep or refuse one."""
