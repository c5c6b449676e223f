"""What the law puts around a message: the label at its start, the sender and the way out at its end; pure.

Dressing twice changes nothing, so a text may come dressed.
"""

from voc.errors import VocError
from voc.invitations.regions import ADVERTISING, KOREA, MAIL, Region
from voc.values import Value

_ASK = {"ko": "문의 {contact}", "en": "Contact {contact}"}
_FREE = {"ko": "무료 수신거부 {way}", "en": "Unsubscribe free of charge: {way}"}
_ANSWER = {"ko": "그만 받으시려면 '수신거부'라고 답해 주세요.", "en": "Reply STOP to opt out."}


class NoWayOut(VocError):
    """Advertising that does not say how it is refused may not be sent."""

    slug, title, status = "no-way-out", "No way to refuse", 409


class Sender(Value):
    """Who sends, as recipients are told."""

    name: str
    contact: str = ""
    """A telephone number or an e-mail address."""
    postal_address: str = ""
    opt_out_number: str = ""
    """A number that is free to call, such as 080-123-4567."""


class Dressed(Value):
    """A message as it goes out."""

    subject: str | None
    text: str


def dress(
    text: str,
    *,
    subject: str | None = None,
    purpose: str,
    channel: str,
    region: Region,
    sender: Sender,
    language: str,
    opt_out_link: str | None = None,
    can_answer: bool = False,
) -> Dressed:
    """A message with everything that its recipient's law wants to see.

    Raises:
        NoWayOut: advertising without a way to refuse it.

    Args:
        text: the message itself.
        subject: of an e-mail; the label goes to its start, and into the text of everything else.
        purpose: `survey` or `advertising`.
        channel: such as `sms`.
        region: the recipient's.
        sender: who sends.
        language: the message's; English where we have no words of ours. A label stands in its own language.
        opt_out_link: a page that ends it with one click.
        can_answer: whether a word sent back ends it, too.
    """
    label, body = label_of(purpose, region), text
    if label and subject is not None:
        subject = labelled(subject, label)
    elif label:
        body = labelled(body, label, sender.name)
    last = ending(purpose, channel, region, sender, language=language, link=opt_out_link, can_answer=can_answer)
    return Dressed(subject=subject, text=body if not last or body.endswith(last) else f"{body.rstrip()}\n{last}")


def label_of(purpose: str, region: Region) -> str | None:
    """What stands at the very start of such a message; None: nothing."""
    return region.label if purpose == ADVERTISING else None


def labelled(text: str, label: str, name: str = "") -> str:
    """The label at the very start, whole and alone; the sender's name follows where it does not stand there anyway."""
    rest = text.lstrip()
    rest = rest.removeprefix(label).lstrip()
    if name and name not in rest[: len(name) + 4]:
        rest = f"[{name}] {rest}"
    return f"{label} {rest}"


def ending(
    purpose: str,
    channel: str,
    region: Region,
    sender: Sender,
    *,
    language: str,
    link: str | None,
    can_answer: bool = False,
) -> str:
    """What stands at the end of such a message, in lines; see `dress`.

    Raises:
        NoWayOut: advertising without a way to refuse it.
    """
    if purpose != ADVERTISING:
        if channel not in region.opt_out_in_surveys:
            return ""
        return _in(_ANSWER, language) if can_answer else _in(_FREE, language).format(way=link) if link else ""
    # a number that costs nothing to call comes first on a telephone, a link in an e-mail
    ways = (link, sender.opt_out_number) if channel == MAIL else (sender.opt_out_number, link)
    way = next(filter(None, ways), None)
    if way is None and not can_answer:
        raise NoWayOut("Advertising says how to refuse it, free of charge. Set an opt-out number or a public address.")
    # Korean law wants these words in Korean and in English in an e-mail
    languages = ("ko", "en") if region is KOREA and channel == MAIL else (language,)
    out = [_in(_FREE, each).format(way=way) if way else _in(_ANSWER, each) for each in languages]
    return "\n".join([_who(channel, region, sender, language), *out])


def _who(channel: str, region: Region, sender: Sender, language: str) -> str:
    """The sender's name and how to reach them, in one line."""
    contact = _in(_ASK, language).format(contact=sender.contact) if sender.contact else ""
    address = sender.postal_address if channel == MAIL or channel in region.postal else ""
    return " · ".join(filter(None, [sender.name, contact, address]))


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language.partition("-")[0], words["en"])
