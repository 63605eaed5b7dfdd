"""Tests that the worked examples of docs/how-to are true."""
