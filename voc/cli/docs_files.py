"""Which documents a path means: a file, all of a folder, or the pages that a sitemap names."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from voc.errors import NotFound
from voc.faq.sources import sitemaps
from voc.faq.sources.domain import format_of

_PASSED_BY = {"node_modules", "__pycache__", "venv"}


class Document(NamedTuple):
    """A file to send."""

    address: str
    """The folder's name and the path in it."""
    path: Path


class Found(NamedTuple):
    """What a path means."""

    documents: list[Document]
    pages: list[str]
    """Addresses that the service is to fetch."""
    passed_by: int
    """Files of a folder that are not of a kind that is read."""
    folder: str | None = None
    """What the addresses of everything in a folder begin with; None: no whole folder is meant."""


def found_at(path: Path) -> Found:
    """What is to be imported.

    Raises:
        NotFound: there is nothing at the path.
        NoSitemap: an XML file that is no sitemap.
    """
    if path.is_dir():
        return _of_folder(path)
    if not path.is_file():
        raise NotFound(f"There is no file or folder {str(path)!r}.")
    if path.suffix.lower() == ".xml":
        return _of_sitemap(path)
    return Found([Document(f"{path.resolve().parent.name}/{path.name}".lstrip("/"), path)], [], 0)


def _of_folder(folder: Path) -> Found:
    files = [each for each in _files(folder) if format_of(each.name)]
    documents = [Document(_address(folder, each), each) for each in files]
    passed_by = sum(1 for _ in _files(folder)) - len(files)
    return Found(documents, [], passed_by, f"{folder.resolve().name}/")


def _files(folder: Path) -> Iterator[Path]:
    """Every file below, by name; links are not followed, and what begins with a dot is nobody's document."""
    for above, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_BY)
        for name in sorted(names):
            path = Path(above, name)
            if not name.startswith(".") and not path.is_symlink():
                yield path


def _of_sitemap(path: Path) -> Found:
    """Pages that lie beside the sitemap, as the web server would serve them, are taken from there."""
    documents, pages = [], []
    with path.open("rb") as file:
        urls = sitemaps.addresses(file.read(sitemaps.FILE_LIMIT_BYTES + 1))
    for url in urls:
        beside = _beside(path.resolve().parent, url)
        if beside is None:
            pages.append(url)
        else:
            documents.append(Document(_address(path.resolve().parent, beside), beside))
    return Found(documents, pages, 0)


def _beside(folder: Path, url: str) -> Path | None:
    try:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part not in ("", ".")]
    except ValueError:
        return None
    if ".." in parts or any("\0" in part for part in parts):
        return None
    place = folder.joinpath(*parts)
    candidates = (
        [place, place.with_name(f"{place.name}.html"), place / "index.html"] if parts else [folder / "index.html"]
    )
    return next((each for each in candidates if _is_inside(folder, each) and format_of(each.name)), None)


def _is_inside(folder: Path, path: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(folder)


def _address(folder: Path, path: Path) -> str:
    top = folder.resolve()
    return f"{top.name}/{path.resolve().relative_to(top).as_posix()}".lstrip("/")
