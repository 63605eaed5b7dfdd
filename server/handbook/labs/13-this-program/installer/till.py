"""A bakery's till, as it is frozen: it has a price list beside it, and prints receipts."""

import importlib
import json
import os
import sys
from pathlib import Path

LICENCE = "only-for-paying-customers"
HERE = Path(__file__).parent


def prices():
    return (HERE / "prices.txt").read_text()


def receipt():
    import receipts

    return receipts.heading()


def voucher():
    return importlib.import_module("vouchers").heading()


def tried(function):
    try:
        return function()
    except (ImportError, OSError) as error:
        return f"{type(error).__name__}: {error}"


def about():
    return {
        "executable": sys.executable,
        "frozen": getattr(sys, "frozen", False),
        "folder": str(HERE),
        "working": os.getcwd(),
        "prices": tried(prices),
        "receipt": tried(receipt),
        "voucher": tried(voucher),
    }


if __name__ == "__main__":
    print(json.dumps(about()))
