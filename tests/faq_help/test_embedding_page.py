"""The page with the lines that put the search into a website."""

from tests.people import member


async def test_a_colleague_copies_the_lines_and_tries_the_search(shop, app, watch):
    async with member(app, shop.workspace, watch) as kim:
        page = (await kim.http.get("/faq/website")).text
        listed = (await kim.http.get("/faq")).text
    assert "&lt;div data-voc-faq&gt;&lt;/div&gt;" in page
    assert f"projectId: &#39;{shop.workspace}&#39;" in page
    assert f"http://voc.test{shop.path}" in page
    assert f'src="/w.js" data-project-id="{shop.workspace}" data-quiet="yes"' in page
    assert 'href="/faq/website"' in listed


async def test_nobody_else_sees_it(visitor):
    assert (await visitor().get("/faq/website", headers={"accept": "text/html"})).status_code in (303, 401)
