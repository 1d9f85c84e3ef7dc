"""How the documentation is built; run by `make docs`, which lets no warning pass."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

import generated
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "balkanroute"
author = "The balkanroute authors"
copyright = "2026, The balkanroute authors"  # noqa: A001 - Sphinx reads this name
release = importlib.metadata.version("balkanroute")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"]
exclude_patterns = ["_build", "jupyter_execute"]
nitpicky = True
# Only our own names must lead somewhere: nothing is fetched to look up those of others. A type
# variable is a letter and leads nowhere.
nitpick_ignore_regex = [(r"py:.*", r"(?!balkanroute\.).*"), (r"py:class", r".*\.[A-Z]")]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_in_temp = True  # the tutorial starts in an empty folder
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autosummary_generate = False
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
python_maximum_signature_line_length = 88
python_display_short_literal_types = True

html_theme = "furo"
html_title = "balkanroute"
html_static_path = ["_static"]
html_extra_path = ["_build/generated/site"]
html_show_sourcelink = False
html_copy_source = False


def resolve_short(
    app: Sphinx, env: BuildEnvironment, node: Element, text: Element
) -> Element | None:
    """
    Lead a name from the module it is written in to the room that offers it.

    A signature says `balkanroute.model.records.Claim`; the reference has it as
    `balkanroute.model.Claim`. A shape that a room declares for itself leads to the room that
    offers one of that name.
    """
    target = str(node.get("reftarget", ""))
    if node.get("refdomain") != "py" or not target.startswith("balkanroute."):
        return None
    room, name = ".".join(target.split(".")[:2]), target.rpartition(".")[2]
    known: dict[str, Any] = env.domaindata["py"]["objects"]
    offered = [full for full in known if full.count(".") == 2 and full.endswith(f".{name}")]  # noqa: PLR2004 - package, room, name
    full = f"{room}.{name}" if f"{room}.{name}" in known else "".join(offered[:1])
    if not full:
        return None
    found = known[full]
    return make_refnode(
        app.builder, str(node["refdoc"]), found.docname, found.node_id, [text], target
    )


def spell_factory(*signature: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - Sphinx's call
    """Write the empty mapping that a field starts with, which else shows as ``<factory>``."""
    arguments, returned = signature[-2:]
    return arguments and arguments.replace("<factory>", "{}"), returned


def setup(app: Sphinx) -> None:
    """Write the generated parts before anything is read."""
    generated.write(Path(__file__).parent / "_build" / "generated")
    app.connect("autodoc-process-signature", spell_factory)
    app.connect("missing-reference", resolve_short)
