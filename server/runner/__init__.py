"""Starts, watches and stops guests, reads and checks what their probes say, and sends them requests."""
