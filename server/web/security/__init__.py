"""The guard before every request, its keys, and the security headers."""
