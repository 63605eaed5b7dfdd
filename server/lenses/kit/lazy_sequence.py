"""A sequence that is made when it is first looked into: most details of a large exchange never are."""

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

_T = TypeVar("_T")


class LazySequence(Sequence[_T]):
    """The items that `make` returns; where it raises, the one item that `instead` makes of the error."""

    def __init__(self, make: Callable[[], tuple[_T, ...]], instead: Callable[[Exception], _T]) -> None:
        self._make = make
        self._instead = instead
        self._items: tuple[_T, ...] | None = None

    def _made(self) -> tuple[_T, ...]:
        if self._items is None:
            try:
                self._items = self._make()
            except Exception as error:  # a guest's data must never take the page down
                self._items = (self._instead(error),)
        return self._items

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._made())

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, index: int | slice) -> _T | tuple[_T, ...]:
        """Return an item, or some of them."""
        return self._made()[index]
