"""A card in a circle's room: said in its language and its zone, to everyone and to nobody in particular."""

from datetime import datetime

from bot.domain.circles import Circle
from bot.ports.errands import Errand, RoomWanted
from bot.ports.messages import Delivery, Document, Post, PostKind
from bot.ports.storage import UnitOfWork


def to_room(
    uow: UnitOfWork,
    circle: Circle,
    document: Document,
    *,
    slot: str = "",
    delivery: Delivery = Delivery.NEW,
    expires_at: datetime | None = None,
    errand: Errand | None = None,
    wants: RoomWanted | None = None,
) -> None:
    """Stages a card; with a slot it can be edited later. `errand` and `wants` are done for the room beside it."""
    uow.outbox.put(
        Post(
            id=uow.mint("post"),
            account=circle.account,
            room=circle.room,
            kind=PostKind.CARD,
            document=document,
            language=circle.language,
            zone=circle.zone,
            slot=slot,
            delivery=delivery,
            expires_at=expires_at,
            errand=errand,
            wants=wants,
        )
    )
