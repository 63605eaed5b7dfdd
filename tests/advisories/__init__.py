"""Looks up known security advisories about the packages that we depend on."""
