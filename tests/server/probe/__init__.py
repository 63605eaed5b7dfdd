"""The probe, seen from its channel and from within."""
