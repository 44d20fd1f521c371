"""What Discord answers when something is not possible, with its own codes (Topics: Opcodes and Status Codes)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ApiError(Exception):
    """An answer of 4xx: the HTTP status, Discord's code and its sentence."""

    status: int
    code: int
    words: str

    def body(self) -> dict[str, Any]:
        return {"message": self.words, "code": self.code}


UNAUTHORIZED = ApiError(401, 0, "401: Unauthorized")
NOT_FOUND = ApiError(404, 0, "404: Not Found")
UNKNOWN_APPLICATION = ApiError(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = ApiError(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = ApiError(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = ApiError(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = ApiError(404, 10008, "Unknown Message")
UNKNOWN_ROLE = ApiError(404, 10011, "Unknown Role")
UNKNOWN_USER = ApiError(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = ApiError(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = ApiError(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = ApiError(404, 10063, "Unknown application command")
UNKNOWN_EVENT = ApiError(404, 10070, "Unknown Guild Scheduled Event")
MAX_PINS = ApiError(400, 30003, "Maximum number of pins reached (50)")
MAX_EVENTS = ApiError(400, 30038, "Maximum number of guild scheduled events reached (100)")
ALREADY_ACKNOWLEDGED = ApiError(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = ApiError(403, 50001, "Missing Access")
NOT_YOUR_MESSAGE = ApiError(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = ApiError(400, 50006, "Cannot send an empty message")
CANNOT_WRITE_TO_PERSON = ApiError(403, 50007, "Cannot send messages to this user")
NOT_A_TEXT_CHANNEL = ApiError(400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = ApiError(403, 50013, "Missing Permissions")
WRONG_CHANNEL_TYPE = ApiError(400, 50024, "Cannot execute action on this channel type")
INVALID_TOKEN = ApiError(401, 50027, "Invalid Webhook Token")
INVALID_BODY = ApiError(400, 50035, "Invalid Form Body")
THREAD_ARCHIVED = ApiError(400, 50083, "Thread is archived")
NO_REPLY_WITHOUT_HISTORY = ApiError(400, 160002, "Cannot reply without permission to read message history")
THREAD_EXISTS = ApiError(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = ApiError(400, 160005, "Thread is locked")
EVENT_IS_OVER = ApiError(400, 180000, "Cannot update a finished event")
