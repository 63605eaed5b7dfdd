"""Notices when the guest starts a WSGI server itself, and lets the probe serve the app in its place."""
