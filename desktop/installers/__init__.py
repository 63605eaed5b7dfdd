"""Builds what people download: packages and archives of the bundle, and proves that they work."""
