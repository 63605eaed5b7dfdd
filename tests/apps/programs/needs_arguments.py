"""A program that ends without a server: for a wrong argument, by an exception, or by itself."""

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["fail", "end"])
if parser.parse_args().what == "fail":
    raise RuntimeError("no configuration")
print("nothing to serve")
