"""The table of attacks and damages: which are tried, which are survived, and what was lost."""
