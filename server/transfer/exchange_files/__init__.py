"""Exchanges in files: HAR 1.2, and a share file with all that happened inside one."""
