"""What the command palette offers of the user's own: apps, routes, requests and settings."""
