"""Try the README's commands on bare Debian systems."""
