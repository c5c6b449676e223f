"""Why something cannot be done to an entry."""

from voc.errors import VocError


class WrongMove(VocError):
    """The action is not possible where the entry stands."""

    slug, title, status = "wrong-move", "Not from here", 409


class NotReady(VocError):
    """Something hinders approval or publishing; `reasons` names all of it."""

    slug, title, status = "not-ready", "Not ready", 409


class ChangedMeanwhile(VocError):
    """A colleague changed the entry since it was read."""

    slug, title, status = "changed-meanwhile", "Changed meanwhile", 409


class TooManyVersions(VocError):
    """The entry holds as many versions as it may."""

    slug, title, status = "too-many-versions", "Too many versions", 409
