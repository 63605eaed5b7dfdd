"""Plans of statements, asked for in a process of their own."""
