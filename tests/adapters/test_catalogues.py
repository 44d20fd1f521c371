"""The check of the catalogues finds what it is there for: each kind of defect is planted once."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.adapters.catalogues import UnreadCatalogue, catalogues, lacks, read_catalogue

TEMPLATE = """
msgid "Welcome, {name}."
msgstr ""

msgid "/pass"
msgstr ""

msgid "{n} share"
msgid_plural "{n} shares"
msgstr[0] ""
msgstr[1] ""
"""

WHOLE = """
msgid "Welcome, {name}."
msgstr "Bienvenue, {name}."

msgid "/pass"
msgstr "/passer"

msgid "{n} share"
msgid_plural "{n} shares"
msgstr[0] "un partage"
msgstr[1] "{n} partages"
"""


def folder(root: Path, french: str) -> Path:
    """A locale folder with the template and one catalogue."""
    (root / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (root / "messages.pot").write_text(TEMPLATE, encoding="utf-8")
    (root / "fr" / "LC_MESSAGES" / "bothways.po").write_text(french, encoding="utf-8")
    return root


def test_a_whole_catalogue_lacks_nothing(tmp_path: Path) -> None:
    locale = folder(tmp_path, WHOLE)
    (path,) = catalogues(locale)
    assert lacks(path, read_catalogue(locale / "messages.pot")).whole
    said = CliRunner().invoke(cli, ["messages", str(locale), "--check"])
    assert (said.exit_code, said.output) == (0, "fr: whole\n")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('msgstr "Bienvenue, {name}."', 'msgstr ""', "missing: “Welcome, {name}.”"),
        ('msgid "Welcome, {name}."\nmsgstr "Bienvenue, {name}."', "", "missing: “Welcome, {name}.”"),
        ('msgstr[1] "{n} partages"', 'msgstr[1] ""', "missing: “{n} share”"),
        ('msgid "/pass"', 'msgid "Gone"\nmsgstr "Parti"\n\nmsgid "/pass"', "not used: “Gone”"),
        ('msgid "/pass"', '#~ msgid "Gone"\n#~ msgstr "Parti"\n\nmsgid "/pass"', "not used: “Gone”"),
        ('msgid "/pass"', '#, fuzzy\nmsgid "/pass"', "“/pass”: is marked as fuzzy"),
        ("Bienvenue, {name}.", "Bienvenue, {nom}.", "names {nom}, which nobody fills"),
        ("Bienvenue, {name}.", "Bienvenue.", "leaves out {name}"),
        ("Bienvenue, {name}.", "Bienvenue, {name}. ", "has other spaces around it"),
        ('"{n} partages"', '"{m} partages"', "names {m}, which nobody fills"),
        ('msgstr[1] "{n} partages"', "", "missing: “{n} share”"),
        ('"/passer"', '"/Passer"', "is no name for a command"),
        ('"/passer"', '"/passer mon tour"', "is no name for a command"),
        ('"/passer"', '"passer"', "is no name for a command"),
        ('"/passer"', f'"/{"p" * 33}"', "is no name for a command"),
    ],
)
def test_a_planted_defect_is_found(before: str, after: str, told: str, tmp_path: Path) -> None:
    assert before in WHOLE
    locale = folder(tmp_path, WHOLE.replace(before, after))
    said = CliRunner().invoke(cli, ["messages", str(locale), "--show", "--check"])
    assert said.exit_code == 1
    assert told in said.output


def test_without_check_a_gap_is_told_and_nothing_fails(tmp_path: Path) -> None:
    locale = folder(tmp_path, WHOLE.replace('msgstr "Bienvenue, {name}."', 'msgstr ""'))
    said = CliRunner().invoke(cli, ["messages", str(locale)])
    assert (said.exit_code, said.output) == (0, "fr: 1 missing\n")


@pytest.mark.parametrize("broken", [f'{WHOLE}\nmsgstr[2] "{{n}}"', "?"])
def test_what_is_no_catalogue_is_refused_by_name(broken: str, tmp_path: Path) -> None:
    locale = folder(tmp_path, broken)
    with pytest.raises(UnreadCatalogue, match=r"bothways\.po"):
        lacks(catalogues(locale)[0], read_catalogue(locale / "messages.pot"))
    assert CliRunner().invoke(cli, ["messages", str(locale)]).exit_code == 2


def test_a_folder_without_a_template_is_refused(tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["messages", str(tmp_path)])
    assert said.exit_code == 2
    assert "messages.pot cannot be read" in said.output
