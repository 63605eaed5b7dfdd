"""The guest process: loading the app, serving it, and hiding Fumehood's own modules from it."""
