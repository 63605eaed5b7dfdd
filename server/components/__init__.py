"""What Fumehood consists of: each component with its version and its licence."""
