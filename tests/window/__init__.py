"""Tests of the real window; they need a display, their own or an Xvfb."""
