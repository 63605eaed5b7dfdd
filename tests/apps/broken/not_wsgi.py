"""Has an app that is none."""

app = "not an app"
