"""Recording of exchanges and their events, and the channel that sends them to the host."""
