"""Where a redirect may lead."""

from urllib.parse import urlsplit


def local_path(target: str | None) -> str:
    """`target` if it leads to a page of ours, else the start page: a link from elsewhere must not lead people away."""
    if not target or not target.startswith("/") or not target.isprintable() or "\\" in target:
        return "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or target.startswith("//") else target
