"""Writes the parts of the documentation that the package itself knows best."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields
from inspect import getdoc, ismodule
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, get_type_hints

from numpydoc.docscrape import ClassDoc
from typer.testing import CliRunner

import balkanroute
from balkanroute import geodata, model, readers, writers
from balkanroute.cli import app
from balkanroute.model.plain import SPELLED
from balkanroute.readers.tables import COLUMNS

if TYPE_CHECKING:
    from balkanroute.writers import Loss

RECORDS = (
    model.Atlas,
    model.Source,
    model.Agent,
    model.Place,
    model.Name,
    model.Route,
    model.Leg,
    model.Claim,
    model.PlaceRole,
    model.RouteRole,
    model.Quantity,
    model.Relation,
    model.Selector,
)
COMPUTED = frozenset({"warnings", "_by_id"})


def write(folder: Path) -> None:
    """Write the schema, the fields, the columns and the layers into a folder."""
    static = folder / "site" / "_static"
    static.mkdir(parents=True, exist_ok=True)
    schema = json.dumps(model.schema(), indent=2, ensure_ascii=False)
    (static / "atlas.schema.json").write_text(schema + "\n", encoding="utf-8")
    (folder / "fields.md").write_text(fields_of_records(), encoding="utf-8")
    (folder / "columns.md").write_text(columns(), encoding="utf-8")
    (folder / "public.md").write_text(public(), encoding="utf-8")
    for name, text in commands().items():
        (folder / f"help-{name}.md").write_text(text, encoding="utf-8")
    (folder / "layers.md").write_text(layers(), encoding="utf-8")
    (folder / "formats.md").write_text(formats(), encoding="utf-8")
    (folder / "losses.md").write_text(losses(), encoding="utf-8")


def fields_of_records() -> str:
    """Give a section with a table for each record, in the spelling of files."""
    return "\n".join(f"### {record.__name__}\n\n{_table(record)}" for record in RECORDS)


def _table(record: type[Any]) -> str:
    """Give the fields of a record: name, what it holds, meaning."""
    meanings = _meanings(record)
    hints = get_type_hints(record)
    lines = ["| field | holds | meaning |", "|---|---|---|"]
    for item in sorted(fields(record), key=lambda item: item.name != "id"):
        if item.name in COMPUTED:
            continue
        needed = item.default is MISSING and item.default_factory is MISSING
        name = SPELLED.get(record, {}).get(item.name, item.name)
        shown = f"**`{name}`**" if needed else f"`{name}`"
        lines.append(f"| {shown} | {_words(hints[item.name])} | {meanings.get(item.name, '')} |")
    if record is model.Place:
        lines.append("| `point` | `[longitude, latitude]` | A point, instead of `geometry`. |")
    return "\n".join(lines) + "\n"


def _meanings(record: type[Any]) -> dict[str, str]:
    """Read what each field means out of the docstring."""
    return {
        name: " ".join(parameter.desc).replace("``", "`").replace("|", "\\|")
        for parameter in ClassDoc(record)["Parameters"]
        for name in parameter.name.split(", ")
    }


def _words(annotation: object) -> str:
    """Say an annotation as one who writes a file needs it."""
    text = re.sub(r"\b(?:[a-z_]+\.)+", "", str(annotation)).removesuffix(" | None")
    text = re.sub(r"^<class '(.*)'>$", r"\1", text)
    if choices := re.fullmatch(r"(?:Optional\[)?Literal\[(.*?)\]+", text):
        return choices[1].replace("'", "`").replace("``", "")
    if listed := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", text):
        return f"list of {PLAIN.get(listed[1], listed[1])}"
    return PLAIN.get(text, text)


PLAIN = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "int | float": "number",
    "Period": "EDTF date",
    "BaseGeometry": "GeoJSON geometry",
    "Mapping[str, Any]": "any fields",
    "Mapping[str, str]": "texts by name",
}


def columns() -> str:
    """Give a table of the columns of a spreadsheet of claims."""
    rows = {**COLUMNS, "extra.<name>": "a field of your own"}
    lines = ["| column | holds |", "|---|---|"]
    lines += [f"| `{name}` | {what.replace('|', chr(92) + '|')} |" for name, what in rows.items()]
    return "\n".join(lines) + "\n"


def public() -> str:
    """Give the public list: each name, and what it is in one line."""
    lines = ["| name | what it is |", "|---|---|"]
    for name in balkanroute.__all__:
        offered = getattr(balkanroute, name)
        summary = (getdoc(offered) or "").partition("\n\n")[0].replace("\n", " ")
        home = offered.__name__ if ismodule(offered) else f"{offered.__module__}.{name}"
        lines.append(f"| {{py:obj}}`br.{name} <{home}>` | {summary} |")
    return "\n".join(lines) + "\n"


def commands() -> dict[str, str]:
    """Give the help of each command as the terminal shows it, without colours."""
    names = [command.name for command in app.registered_commands if command.name]
    runner = CliRunner(env={"COLUMNS": "88", "NO_COLOR": "1", "TERM": "dumb"})
    return {name: f"```text\n{_help(runner, name)}\n```\n" for name in names}


def _help(runner: CliRunner, name: str) -> str:
    """Give the help of one command."""
    shown = runner.invoke(app, [name, "--help"], prog_name="balkanroute").output
    return "\n".join(line.rstrip() for line in shown.strip().splitlines())


def formats() -> str:
    """Give a table of the formats: in, out, endings, what is needed."""
    inward, outward = readers.installed(), writers.installed()
    lines = ["| format | what it is | in | out | endings | extra |", "|---|---|---|---|---|---|"]
    for name in sorted({*inward, *outward}):
        both = [offered[name] for offered in (inward, outward) if name in offered]
        endings = dict.fromkeys(f"`{ending}`" for one in both for ending in one.suffixes)
        extra = next((f"`{one.extra}`" for one in both if one.extra), "")
        ways = " | ".join("yes" if name in offered else "" for offered in (inward, outward))
        page = "[`native`](../format.md)" if name == "native" else f"[`{name}`]({name}.md)"
        lines.append(f"| {page} | {both[0].title} | {ways} | {', '.join(endings)} | {extra} |")
    return "\n".join(lines) + "\n"


def losses() -> str:
    """Write the shipped atlas in every format, and give a section with what each has lost."""
    atlas = readers.read(readers.shipped())
    parts = []
    for name, writer in writers.installed().items():
        with TemporaryDirectory() as folder:
            target = Path(folder) / f"dossier-2023{writer.suffixes[0]}"
            report = writers.write(atlas, target, format=name)
            size_kb = target.stat().st_size / 1000
        told = "\n".join(f"| {loss.kind} | {_cell(loss)} |" for loss in report.losses)
        table = f"| list | lost |\n|---|---|\n{told}" if told else "Nothing is lost."
        parts.append(f"### {name}\n\n`{target.name}`, {size_kb:,.0f} kB.\n\n{table}\n")
    return "\n".join(parts)


def _cell(loss: Loss) -> str:
    """Say a loss in a cell of a table."""
    said = str(loss).removeprefix(loss.kind).removeprefix(".").removeprefix(": ")
    return said.replace("|", "\\|")


def layers() -> str:
    """Give a table of the bundled layers, with licence and origin."""
    lines = [
        "| layer | what it holds | licence | attribution | made from |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{layer.name}` | {layer.description} | {layer.licence} | {layer.attribution or '-'} "
        f"| {layer.origin}; {layer.version}; {layer.date} |"
        for layer in geodata.catalogue()
    ]
    return "\n".join(lines) + "\n"
