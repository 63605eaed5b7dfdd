"""The pages of the tools for an app that is open."""
