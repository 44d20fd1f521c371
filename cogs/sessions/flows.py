"""The flows that can be chosen when a session is planned, with their names as people see them."""

from enum import StrEnum

from bot.domain.flow import FLOWS


class FlowName(StrEnum):
    LIVE_75 = "live-75"
    LIVE_45 = "live-45"
    CHECK_IN_20 = "check-in-20"
    TWO_OF_US = "two-of-us"
    VOICE_90 = "voice-90"
    BE_WITH = "be-with"
    ASYNC_5 = "async-5"


FLOW_CHOICES = {flow.id: flow.title for flow in FLOWS.values()}
