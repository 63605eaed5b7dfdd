"""The sensor of websockets."""
