"""What all lenses are made of: blocks, sentences, formatting and readers of events."""
