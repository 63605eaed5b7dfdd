"""Tests of `desktop/shell/window/menus`."""
