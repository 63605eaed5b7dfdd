"""The sensors, one for each kind of event."""
