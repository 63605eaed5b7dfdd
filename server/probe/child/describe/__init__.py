"""Description of the guest's objects, exceptions and code, bounded in size and time."""
