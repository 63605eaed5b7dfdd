"""The remembered size and place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.shell.window.placement import SMALLEST, Placement, PlacementStore, Rect, Screen, clamp, default

LAPTOP = Screen("eDP-1 1366x768", Rect(0, 32, 1366, 736))
WIDE = Screen("DP-1 2560x1440", Rect(1366, 0, 2560, 1440))


def within(box: Rect, area: Rect) -> bool:
    """Whether all of `box` is in `area`."""
    return (
        area.x <= box.x
        and area.y <= box.y
        and box.x + box.width <= area.x + area.width
        and box.y + box.height <= area.y + area.height
    )


@pytest.mark.parametrize("screen", [LAPTOP, WIDE, Screen("tiny", Rect(0, 0, 600, 400))])
def test_a_first_window_is_in_the_middle_of_the_screen(screen: Screen) -> None:
    """It fits, leaves as much on the left as on the right, and is not as large as a wall."""
    box = default(screen).box
    assert within(box, screen.usable)
    assert abs((box.x - screen.usable.x) * 2 + box.width - screen.usable.width) <= 1
    assert box.width <= 1440


numbers = st.integers(-20_000, 20_000)


@given(numbers, numbers, st.integers(-10, 20_000), st.integers(-10, 20_000), st.sampled_from([LAPTOP, WIDE]))
def test_a_remembered_window_is_always_wholly_visible(
    x: int, y: int, width: int, height: int, screen: Screen
) -> None:
    """Whatever was stored, for whatever screen, all of the window is on the screen that is there."""
    placed = clamp(Placement(Rect(x, y, width, height)), screen).box
    assert within(placed, screen.usable)
    assert placed.width >= min(SMALLEST[0], screen.usable.width)


def test_each_screen_has_its_own_place(tmp_path: Path) -> None:
    """What was kept for a screen comes back on it, and the screen used last is preferred."""
    memory = PlacementStore(tmp_path / "window.json")
    small, large = Placement(Rect(10, 40, 900, 600)), Placement(Rect(1400, 20, 1800, 1200), maximized=True)
    memory.save(LAPTOP, small)
    memory.save(WIDE, large)
    assert memory.load((LAPTOP, WIDE)) == large
    assert memory.load((LAPTOP,)) == small


def test_a_place_that_is_there_comes_back_as_it_was(tmp_path: Path) -> None:
    """A visible window is not moved by being remembered."""
    memory = PlacementStore(tmp_path / "window.json")
    placement = Placement(Rect(100, 100, 800, 600))
    memory.save(LAPTOP, placement)
    assert memory.load((LAPTOP,)) == placement


def test_a_size_outlives_its_screen(tmp_path: Path) -> None:
    """On a screen that is new, or has another resolution, the size of the last one is kept where it fits."""
    memory = PlacementStore(tmp_path / "window.json")
    memory.save(WIDE, Placement(Rect(1400, 20, 900, 700)))
    fits = memory.load((LAPTOP,)).box
    assert (fits.width, fits.height) == (900, 700)
    assert within(fits, LAPTOP.usable)


@pytest.mark.parametrize(
    ("stored", "zoom"),
    [("1.21", 1.21), ("2", 2.0), ("0", 1.0), ("-1", 1.0), ("1e9", 1.0), ('"2"', 1.0), ("NaN", 1.0)],
)
def test_the_zoom_is_kept(tmp_path: Path, stored: str, zoom: float) -> None:
    """A value that is none is the actual size."""
    file = tmp_path / "window.json"
    file.write_text(f'{{"zoom": {stored}}}')
    memory = PlacementStore(file)
    assert memory.zoom() == zoom
    memory.save(LAPTOP, Placement(Rect(1, 40, 700, 500)), 1.5)
    assert memory.zoom() == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        '{"screens": 3}',
        '{"last": "eDP-1 1366x768", "screens": {"eDP-1 1366x768": {"box": {"x": "a"}, "maximized": 1}}}',
        '{"screens": {"eDP-1 1366x768": {"box": {"x": 1, "y": 1, "width": 1.5, "height": 1}}}}',
        '{"screens": {"eDP-1 1366x768": null}}',
    ],
)
def test_a_damaged_file_counts_as_none(tmp_path: Path, text: str) -> None:
    """A file that cannot be understood gives the first size, and is replaced at the next end."""
    file = tmp_path / "window.json"
    file.write_text(text)
    memory = PlacementStore(file)
    assert memory.load((LAPTOP,)) == default(LAPTOP)
    memory.save(LAPTOP, Placement(Rect(1, 40, 700, 500)))
    assert memory.load((LAPTOP,)).box == Rect(1, 40, 700, 500)


def test_a_folder_that_is_gone_is_no_failure(tmp_path: Path) -> None:
    """Remembering is a convenience: it never raises."""
    PlacementStore(tmp_path / "gone" / "window.json").save(LAPTOP, Placement(Rect(1, 40, 700, 500)))
    assert not (tmp_path / "gone").exists()
