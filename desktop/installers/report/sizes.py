"""The size of the bundle by package, so that what is large can be seen and questioned."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

# What is smaller needs no reason.
LEAST_BYTES: Final = 3_000_000
CONTENTS: Final = "_internal"


def sizes_by_package(bundle: Path, files: Iterable[Path]) -> dict[str, int]:
    """Return the bytes of each package or library of LEAST_BYTES and more, the largest first.

    What auditwheel has put beside a package (`numpy.libs`) counts as that package.
    """
    sizes: Counter[str] = Counter()
    for path in files:
        parts = path.relative_to(bundle).parts
        name = parts[1] if parts[0] == CONTENTS and len(parts) > 1 else parts[0]
        sizes[name.removesuffix(".libs")] += path.stat().st_size
    return {name: size for name, size in sizes.most_common() if size >= LEAST_BYTES}
