"""Commands that ask an app about itself, as the tools of the window do."""
