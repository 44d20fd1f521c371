"""`bothways lint FILE…`: other words for what instructs, labels or sorts people, in decks and catalogues."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.lintable import Source, Unreadable, read_source
from bot.commandline.refusing import refuse
from bot.domain.lint.reading import UnreadLanguage, lint
from bot.domain.lint.rules import Kind

FOUND = 1
"""Exit code where rules had something to say."""


def lint_command(
    files: Annotated[list[Path], typer.Argument(help="Decks, catalogues, or plain text with a sentence a line.")],
    language: Annotated[
        str | None, typer.Option(help="en, de, es or fr; without it what a deck says of itself, or en.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="What the texts are for; without it prompt, and bot for catalogues.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One finding a line, as JSON.")] = False,
) -> None:
    """Offer other words for what instructs, labels, or looks away from what people want; docs/lint.md has the rules."""
    try:
        found = [one for path in files for one in _findings(read_source(path), language, kind)]
    except (Unreadable, UnreadLanguage) as error:
        refuse(str(error))
    for one in found:
        typer.echo(json.dumps(one, ensure_ascii=False) if as_json else _line(one))
    if found:
        raise typer.Exit(FOUND)


def _findings(source: Source, language: str | None, kind: Kind | None) -> list[dict[str, str | int]]:
    spoken = language or source.language or "en"
    return [
        {
            "file": source.file,
            "line": piece.line + piece.text.count("\n", 0, one.start),
            "rule": one.rule.value,
            "span": one.span,
            "why": one.why,
            "suggestion": one.suggestion,
        }
        for piece in source.pieces
        for one in lint(piece.text, spoken, kind or source.kind)
        if one.rule not in piece.allowed
    ]


def _line(one: dict[str, str | int]) -> str:
    return f"{one['file']}:{one['line']}: {one['rule']}: “{one['span']}”. {one['why']} Perhaps: {one['suggestion']}"
