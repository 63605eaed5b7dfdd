"""`fumehood doctor`: report what works on this machine."""
