"""Full-text search over pages, claims and source."""
