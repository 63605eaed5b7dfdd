"""Builds Qt's menus from ours, and keeps them true: what is enabled, what is checked, what was opened."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop.shell.window.menus.items import Action, LiveMenu, Menu, Separator


class NativeMenus:
    """The menus of one window; `show` replaces those that were there."""

    def __init__(self, bar: QMenuBar) -> None:
        """`bar` is the menu bar of the window."""
        self._bar = bar
        self._path = "/"
        self._shown: list[QMenu] = []
        self._placed: list[tuple[Action, QAction]] = []

    def show(self, menus: tuple[Menu, ...]) -> None:
        """Show these menus, each action with its key."""
        self._placed = []
        self._bar.clear()
        for old in self._shown:
            old.deleteLater()
        self._shown = [self._bar.addMenu(menu.title) for menu in menus]
        for native, menu in zip(self._shown, menus, strict=True):
            self._fill(native, menu)

    def follow_path(self, path: str) -> None:
        """Enable the actions that apply on the page with this path, and no others."""
        self._path = path
        for action, native in self._placed:
            native.setEnabled(action.applies(path))

    def _fill(self, native: QMenu, menu: Menu) -> None:
        here: list[tuple[Action, QAction]] = []
        for item in menu.items:
            if isinstance(item, Separator):
                native.addSeparator()
            elif isinstance(item, Menu):
                self._fill(native.addMenu(item.title), item)
            elif isinstance(item, LiveMenu):
                self._fill_live(native.addMenu(item.title), item)
            else:
                here.append((item, self._add(native, item)))
        self._placed += here
        native.aboutToShow.connect(partial(self._refresh, tuple(here)))

    def _add(self, native: QMenu, item: Action) -> QAction:
        action = _add(native, item)
        action.setEnabled(item.applies(self._path))
        return action

    def _fill_live(self, native: QMenu, menu: LiveMenu) -> None:
        def fill() -> None:
            native.clear()
            for item in menu.items():
                self._add(native, item)
            if native.isEmpty():
                native.addAction(menu.empty).setEnabled(False)

        native.aboutToShow.connect(fill)
        # Qt does not open a menu in which there is nothing.
        native.addAction(menu.empty).setEnabled(False)

    def _refresh(self, placed: tuple[tuple[Action, QAction], ...]) -> None:
        for action, native in placed:
            if action.enabled is not None:
                native.setEnabled(action.enabled())
            if action.checked is not None:
                native.setChecked(action.checked())


def fill(native: QMenu, items: tuple[Action | Separator, ...]) -> None:
    """Put items into a menu that is shown once, as it is now."""
    for item in items:
        if isinstance(item, Separator):
            native.addSeparator()
        else:
            _add(native, item).setEnabled(item.enabled is None or item.enabled())


def _add(native: QMenu, item: Action) -> QAction:
    # Qt shows the text after a tab in the column of shortcuts, and binds nothing to it.
    action = QAction(f"{item.text}\t{item.hint}" if item.hint else item.text, native)
    if item.key:
        action.setShortcut(QKeySequence(item.key))
    action.setCheckable(item.checked is not None)
    action.triggered.connect(_call(item.run))
    native.addAction(action)
    return action


def _call(run: Callable[[], object]) -> Callable[[], None]:
    """Return what a signal may call with any arguments."""

    def called(*_arguments: object) -> None:
        run()

    return called
