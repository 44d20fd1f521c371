"""Which language the room is spoken to in, and which one each person is answered in."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.app.commands import Access, Cog, Param, Request
from bot.domain.languages import OWN_NAMES, Language
from bot.domain.words import Text, say
from bot.ports.messages import Document, Paragraph, Reply
from bot.ports.storage import Person, UnitOfWork

cog = Cog("languages")


def _named(language: Language) -> Text:
    return say("{language}", language=OWN_NAMES[language])


CHOICES = {language.value: _named(language) for language in Language}


@dataclass(frozen=True, slots=True)
class CircleLanguage:
    language: Annotated[Language, Param(say("Which language does the circle speak?"), "de", choices=CHOICES)]


@cog.command(
    "circle language", say("Choose the language of this room."), args=CircleLanguage, access=Access.FACILITATOR
)
def of_circle(request: Request[CircleLanguage], uow: UnitOfWork) -> Reply:
    """For what the room sees, its prompts and its words for commands; private lines stay in each person's own."""
    chosen = request.args.language
    if chosen == request.here.language:
        return Reply(Document((Paragraph(say("The room speaks {language} already.", language=OWN_NAMES[chosen])),)))
    circle = replace(request.here, language=chosen.value)
    uow.circles.put(circle)
    said = say(
        "From now on I speak {language} here. English words for commands still work.", language=OWN_NAMES[chosen]
    )
    request.host.tell(uow, circle, Document((Paragraph(said),)))
    return Reply()


@dataclass(frozen=True, slots=True)
class MyLanguage:
    language: Annotated[Language, Param(say("In which language would you like to be answered?"), "de", choices=CHOICES)]


@cog.command("my language", say("Choose the language of what only you see."), args=MyLanguage, access=Access.ANYONE)
def of_person(request: Request[MyLanguage], uow: UnitOfWork) -> Reply:
    """Kept for every circle. Until it is chosen, it is the one that the platform tells, else the circle's."""
    person, chosen = request.person, request.args.language
    known = uow.people.get(person.person) or Person(person.person, person.name)
    uow.people.put(replace(known, language=chosen.value))
    return Reply(Document((Paragraph(say("What only you see is in {language} now.", language=OWN_NAMES[chosen])),)))
