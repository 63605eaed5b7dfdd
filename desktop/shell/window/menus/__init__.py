"""The menus of a window as data, and Qt's menus that are made from it."""
