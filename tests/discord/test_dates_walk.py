"""A facilitator on Discord: dates in plain words, who comes, one date changed, a time found, a reminder asked for."""

from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle
from tests.standins.discord.people import Person
from tests.standins.discord.transcript import Seen


async def test_a_facilitator_plans_and_changes_dates_by_words_and_buttons(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana", "Ben", "Cleo")
    walk = Walk(hearth)

    await walk.plans()
    await walk.says_who_comes()
    await walk.changes_one_date()
    await walk.finds_a_time()
    await walk.asks_to_be_reminded()

    assert house.discord.sent(r"POST /users/@me/channels") == [], "nobody is written to before it is due"
    assert await house.parked() == []


class Walk:
    """What three people do about their dates."""

    def __init__(self, hearth: Hearth) -> None:
        self.hearth = hearth
        self.ana, self.ben, self.cleo = hearth.people

    async def plans(self) -> None:
        """The words are asked back where they can mean two things; three dates are seen before they are kept."""
        asked = await self.does(self.ana, "session schedule", when="every second Tuesday at 7")
        assert "“7”" in asked.text
        dates = await self.presses(self.ana, asked, "19:00")
        assert dates.text.count("<t:") == 6, "three dates, each as a date and as the time until then"
        assert "Nothing is saved yet." in dates.text
        assert (await self.hearth.circle()).plans == ()
        await self.presses(self.ana, dates, "Right, keep these")
        assert len((await self.hearth.circle()).plans) == 1

    async def says_who_comes(self) -> None:
        card = await self.card("meets next")
        assert card.buttons == ("Coming", "Maybe", "Reading along", "Not this time")
        assert "It can change any time." in (await self.presses(self.ben, card, "Maybe")).text
        await self.presses(self.cleo, card, "Reading along")
        assert "nobody is told" in (await self.presses(self.ben, card, "Not this time")).text
        assert "You are expected" in (await self.presses(self.ben, card, "Coming")).text
        await self.card("Coming: ")
        assert "Maybe: " not in (await self.card("Reading along: ")).text

    async def changes_one_date(self) -> None:
        menu = await self.does(self.ana, "date change")
        assert menu.buttons[:2] == ("Move it", "Skip it")
        asked = await self.does(self.ana, "date move", when="Friday 8")
        await self.presses(self.ana, asked, "20:00")
        await self.card("instead of")
        await self.does(self.ana, "date cancel", word="I have a cold; see you soon.")
        assert "I have a cold" in (await self.card("is called off")).text
        await self.does(self.ana, "date skip")
        await self.card("We skip")
        await self.does(self.ana, "date add", when="Saturday 17:00")
        await self.card("There is an extra date")

    async def finds_a_time(self) -> None:
        mine = await self.does(self.ana, "date find", times="Saturday 6pm; Sunday 10:00")
        poll = await self.card("Which of these times work for you?")
        assert "works for" not in poll.text
        sunday = poll.buttons[1]
        await self.presses(self.ben, poll, sunday)
        await self.card("works for 1 of us")
        await self.presses(self.ana, mine, f"Pick {sunday}")
        await self.card("A time is found")

    async def asks_to_be_reminded(self) -> None:
        told = await self.does(self.ben, "my reminders", before="hour")
        assert "You are reminded an hour before, privately" in told.text

    # --- how ----------------------------------------------------------------------------------------------------------

    async def does(self, person: Person, command: str, **options: object) -> Seen:
        answer = await (await person.slash(self.hearth.channel, command, **options)).settled()
        assert answer.ephemeral, "only the person sees it"
        return await self._newest(person)

    async def presses(self, person: Person, message: Seen, label: str) -> Seen:
        answer = await (await person.presses(message, label)).settled()
        assert answer.ephemeral, "only the person sees it"
        return await self._newest(person)

    async def card(self, words: str) -> Seen:
        """The newest message of the room with these words, once it is there."""
        return await self.cleo.reads(self.hearth.channel, words)

    async def _newest(self, person: Person) -> Seen:
        await self.hearth.house.settled()
        return [one for one in person.sees(self.hearth.channel) if one.ephemeral][-1]
