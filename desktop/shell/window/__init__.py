"""The window itself: its web view, menus, placement and what it may navigate to."""
