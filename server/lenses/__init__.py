"""Lenses show what the probe recorded: one lens for each kind of event, and the Journey through all."""
