"""The examples run, write what they say, and are kept clean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
WRITTEN = {
    "01_read_and_map.py": ["dossier-2023.html"],
    "03_write_an_atlas.py": ["counts.html", "counts.yaml"],
    "04_frames.py": ["places.geojson"],
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_runs_and_writes_only_into_its_folder(script, tmp_path):
    folder, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    command = [sys.executable, "-W", "error", str(script), str(folder)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    ran = subprocess.run(
        command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()
    assert sorted(path.name for path in folder.iterdir()) == WRITTEN.get(script.name, [])
    assert list(elsewhere.iterdir()) == []


def test_the_notebook_runs_and_ends_with_the_map():
    notebook = nbformat.read(EXAMPLES / "explore.ipynb", as_version=4)

    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": EXAMPLES}}
    ).execute()

    shown = notebook.cells[-1].outputs[-1]
    assert "<iframe" in shown["data"]["text/html"]


def test_the_notebook_is_stored_without_output():
    notebook = nbformat.read(EXAMPLES / "explore.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
