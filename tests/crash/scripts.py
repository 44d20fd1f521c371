"""What the evenings are made of: short ones for every day, and a long one in which all that can happen happens."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from tests.crash.evening import Evening

Script: TypeAlias = Callable[[Evening], Awaitable[None]]

AGREED = "We speak for ourselves, and we can always pass."


async def form_a_circle(evening: Evening, flow: str, *others: str) -> None:
    """Ana sets it up in the room, the others join, and they meet on Thursdays at seven."""
    await evening.call("ana", "circle create", name="Survivors", zone="Europe/Berlin")
    for name in others:
        await evening.press("circle join", name)
    await evening.call("ana", "agreement set", words=AGREED)
    await evening.call(
        "ana", "session keep", rule="FREQ=WEEKLY;BYDAY=TH", first="2027-01-07 19:00", zone="Europe/Berlin", flow=flow
    )


async def share(evening: Evening) -> None:
    """Whoever is offered the floor takes it; somebody responds, the curious voice asks, the owner answers."""
    speaker = evening.speaker
    await evening.press("turn start", speaker)
    await evening.say(speaker)
    await evening.say(evening.others(speaker)[0])
    await evening.press("turn done", speaker)
    await evening.say(evening.curious)
    await evening.press("turn done", speaker)


async def founding(evening: Evening) -> None:
    """A circle of two is formed, and no more."""
    await form_a_circle(evening, "two-of-us", "ben")


async def check_in(evening: Evening) -> None:
    """A short check-in of four: a share with a question, a pass, a later, a late-comer, one who is not answered by."""
    await form_a_circle(evening, "check-in-20", "ben", "cleo", "dev")
    await evening.tidy()
    await evening.pass_time(minutes=60)
    await evening.type("ana", "here")
    await evening.press("turn here", "ben", "cleo")
    await evening.pass_time(minutes=10)
    await share(evening)
    await evening.tidy()
    await evening.press("turn pass", evening.speaker)
    await evening.press("turn here", "dev")
    await evening.press("turn later", evening.speaker)
    speaker = evening.speaker
    await evening.say(speaker)
    await evening.pass_time(minutes=4)
    await evening.press("turn done", speaker)
    await evening.pass_time(minutes=20)
    await evening.tidy()


async def long_evening(evening: Evening) -> None:
    """Seventy-five minutes with everything: SESSION.md from doors to close, and somebody who wants to be forgotten."""
    await form_a_circle(evening, "live-75", "ben", "cleo", "dev", "eli")
    await evening.pass_time(minutes=50)
    await evening.press("turn here", "ana", "ben", "cleo")
    await evening.say("dev")
    await evening.call("ben", "turn role", role="opener", answer="yes")
    await evening.call("cleo", "turn wish", wish="late")
    await evening.call("dev", "turn how", mode="listen")
    await evening.pass_time(minutes=14)
    await evening.press("turn read", "ben")
    for name in ("ana", "ben", "cleo"):
        await evening.say(name)
    await evening.press("turn pass", "dev")
    await _first_round(evening)
    await _open_floor(evening)
    await _last_round(evening)
    await evening.pass_time(minutes=20)
    await evening.call("eli", "my forget", where="everywhere")
    await evening.tidy()


async def _first_round(evening: Evening) -> None:
    await evening.press("prompt another", evening.speaker)
    await share(evening)
    await evening.type("eli", "here")
    await _pause_and_stay(evening)
    await evening.press("turn later", evening.speaker)
    goer = next(name for name in ("dev", "cleo", "ben") if name != evening.speaker)
    await evening.leave_room(goer)
    while evening.session["round"] is not None and evening.phase == "round-1":
        await evening.press("turn start", evening.speaker)
        speaker = evening.speaker
        await evening.pass_time(minutes=7)
        await evening.call(speaker, "turn done")
        await evening.pass_time(minutes=4)


async def _pause_and_stay(evening: Evening) -> None:
    """A share in which somebody needs a pause, and after which nobody wants to leave it."""
    speaker = evening.speaker
    await evening.say(speaker)
    other, *_ = evening.others(speaker)
    await evening.press("turn pause", other)
    await evening.pass_time(minutes=2)
    await evening.press("turn ready", other)
    await evening.press("turn stay", other)
    await evening.press("turn staying", *evening.others(other), answer="yes")
    await evening.call(speaker, "turn done")
    if evening.phase == "round-1" and evening.session["round"]["current"] == f"person {speaker}":
        await evening.type(evening.curious, "pass")


async def _open_floor(evening: Evening) -> None:
    await evening.pass_time(minutes=2)
    await evening.press("turn ask", "ana")
    await evening.say("ana")
    await evening.say(evening.others("ana")[0])
    await evening.press("turn done", "ana")
    await evening.call("ana", "session next")


async def _last_round(evening: Evening) -> None:
    while evening.phase == "round-2":
        await evening.say(evening.speaker)
        await evening.press("turn done", evening.speaker)
    await evening.press("reflect mark", "ana", mark="both")


async def a_round(evening: Evening) -> None:
    """A round with its ring, a pass, a late-comer; then open dialogue, with a direct answer, and going round."""
    await form_a_circle(evening, "live-45", "ben", "cleo", "dev")
    await evening.pass_time(minutes=50)
    await evening.press("turn here", "ana", "ben", "cleo")
    await evening.pass_time(minutes=13)
    await evening.press("turn read", "ana")
    await evening.pass_time(minutes=5)
    await share(evening)
    await evening.press("turn here", "dev")
    await evening.press("turn pass", evening.speaker)
    while evening.phase == "round-1":
        await share(evening)
    await evening.pass_time(minutes=2)
    await evening.press("turn ask", "ana")
    await evening.say("ana")
    await evening.press("turn answer", "ben")
    await evening.press("turn done", "ana")
    await evening.say("ben")
    await evening.press("turn round", "cleo")
    await evening.press("turn done", "ben")
    while evening.phase == "open" and evening.session["round"]["current"] is not None:
        await evening.press("turn pass", evening.speaker)
    await evening.pass_time(minutes=60)


async def beside_a_call(evening: Evening) -> None:
    """What voice-90 has of its own: a line from each and Done, the floor taken late, Go on for whoever forgot Done."""
    await form_a_circle(evening, "voice-90", "ben", "cleo")
    await evening.pass_time(minutes=50)
    await evening.press("turn here", "ana", "ben", "cleo")
    await evening.pass_time(minutes=15)
    await evening.press("turn read", "ana")
    for name in ("ana", "ben", "cleo"):
        await evening.press("turn done", name)
    first = evening.speaker
    await evening.pass_time(seconds=40)
    await evening.press("turn start", evening.speaker)
    speaker = evening.speaker
    await evening.press("turn done", speaker)
    await evening.press("turn done", speaker)
    await evening.press("turn pass", evening.speaker)
    await evening.call(first, "turn start")
    await evening.pass_time(minutes=18)
    await evening.press("turn go-on", evening.others(first)[0])
    await evening.pass_time(hours=2)


async def being_together(evening: Evening) -> None:
    """What be-with has of its own: words without an owner, somebody who comes late, three minutes without a word."""
    await form_a_circle(evening, "be-with", "ben", "cleo")
    await evening.pass_time(minutes=50)
    await evening.press("turn here", "ana", "ben")
    await evening.pass_time(minutes=16)
    await evening.say("ana")
    await evening.press("turn here", "cleo")
    await evening.press("turn pause", "ben")
    await evening.press("turn ready", "ben")
    await evening.pass_time(minutes=52)
    await evening.say("cleo")
    await evening.pass_time(minutes=20)


async def five_days(evening: Evening) -> None:
    """What async-5 has of its own: shares side by side, one who comes later, twelve hours more, a line each."""
    await form_a_circle(evening, "async-5", "ben", "cleo", "dev")
    await evening.pass_time(minutes=50)
    await evening.press("turn here", "ana", "ben", "cleo")
    await evening.pass_time(minutes=11)
    await evening.press("turn start", "ana", "ben")
    await evening.say("ana")
    await evening.call("ana", "turn done", what="share")
    await evening.press("turn here", "dev")
    await evening.press("session more", "ana")
    await evening.press("session more", "ben")
    await evening.call("ana", "turn done", what="answer")
    await evening.pass_time(days=2, hours=13)
    await evening.call("ben", "turn done", what="share")
    await evening.call("cleo", "turn pass")
    await evening.pass_time(days=4)
