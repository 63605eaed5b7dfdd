"""Mail that the guest sends: it goes to the host's catcher, and nowhere else."""
