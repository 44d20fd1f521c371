"""What commands and buttons are called in other languages: a word each, beside the English ones.

English always works; a circle's language adds its own words (SESSION.md, Languages). In the catalogue a word stands as
“/word”, a field of a form as “word=”. One that is no name (small letters, digits, - and _, up to 32) is not used, and
English stands in for it.

Who types may leave out accents, or write ae for ä: a word is heard so, too, wherever only one is written so.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.words import Text, Value, say
from bot.ports.messages import Reader
from bot.ports.voice import Voice

_LISTED = "/"
_NAME = re.compile(r"[-_\w]{1,32}")

COMMAND_NAMES = (
    say("/add"),
    say("/agreement"),
    say("/along"),
    say("/another"),
    say("/answer"),
    say("/as-it-is"),
    say("/ask"),
    say("/back"),
    say("/badge"),
    say("/begin"),
    say("/begin-alone"),
    say("/bring"),
    say("/bye"),
    say("/calendar"),
    say("/cancel"),
    say("/check"),
    say("/circle"),
    say("/close"),
    say("/coming"),
    say("/create"),
    say("/data"),
    say("/date"),
    say("/dates"),
    say("/decline"),
    say("/deeper"),
    say("/done"),
    say("/edit"),
    say("/end"),
    say("/events"),
    say("/export"),
    say("/feed"),
    say("/find"),
    say("/floor"),
    say("/forget"),
    say("/go-on"),
    say("/help"),
    say("/help-reading"),
    say("/here"),
    say("/history"),
    say("/hours"),
    say("/how"),
    say("/import"),
    say("/join"),
    say("/language"),
    say("/later"),
    say("/leave"),
    say("/lighter"),
    say("/longer"),
    say("/mark"),
    say("/maybe"),
    say("/more"),
    say("/meanwhile"),
    say("/meanwhile-off"),
    say("/move"),
    say("/my"),
    say("/next"),
    say("/no"),
    say("/not-for-us"),
    say("/not-this-time"),
    say("/note"),
    say("/now"),
    say("/own"),
    say("/pass"),
    say("/pause"),
    say("/peace"),
    say("/picture"),
    say("/place"),
    say("/places"),
    say("/prompt"),
    say("/queue"),
    say("/quiet"),
    say("/read"),
    say("/reading"),
    say("/ready"),
    say("/record"),
    say("/reflect"),
    say("/reminder"),
    say("/reminders"),
    say("/rest"),
    say("/resume"),
    say("/retire"),
    say("/room"),
    say("/round"),
    say("/schedule"),
    say("/session"),
    say("/set"),
    say("/share"),
    say("/shared"),
    say("/show"),
    say("/signs"),
    say("/skip"),
    say("/start"),
    say("/stay"),
    say("/suggest"),
    say("/talk"),
    say("/talk-then"),
    say("/turn"),
    say("/what"),
    say("/who"),
    say("/why"),
    say("/wish"),
    say("/zone"),
)
"""What stands in the paths of commands, and their short words."""

BUTTON_WORDS = (
    say("/add-date"),
    say("/again"),
    say("/alone"),
    say("/answered"),
    say("/call-off"),
    say("/change"),
    say("/change-dates"),
    say("/complete"),
    say("/depart"),
    say("/end-after"),
    say("/end-now"),
    say("/end-series"),
    say("/find-time"),
    say("/invite"),
    say("/let-be"),
    say("/move-date"),
    say("/named"),
    say("/no-more"),
    say("/no-question"),
    say("/none-of-these"),
    say("/not-now"),
    say("/off-date"),
    say("/open"),
    say("/pause-dates"),
    say("/rather-not"),
    say("/remind-me"),
    say("/right"),
    say("/skip-date"),
    say("/take-in"),
    say("/too"),
    say("/utc"),
    say("/where"),
    say("/with-a-word"),
    say("/without"),
    say("/write"),
    say("/yes"),
)
"""Words under a message that are no command's: they press its button, where there are no buttons."""

FIELD_NAMES = (
    say("after="),
    say("answer="),
    say("at="),
    say("before="),
    say("begins="),
    say("date="),
    say("days="),
    say("depth="),
    say("first="),
    say("flow="),
    say("give="),
    say("how="),
    say("keep="),
    say("language="),
    say("last="),
    say("mark="),
    say("mode="),
    say("name="),
    say("number="),
    say("over="),
    say("picks="),
    say("places="),
    say("prompt="),
    say("show="),
    say("since="),
    say("step="),
    say("task="),
    say("times="),
    say("title="),
    say("what="),
    say("when="),
    say("where="),
    say("wish="),
    say("word="),
    say("words="),
    say("zone="),
)
"""What the fields of commands are called where a form names them, as Discord's does."""

_TEXTS: Mapping[str, Text] = {text.id.removeprefix("/"): text for text in (*COMMAND_NAMES, *BUTTON_WORDS)}
_FIELDS: Mapping[str, Text] = {text.id.removesuffix("="): text for text in FIELD_NAMES}


def is_name(word: str) -> bool:
    """Whether this can be typed, and is taken by Discord, as a command's name."""
    return bool(_NAME.fullmatch(word)) and word == word.lower()


def spoken(voice: Voice, word: str, language: str) -> str:
    """A command's name or a button's word as it is said in `language`; the English one where there is none."""
    return _said(voice, _TEXTS.get(word), word, language)


def spoken_field(voice: Voice, name: str, language: str) -> str:
    """A field's name as it is said in `language`; the English one where there is none."""
    return _said(voice, _FIELDS.get(name), name, language)


def _said(voice: Voice, text: Text | None, word: str, language: str) -> str:
    said = voice.say(text, Reader(language, "UTC")).strip("/=") if text is not None else word
    return said if is_name(said) else word


def pointed_at(prefix: str, name: Text) -> Value:
    """A command's name in a sentence that points at it: as the reader's client lists it where commands are listed
    ("/ayuda"), else with its prefix and in English, which is heard everywhere ("!help").
    """
    return name if prefix == _LISTED else prefix + name.id.removeprefix("/")


def without_accents(word: str) -> tuple[str, ...]:
    """How a word is typed where a keyboard has no accents: "despues"; "spater" and "spaeter". In small letters."""
    plain = unicodedata.normalize("NFC", word.casefold())
    return tuple(dict.fromkeys((_bare(plain), _bare(plain.translate(_UMLAUTS)))))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Names:
    """Finds the English words behind those of a language. Read once a language, when somebody types in it."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._meant: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def english(self, word: str, languages: Sequence[str]) -> tuple[str, ...]:
        """What `word` may mean, itself first: one word can stand for several English ones."""
        plain = unicodedata.normalize("NFC", word.casefold())
        found = (english for language in languages for english in self._in(language).get(plain, ()))
        return tuple(dict.fromkeys((plain, *found)))

    def said(self, text: Text, languages: Sequence[str]) -> tuple[str, ...]:
        """A label as it is said in each of these languages."""
        return tuple(self._voice.say(text, Reader(language, "UTC")) for language in languages)

    def lines(self, words: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
        """The beginnings of a line that these words may mean, as they stand first."""
        for meant in itertools.product(*(self.english(word, languages) for word in words)):
            yield " ".join(meant)

    def _in(self, language: str) -> Mapping[str, tuple[str, ...]]:
        known = language.split("-", 1)[0].lower()
        if known not in self._voice.languages:
            return {}
        if known not in self._meant:
            self._meant[known] = self._read(known)
        return self._meant[known]

    def _read(self, language: str) -> Mapping[str, tuple[str, ...]]:
        meant: dict[str, tuple[str, ...]] = {}
        for word in _TEXTS:
            said = spoken(self._voice, word, language).casefold()
            meant[said] = (*meant.get(said, ()), word)
        typed: dict[str, set[str]] = {}
        for said in meant:
            for bare in without_accents(said):
                typed.setdefault(bare, set()).add(said)
        alone = {bare: meant[next(iter(of))] for bare, of in typed.items() if len(of) == 1}
        return {**alone, **meant}
