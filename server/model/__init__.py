"""The words of Fumehood as frozen values; nothing here reads, writes or waits."""
