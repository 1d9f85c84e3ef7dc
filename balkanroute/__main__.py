"""Runs the command line: ``python -m balkanroute``."""

from __future__ import annotations

from balkanroute.cli import app

if __name__ == "__main__":
    app(prog_name="balkanroute")
