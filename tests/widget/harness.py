"""A strict host page, served beside the widget's chunks, that shows any survey in any dress."""

import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

BUILT = Path(__file__).parents[2] / "voc/web/static/widget"
POLICY = "default-src 'none'; script-src 'nonce-x'; connect-src 'self'; require-trusted-types-for 'script'"
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<main><h1>A shop</h1><p><label>Search <input id="search"></label></p><div id="place"></div></main>
<script type="module" nonce="x" src="/host.js"></script>
</html>
"""
HOST = """const { ask } = await import("/widget/ask.js?v=VERSION");
window.violations = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.violations.push(`${violatedDirective} ${blockedURI}`));
window.show = (options) => {
  window.asked?.close();
  window.events = [];
  const root = document.createElement("div");
  (options.placement === "inline" ? document.querySelector("#place") : document.body).append(root);
  window.host = root;
  window.asked = ask({
    language: "en", placement: "popover", customer: {}, hidden: {}, ...options, root,
    on: (event) => window.events.push(event),
    upload: (question, file, told) => new Promise((done, fail) => {
      told?.(0.5);
      if (file.name.startsWith("good")) window.arrive = () => done("fil_" + file.name.length);
      else setTimeout(() => (/^bad/.test(file.name) ? fail({ status: 415 }) : done("fil_" + file.name.length)), 50);
    }),
  });
};
"""
TYPES = {".js": "text/javascript", ".map": "application/json"}


class Host(ThreadingHTTPServer):
    """The server of the page; `with Host() as host` runs it until the end of the block."""

    daemon_threads = True

    def __init__(self, built: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        built = built or BUILT
        self.chunks = built / "w"
        self.version = json.loads((built / "integrity.json").read_text())["version"]
        self.requested: list[str] = []
        """Paths asked for, in order."""

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def __enter__(self) -> "Host":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(SimpleHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.requested.append(self.path)
        name = self.path.split("?")[0]
        if name == "/":
            self._reply("text/html; charset=utf-8", PAGE.encode())
        elif name == "/host.js":
            self._reply("text/javascript", HOST.replace("VERSION", self.server.version).encode())
        elif (file := self.server.chunks / name.removeprefix("/widget/")).is_file():
            self._reply(TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())
        else:
            self.send_error(404)

    def _reply(self, type_: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests say what matters."""


@asynccontextmanager
async def visiting(chromium: Browser, width: int = 320, height: int = 640) -> AsyncIterator[Page]:
    """The host page in a window of this size, nothing moving."""
    with Host() as host:
        context = await chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page = await context.new_page()
        page.on("filechooser", lambda _: None)  # from now on, no chooser opens on its own
        await page.goto(host.url)
        await page.wait_for_function("() => !!window.show")
        yield page
        await context.close()


async def shown(page: Page, *types: str | dict[str, Any], **options: Any) -> None:
    """Show a survey and wait for its first question; `required` and whatever `names` says are the survey's."""
    names = ("required", "appearance", "endings", "variables")
    more = {name: options.pop(name) for name in names if name in options}
    await page.evaluate("options => show(options)", {"survey": survey(*types, **more), **options})
    await page.wait_for_function("() => host.shadowRoot.querySelector('h2')")


def text(en: str, ko: str, ar: str | None = None) -> dict[str, str]:
    """The same in the languages that the tests read; Arabic stands for all that run from right to left."""
    return {"en": en, "ko": ko, "ar": ar or "كيف كانت تجربتك معنا اليوم؟"}


def _choices(*ids: str) -> list[dict[str, Any]]:
    return [{"id": id_, "text": text(id_.capitalize(), "선택 " + id_, "خيار")} for id_ in ids]


ENDS = {"low": text("Not at all", "전혀 아니에요", "أبدا"), "high": text("Very much", "매우 그래요", "جدا")}
QUESTIONS: dict[str, dict[str, Any]] = {
    "nps": {
        "text": text(
            "How likely are you to recommend us to a friend?", "친구에게 저희를 추천하실 마음이 얼마나 있으세요?"
        )
    },
    "csat": {"text": text("How satisfied are you with our support?", "고객 지원에 얼마나 만족하세요?"), **ENDS},
    "ces": {"text": text("The company made it easy for me to solve my problem.", "문제를 쉽게 해결할 수 있었어요.")},
    "rating": {
        "text": text("How do you rate your stay?", "머무신 곳은 어떠셨나요?"),
        "scale": 10,
        "look": "numbers",
        **ENDS,
    },
    "single": {
        "text": text("What brought you here today?", "오늘 어떤 일로 찾아오셨어요?"),
        "choices": _choices("price", "quality", "advice"),
        "other": True,
    },
    "multiple": {
        "text": text("What do you use?", "어떤 기능을 쓰세요?"),
        "choices": _choices("reports", "exports", "alerts"),
        "other": True,
        "maximum": 3,
    },
    "dropdown": {"text": text("Where do you live?", "어디에 사세요?"), "choices": _choices("seoul", "busan", "jeju")},
    "text": {
        "text": text("What could we do better?", "어떤 점을 고치면 좋을까요?"),
        "help": text("In your words.", "편하게 적어 주세요."),
    },
    "email": {"text": text("Where may we write to you?", "이메일 주소를 알려 주세요.")},
    "phone": {"text": text("Where may we call you?", "전화번호를 알려 주세요.")},
    "url": {"text": text("Which page is it about?", "어느 페이지에 대한 이야기인가요?")},
    "number": {
        "text": text("How many people work with you?", "함께 일하는 사람은 몇 명인가요?"),
        "whole": True,
        "unit": text("people", "명"),
    },
    "date": {"text": text("When did you visit us?", "언제 방문하셨어요?")},
    "matrix": {
        "text": text("How were these?", "각각 어떠셨어요?"),
        "rows": _choices("speed", "care"),
        "columns": _choices("bad", "fair", "good"),
    },
    "ranking": {
        "text": text("What matters most?", "중요한 순서대로 놓아 주세요."),
        "choices": _choices("price", "speed", "care"),
    },
    "picture": {
        "text": text("Which one do you like?", "어느 쪽이 마음에 드세요?"),
        "choices": [{**one, "image": f"/{one['id']}.png"} for one in _choices("red", "blue")],
    },
    "consent": {
        "text": text("May we use your answer?", "답변을 활용해도 될까요?"),
        "label": text("Yes, you may.", "네, 괜찮아요.", "نعم"),
    },
    "contact": {
        "text": text("How can we reach you?", "어떻게 연락드릴까요?"),
        "fields": [{"id": "name", "required": True}, {"id": "email", "required": False}],
    },
    "file": {"text": text("Do you have a screenshot?", "화면 사진이 있나요?"), "maximum": 2},
    "statement": {"text": text("Nearly done.", "거의 다 됐어요."), "button": text("Go on", "계속하기")},
}
"""One of each type; `id` and `type` come from the name."""


def survey(*types: str | dict[str, Any], required: bool = True, **more: Any) -> dict[str, Any]:
    """A published survey with a question of each of these types, as the service hands it out; a dict is a question."""
    questions = [
        {"id": one, "type": one, "required": required, **QUESTIONS[one]} if isinstance(one, str) else one
        for one in types
    ]
    definition = {"name": "Test", "languages": ["en", "ko", "ar"], "questions": questions, **more}
    return {"id": "srv_1", "version": 1, "definition": definition}
