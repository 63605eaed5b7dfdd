"""Settings of an app that are dangerous, missing or contradictory, each with the line to write."""
