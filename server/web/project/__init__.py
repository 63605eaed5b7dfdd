"""The settings of one app in one place: what runs, on which Python, with which variables and limits."""
