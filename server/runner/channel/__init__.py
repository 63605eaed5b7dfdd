"""The channel from the probe: framing, handshake, messages and the schema of events."""
