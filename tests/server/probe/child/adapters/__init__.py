"""The parts of the probe that enter a guest."""
