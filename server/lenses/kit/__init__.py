"""What every lens is built from: blocks, sentences, formatting and readers of events."""
