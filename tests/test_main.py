"""The command line: what a person types, what comes back, and how it ends."""

import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli

TRANSCRIPT_FIELDS = {"at", "room", "to", "author", "kind", "phase", "text", "actions"}
SOMETIMES = {"turn", "prompt", "edited"}
KINDS = {"panel", "cue", "post", "private", "said", "press"}


def bothways(*arguments: str, env: dict[str, str] | None = None) -> Any:
    return CliRunner().invoke(cli, arguments, env=env)


def rehearsed(path: Path, *arguments: str) -> list[dict[str, Any]]:
    result = bothways("rehearse", "--transcript", str(path), *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_version_is_told() -> None:
    result = bothways("--version")
    assert result.exit_code == 0
    assert result.output.startswith("bothways 0.")


def test_the_decks_are_read_and_counted() -> None:
    result = bothways("prompts", "check")
    assert result.exit_code == 0
    counted = re.findall(r"^(\w\w): (\d+) prompts, all readable$", result.output, re.MULTILINE)
    assert "en" in dict(counted)
    assert len({number for _, number in counted}) == 1, "every language has as many as the others"


def test_a_prompt_that_is_not_translated_is_named(tmp_path: Path) -> None:
    for language, names in {"de": ("one",), "en": ("one", "two")}.items():
        (tmp_path / language).mkdir()
        lines = [f'[deck]\ntask = "worldview"\nlanguage = "{language}"\ntitle = "How we see it"']
        lines += [f'[[prompt]]\nid = "{name}"\ndepth = 1\ntext = "How?"\ncurious = "And then?"' for name in names]
        (tmp_path / language / "worldview.toml").write_text("\n".join(lines), encoding="utf-8")
    result = bothways("prompts", "check", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr == "de, worldview: not translated yet: two\n"


def test_a_folder_without_decks_is_told(tmp_path: Path) -> None:
    result = bothways("prompts", "check", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert "there is no such folder" in result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "key", "expected"),
    [
        ("BOTHWAYS_LOCAL__PORT", "many", "BOTHWAYS_LOCAL__PORT", "a whole number from 0 to 65535"),
        ("BOTHWAYS_LOCAL__HOST", "0.0.0.0", "BOTHWAYS_LOCAL__HOST", "an address of this machine alone"),  # noqa: S104
        ("BOTHWAYS_STORAGE__URL", "mysql://x", "BOTHWAYS_STORAGE__URL", "postgresql://"),
        ("BOTHWAYS_LOG__LEVEL", "loud", "BOTHWAYS_LOG__LEVEL", "debug, info, warning or error"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_line(
    tmp_path: Path, variable: str, value: str, key: str, expected: str
) -> None:
    result = bothways("run", env={variable: value, "BOTHWAYS_DATA__FOLDER": str(tmp_path)})
    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 1
    assert key in result.output
    assert expected in result.output


def test_a_settings_file_that_is_missing_is_named(tmp_path: Path) -> None:
    result = bothways("run", "--config", str(tmp_path / "nowhere.toml"))
    assert result.exit_code == 2
    assert "nowhere.toml: there is no such file" in result.output


def test_a_port_that_is_taken_ends_the_start_with_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        result = bothways("run", "--port", port, env={"BOTHWAYS_DATA__FOLDER": str(tmp_path)})
    assert result.exit_code == 2
    assert f"port {port} on this computer is taken" in result.output


def test_an_unknown_flow_is_refused_with_those_that_there_are() -> None:
    result = bothways("rehearse", "--flow", "live-900")
    assert result.exit_code == 2
    assert "There is no flow live-900" in result.output
    assert "check-in-20" in result.output


def test_a_transcript_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    result = bothways("rehearse", "--transcript", str(tmp_path / "no" / "such" / "folder.jsonl"))
    assert result.exit_code == 2


@pytest.mark.parametrize("seats", [3, 6, 12])
def test_a_rehearsal_goes_from_due_to_close(tmp_path: Path, seats: int) -> None:
    lines = rehearsed(tmp_path / "t.jsonl", "--seats", str(seats), "--seed", "7")

    for line in lines:
        check(line)
    assert all(before["at"] <= after["at"] for before, after in pairwise(lines))

    panels = [line["text"] for line in lines if line["kind"] == "panel"]
    assert "this session has closed" in panels[-1]
    prompts = [line["prompt"]["task"] for line in lines if line["kind"] == "cue" and "prompt" in line]
    assert prompts == ["worldview", "moving-towards"]
    round_one = list(turns(lines, "round-1"))
    everyone = {f"company-{number}" for number in range(1, seats + 1)}
    assert {turn["seat"] for turn in round_one if turn["state"] == "offered"} == everyone
    spoke = {turn["seat"]: turn["curious"] for turn in round_one if turn["state"] == "asked"}
    assert max(Counter(spoke.values()).values()) == 1, "nobody is curious voice twice"
    assert all(speaker != curious for speaker, curious in spoke.items())


SEAT = re.compile(r"company-([1-9]|1[0-2])")


def check(line: dict[str, Any]) -> None:
    """A line of a transcript, field by field."""
    assert set(line) >= TRANSCRIPT_FIELDS
    assert set(line) <= TRANSCRIPT_FIELDS | SOMETIMES
    assert datetime.fromisoformat(line["at"]).tzinfo is not None
    assert line["room"] == "local:hearth"
    assert line["to"] == "all" or SEAT.fullmatch(line["to"])
    assert line["author"] == "bot" or SEAT.fullmatch(line["author"])
    assert line["kind"] in KINDS
    assert (line["author"] == "bot") == (line["kind"] in {"panel", "cue", "post", "private"})
    assert (line["to"] != "all") == (line["kind"] in {"private", "press"}), "what only one seat sees"
    assert line["phase"] is None or isinstance(line["phase"], str)
    assert isinstance(line["text"], str)
    assert line["text"]
    assert all(isinstance(action, str) for action in line["actions"])
    if "turn" in line:
        assert set(line["turn"]) == {"seat", "state", "curious"}
        assert SEAT.fullmatch(line["turn"]["seat"])
        assert line["turn"]["state"] in {"offered", "speaking", "asked"}
        assert line["turn"]["curious"] is None or SEAT.fullmatch(line["turn"]["curious"])
    if "prompt" in line:
        assert set(line["prompt"]) == {"id", "task", "depth"}
        assert line["prompt"]["task"] in {"connection", "worldview", "mutuality", "moving-towards"}
        assert line["prompt"]["depth"] in {1, 2, 3}
    assert line.get("edited", True) is True


def test_where_nobody_passes_each_is_curious_voice_exactly_once(tmp_path: Path) -> None:
    everyone = {f"company-{number}" for number in range(1, 7)}
    undisturbed = 0
    for seed in range(1, 4):
        lines = rehearsed(tmp_path / f"{seed}", "--flow", "check-in-20", "--seats", "6", "--seed", str(seed))
        if any(line["kind"] == "press" and line["text"] == "Pass" and line["phase"] == "round-1" for line in lines):
            continue
        undisturbed += 1
        curious = {turn["seat"]: turn["curious"] for turn in turns(lines, "round-1") if turn["state"] == "offered"}
        assert set(curious) == set(curious.values()) == everyone
        assert all(speaker != voice for speaker, voice in curious.items())
    assert undisturbed


def turns(lines: list[dict[str, Any]], phase: str) -> Iterator[dict[str, str]]:
    return (line["turn"] for line in lines if line["kind"] == "cue" and line["phase"] == phase and "turn" in line)


def test_nobodys_private_replies_are_seen_by_others(tmp_path: Path) -> None:
    lines = rehearsed(tmp_path / "t.jsonl", "--flow", "check-in-20", "--seats", "4")
    assert {line["to"] for line in lines if line["kind"] in ("panel", "cue", "post", "said")} == {"all"}
    private = [line for line in lines if line["kind"] == "private"]
    assert private
    assert all(line["to"].startswith("company-") and line["author"] == "bot" for line in private)


def test_the_same_seed_gives_the_same_transcript_and_another_one_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", "5"), ("again", "5"), ("other", "6")):
        rehearsed(tmp_path / name, "--flow", "check-in-20", "--seats", "5", "--seed", seed)
    one, again, other = ((tmp_path / name).read_bytes() for name in ("one", "again", "other"))
    assert one == again
    assert one != other


@pytest.mark.parametrize("flow", ["live-45", "two-of-us", "voice-90", "be-with", "async-5"])
def test_the_other_flows_come_to_their_close_too(tmp_path: Path, flow: str) -> None:
    seats = "2" if flow == "two-of-us" else "5"
    lines = rehearsed(tmp_path / "t.jsonl", "--flow", flow, "--seats", seats)
    assert "this session has closed" in [line["text"] for line in lines if line["kind"] == "panel"][-1]
