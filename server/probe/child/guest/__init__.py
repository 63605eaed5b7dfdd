"""The life of the guest process: loading the app, serving it, and keeping the probe out of its sight."""
