"""The diary as it is, listening on loopback."""

from notebook import make

app = make()
