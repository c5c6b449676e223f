"""Every word of the interface exists in both languages, and no template says what the policy forbids."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from voc.channels.adapters import ADAPTERS
from voc.channels.describing import fields_of
from voc.web.templating import TEMPLATE_FOLDERS, environment

VOC = Path(__file__).parent.parent.parent / "voc"
TEMPLATES = sorted(path for folder in TEMPLATE_FOLDERS for path in folder.rglob("*.html"))
HOW = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.do", "silent": "false"}


def used() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(VOC, method_map=[("**/templates/**.html", "jinja2")], options_map={"**.html": HOW})
    settings = [field for adapter in ADAPTERS.values() for field in fields_of(adapter)]
    of_providers = {text for field in settings for text in (field.title, field.description) if text}
    return {message for _, _, message, _, _ in found} | of_providers


def written() -> dict[str | tuple[str, ...], Message]:
    with (VOC / "web" / "locale" / "ko.po").open("rb") as source:
        return {message.id: message for message in read_po(source, locale="ko") if message.id}


def test_every_sentence_is_written_in_korean():
    korean = written()
    assert [message for message in used() if message not in korean or not korean[message].string] == []


def test_korean_has_no_sentence_that_no_page_says():
    assert set(written()) - used() == set()


def test_both_languages_fill_the_same_gaps():
    def gaps(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    for id_, message in written().items():
        english = id_ if isinstance(id_, tuple) else (id_,)
        korean = message.string if isinstance(message.string, tuple) else (message.string,)
        assert gaps(korean[0]) == gaps(english[-1]), id_


def test_percent_signs_survive_formatting():
    for id_, message in written().items():
        for text in (id_, message.string):
            for each in text if isinstance(text, tuple) else (text,):
                assert not re.search(r"%(?![(%])", each.replace("%%", "")), each


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_templates_keep_to_the_content_security_policy(path: Path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|javascript:|\|\s*safe\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_template_compiles(language: str, path: Path):
    folder = next(folder for folder in TEMPLATE_FOLDERS if path.is_relative_to(folder))
    environment(language).get_template(path.relative_to(folder).as_posix())


def test_every_icon_is_in_the_sprite():
    sprite = (VOC / "web" / "templates" / "_sprite.html").read_text()
    drawn = {name for path in TEMPLATES for name in re.findall(r'icon\("([a-z-]+)"', path.read_text())}
    assert {name for name in drawn if f'id="i-{name}"' not in sprite} == set()
