"""The window around the postcards, with a bridge from its pages to Python."""

import webview


class Album:
    def burn(self):
        return "the album is burnt"


class Bridge:
    """What pages can call as pywebview.api: what a page alone may not do."""

    def __init__(self):
        self.album = Album()

    def read(self, name):
        return f"{name}: not for strangers"

    def choose(self, folder):
        """Let the person choose a file in a native dialog."""
        return webview.windows[0].create_file_dialog(webview.FileDialog.OPEN, directory=folder)


def show(url, meanwhile):
    """Open the window, run meanwhile(window) beside it, and return when it is closed."""
    window = webview.create_window("Postcards", url, js_api=Bridge())
    webview.start(meanwhile, window, gui="qt")
