"""The help page: what was published, to everybody, and nothing else."""

import json
import re

from tests.faq_help.conftest import write
from tests.people import member
from voc.faq import service
from voc.faq.states import Action

RETURN = "Can I send it back?"


def structured(page):
    """The page's JSON-LD."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


async def test_everybody_reads_what_was_published_by_category(shop, visitor):
    page = await visitor().get(shop.path)
    assert page.status_code == 200
    for said in (RETURN, "Two days.", "Shipping", "Returns", f'id="{shop.entries[RETURN]}"'):
        assert said in page.text
    assert "이틀 걸려요" not in page.text
    assert "set-cookie" not in page.headers
    only = (await visitor().get(shop.path, params={"category": "Shipping"})).text
    assert "Two days." in only
    assert "14 days" not in only


async def test_each_language_has_its_own_answers(shop, visitor):
    assert "이틀 걸려요" in (await visitor(language="ko").get(shop.path)).text
    assert "이틀 걸려요" in (await visitor().get(f"{shop.path}?lang=ko")).text
    for question in ("How long does shipping take?", RETURN, "Who are you?"):
        await shop.act(question, Action.unpublish)
    page = (await visitor().get(shop.path)).text
    assert "이틀 걸려요" in page
    assert "There are no answers in English yet." in page


async def test_nothing_that_is_not_given_out_is_shown_anywhere(shop, visitor):
    await service.create(shop.workspace, "en", "A draft?", ["Drafted words."], by="mem_1", now=shop.watch())
    id_ = shop.entries[RETURN]
    await service.edit(shop.workspace, id_, {"question": "A question nobody approved?"}, None, by="m", now=shop.watch())
    page = (await visitor().get(shop.path)).text
    assert "Drafted words." not in page
    assert "nobody approved" not in page
    assert RETURN in page, "what was published before stays"
    await shop.act(RETURN, Action.unpublish)
    page = (await visitor().get(shop.path)).text
    assert RETURN not in page
    assert all(each["name"] != RETURN for each in structured(page)["mainEntity"])


async def test_words_find_their_answer_without_a_script(shop, visitor):
    found = (await visitor().get(shop.path, params={"q": "send back"})).text
    assert "14 days" in found
    assert "Two days." not in found
    assert "이틀 걸려요" in (await visitor().get(shop.path, params={"q": "배송 얼마나 걸려요?", "lang": "ko"})).text
    nothing = (await visitor().get(shop.path, params={"q": "zzzz <script>alert(1)</script>"})).text
    assert "Nothing answers" in nothing
    assert "<script>alert" not in nothing


async def test_hostile_words_of_an_answer_are_words(shop, visitor):
    id_ = await service.create(
        shop.workspace, "en", "</script><script>x()</script>?", ["</script> <img onerror=x>"], by="m", now=shop.watch()
    )
    for action in (Action.approve, Action.publish):
        await service.act(shop.workspace, id_, action, by="mem_1", now=shop.watch())
    page = (await visitor().get(shop.path)).text
    assert "<script>x()" not in page
    assert "<img" not in page
    assert "<b>in Seoul" not in page
    assert {"@type": "Question", "name": "</script><script>x()</script>?"}.items() <= next(
        each.items() for each in structured(page)["mainEntity"] if "script" in each["name"]
    )


async def test_search_engines_read_every_answer_in_the_page(shop, visitor):
    told = structured((await visitor().get(shop.path)).text)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "FAQPage")
    said = {each["name"]: each["acceptedAnswer"]["text"] for each in told["mainEntity"]}
    assert set(said) == {"How long does shipping take?", RETURN, "Who are you?"}
    assert "Two days." in said["How long does shipping take?"]
    assert "&lt;b&gt;in Seoul" in said["Who are you?"], "answers are HTML there"


async def test_search_engines_are_told_of_both_languages_and_what_is_answered(shop, visitor):
    address = f'https?://[^"?]+{shop.path}'
    for language, question in (("en", RETURN), ("ko", "배송은 얼마나 걸리나요?")):
        page = (await visitor(language=language).get(shop.path)).text
        (canonical,) = re.findall('<link rel="canonical" href="([^"]+)">', page)
        assert re.fullmatch(f"{address}\\?lang={language}", canonical)
        others = dict(re.findall('<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
        assert others[language] == canonical
        assert set(others) == {"en", "ko", "x-default"}
        assert re.fullmatch(address, others["x-default"])
        (description,) = re.findall('<meta name="description" content="([^"]+)">', page)
        assert question in description
        assert len(description) <= 155


async def test_what_is_written_in_one_language_has_no_other_address(shop, visitor):
    await shop.act("배송은 얼마나 걸리나요?", Action.unpublish)
    page = (await visitor(language="ko").get(shop.path)).text
    assert re.search('<link rel="canonical" href="[^"]+lang=en">', page)
    assert 'rel="alternate"' not in page


async def test_a_page_is_kept_until_something_on_it_changes(shop, visitor):
    reader = visitor()
    page = await reader.get(shop.path)
    assert page.headers["cache-control"].startswith("public, max-age=")
    etag = {"if-none-match": page.headers["etag"]}
    again = await reader.get(shop.path, headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["vary"] == page.headers["vary"]
    assert (await reader.get(f"{shop.path}?lang=ko", headers=etag)).status_code == 200
    await shop.act(RETURN, Action.unpublish)
    assert (await reader.get(shop.path, headers=etag)).status_code == 200


async def test_without_anything_published_only_colleagues_see_a_page(caller, app, watch, visitor):
    path = f"/help/{caller.workspace}"
    assert (await visitor().get(path)).status_code == 404
    assert (await visitor().get("/help/ws_nobody")).status_code == 404
    async with member(app, caller.workspace, watch) as kim:
        page = await kim.http.get(path)
        assert page.status_code == 200
        assert "Only colleagues see this page" in page.text
        assert "no-store" in page.headers["cache-control"]


async def test_it_is_shown_under_the_policy_of_public_pages(shop, visitor):
    policy = (await visitor().get(shop.path)).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


async def test_words_of_an_answer_are_found_whatever_particle_follows_them(shop, visitor, watch):
    await write(
        shop.workspace, watch, "ko", "배송", "집에 없으면 어떻게 되나요?", "기사님이 경비실에 택배를 맡겨 둡니다."
    )
    for words in ("택배", "택배는", "경비실로", "택배 경비실"):
        page = (await visitor(language="ko").get(shop.path, params={"q": words})).text
        assert "맡겨 둡니다" in page, words


async def test_what_nothing_answers_in_one_language_is_looked_for_in_the_other(shop, visitor):
    page = (await visitor().get(shop.path, params={"q": "배송"})).text
    assert "이틀 걸려요" in page


async def test_a_topic_of_several_languages_stands_there_once(shop, visitor, watch):
    for question in ("How long does shipping take?", RETURN, "Who are you?", "배송은 얼마나 걸리나요?"):
        await shop.act(question, Action.unpublish)
    for language in ("de", "fr"):
        await write(shop.workspace, watch, language, "Billing", f"Rechnung {language}?", "Ja.")
    page = (await visitor().get(shop.path)).text
    assert page.count('<section aria-label="Billing">') == 1
    assert "Rechnung de?" in page
    assert "Rechnung fr?" in page
