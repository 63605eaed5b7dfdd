"""The probe: locates, for the host, what runs inside a guest."""
