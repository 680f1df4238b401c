"""Pages of today's kinds, written for tests: each holds the same article in another dress, with what lies around it."""

import json
from collections.abc import Callable

TITLE = "Rail strike halts ferries on the Veldia coast"
BODY = (
    "A strike of signal staff stopped all trains to the ports of Veldia on Monday, and with them most "
    "of the ferries to "
    "the islands, the harbour board said.",
    "“Nobody on our side has been asked to the table yet,” said Marta Lindholm, who speaks for the signal workers. “We "
    "are ready to meet this evening.”",
    "About 14,000 travellers were waiting in Norholm by noon, according to the harbour board. The town "
    "opened two sports "
    "halls for the night and handed out blankets.",
    "The rail company offered a rise of 3.1 per cent in March and has not changed its offer since. The "
    "union asks for 6 "
    "per cent and shorter night shifts.",
    "Doctors on the island of Tarn said that supplies would last until Thursday. A naval ship stands ready to carry "
    "medicine if the strike goes on.",
    "Talks broke down twice this spring, in April and again in May, when both sides left after an hour without a date "
    "for another meeting.",
)  # fmt: skip
OTHER = (
    "The museum of clocks in Eastmouth reopens in June with a hall for children, its director told visitors on Sunday.",
    "The roof had leaked for years before the county agreed to pay for new slates, and the hands of the "
    "great tower clock "
    "were sent to a smith in the hills.",
    "Tickets cost eight crowns and may be bought at the door, as they always were.",
)
CAPTION = "Travellers wait at the ferry terminal in Norholm on Monday. (Photo: Eva Stramm/Courier)"
MENU = ("Home", "World", "Business", "Sport", "Culture", "Weather")
TEASERS = ("Ten walks along the dunes", "Chess: the old masters win again", "Why bread has become dearer")
COMMENTS = (
    "My cousin has been stuck in that hall since the morning and says that the soup is better than on the ferry.",
    "They should have bought new signals ten years ago instead of painting the trains in another green.",
)


def paragraphs(texts: tuple[str, ...] = BODY) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def page(inside: str, *, head: str = "", attributes: str = "") -> str:
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in MENU)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} | Norholm Post</title>{head}</head>'
        f"<body {attributes}><header><nav><ul>{menu}</ul></nav></header>{inside}"
        '<footer><a href="/terms">Terms of use</a> <span>© 2025 Norholm Post. All rights reserved.</span></footer>'
        "</body></html>"
    )


def teasers() -> str:
    cards = "".join(f'<li class="card"><a href="/t"><h3>{text}</h3></a></li>' for text in TEASERS)
    return f'<aside aria-label="Related"><h2>More from Norholm Post</h2><ul>{cards}</ul></aside>'


def data(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def plain() -> str:
    return page(f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article>{teasers()}</main>")


def hashed_classes() -> str:
    """Names that mean nothing, as style compilers make them."""
    inner = "".join(f'<div class="css-1{n}xq"><p class="css-9hk">{text}</p></div>' for n, text in enumerate(BODY))
    cards = "".join(
        f'<div class="css-77a"><a href="/t"><span class="css-8">{text}</span></a></div>' for text in TEASERS
    )
    return page(f'<div class="css-0"><div class="css-2"><h1 class="css-3">{TITLE}</h1>{inner}</div>'
                f'<div class="css-4">{cards}</div></div>')  # fmt: skip


def inserts() -> str:
    """Read-more lines, an advertisement, a sign-up box and an embedded post in mid-article."""
    return page(
        f"<main><article><h1>{TITLE}</h1>{paragraphs(BODY[:2])}"
        '<p><strong>READ MORE: <a href="/x">Chess: the old masters win again</a></strong></p>'
        f'<div class="ad-slot" aria-label="Advertisement"><span>Advertisement</span></div>{paragraphs(BODY[2:4])}'
        '<aside class="newsletter"><h3>The morning letter</h3><p>Sign up for our newsletter and get the '
        "news of the coast "
        'in your inbox every day at six.</p><form><input type="email"><button>Sign up</button></form></aside>'
        f"{paragraphs(BODY[4:])}</article>{teasers()}</main>"
    )


def consent_wall() -> str:
    """A dialog over the page, first in the source."""
    wall = (
        '<div role="dialog" aria-modal="true" class="consent-modal"><h2>We value your privacy</h2><p>We and our 812 '
        "partners store and read cookies on your device to measure what is read, to show advertisements "
        "that fit you and "
        "to make our pages better. You can change your choice at any time under Settings.</p><p>If you do "
        "not agree, some "
        "of the partners may still use your details where they have a legitimate interest in doing so.</p>"
        "<button>Accept all</button><button>Settings</button></div>"
    )
    return page(f"{wall}<main><article><h1>{TITLE}</h1>{paragraphs()}</article>{teasers()}</main>")


def comments() -> str:
    """A thread of comments under the article, marked up as such."""
    thread = "".join(
        f'<li itemprop="comment" itemscope itemtype="https://schema.org/Comment"><b>Reader {n}</b><time>2 '
        "hours ago</time>"
        f'<p itemprop="text">{text}</p><button>Reply</button></li>'
        for n, text in enumerate(COMMENTS * 2)
    )
    return page(f'<main><article><h1>{TITLE}</h1>{paragraphs()}</article><section id="comments"><h2>4 comments</h2>'
                f"<ol>{thread}</ol></section></main>")  # fmt: skip


def second_article() -> str:
    """The next story, loaded below the first one."""
    return page(
        f'<main><article><h1>{TITLE}</h1>{paragraphs()}</article><div class="up-next"><h2>Read next</h2></div>'
        f"<article><h1>Museum of clocks opens its doors again</h1>{paragraphs(OTHER)}</article></main>",
        head=f'<meta property="og:title" content="{TITLE}">',
    )


def live() -> str:
    """A live blog: posts with times."""
    posts = "".join(
        f'<div class="live-post" id="post-{n}"><time datetime="2025-03-0{n + 1}T10:00">10:0{n}</time>'
        f"<h2>Update {n}</h2><p>{text}</p></div>"
        for n, text in enumerate(BODY)
    )
    return page(f'<main><article class="live-blog"><h1>{TITLE}</h1>{posts}</article>{teasers()}</main>')


def amp() -> str:
    return page(
        f'<amp-sidebar id="s" layout="nodisplay"><ul><li>Latest</li><li>Podcasts</li></ul></amp-sidebar><article>'
        f'<h1>{TITLE}</h1><amp-img src="a.jpg"></amp-img><amp-social-share type="x"></amp-social-share>{paragraphs()}'
        '<amp-ad type="x"></amp-ad></article>'
    )


def shadow_root() -> str:
    """The article in a declared shadow root, a dead template beside it."""
    return page(
        f'<news-story><template shadowrootmode="open"><article><h1>{TITLE}</h1>{paragraphs()}</article></template>'
        f"</news-story><template><p>{OTHER[0]}</p></template>{teasers()}"
    )


def newsletter() -> str:
    """Tables within tables, as in mail."""
    rows = "".join(f'<tr><td style="padding:0 20px"><font size="3">{text}</font></td></tr>' for text in BODY)
    return (
        f'<html><head><title>{TITLE}</title></head><body><table width="600"><tr><td><table><tr><td><a '
        'href="/v">View in '
        f"your browser</a></td></tr><tr><td><b>{TITLE}</b></td></tr>{rows}<tr><td>You receive this letter because you "
        'signed up for it. <a href="/u">Unsubscribe</a></td></tr></table></td></tr></table></body></html>'
    )


def line_breaks() -> str:
    """One division, paragraphs parted by line breaks."""
    return page(f'<div id="c"><h1>{TITLE}</h1><div>{"<br><br>".join(BODY)}</div></div>{teasers()}')


def gallery() -> str:
    """Pictures with captions among the paragraphs."""
    figure = f'<figure><img src="a.jpg" alt="Ferry"><figcaption>{CAPTION}</figcaption></figure>'
    return page(f"<main><article><h1>{TITLE}</h1>{figure}{paragraphs()}</article>{teasers()}</main>")


def declared_only() -> str:
    """Nothing but a frame to be seen, the article in JSON-LD."""
    declared = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": "\n\n".join(BODY),
    }
    return page(
        f'<div id="root"></div>{teasers()}', head=f'<script type="application/ld+json">{data(declared)}</script>'
    )


def cut_off() -> str:
    """The first paragraph and a gate to be seen, the whole in JSON-LD."""
    declared = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(BODY)}
    return page(
        f'<main><article><h1>{TITLE}</h1><p>{BODY[0]}</p><div class="paywall"><h2>Keep '
        "reading</h2><p>Subscribe to read "
        f"this story and all others.</p></div></article>{teasers()}</main>",
        head=f'<script type="application/ld+json">{data(declared)}</script>',
    )


def next_state() -> str:
    """A framework's state, the body as rich text; related stories in it as well."""
    story = {
        "headline": TITLE,
        "body": [
            {"type": "paragraph", "children": [{"text": text[:20]}, {"text": text[20:], "bold": True}]} for text in BODY
        ],
    }
    related = [{"headline": text, "summary": OTHER[1], "slug": "a-b"} for text in TEASERS]
    value = {"props": {"pageProps": {"story": story, "related": related, "build": "a8f"}}, "page": "/story"}
    return page(f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{data(value)}</script>')


def assigned_state() -> str:
    """A variable of the page's own, the body as elements with markup."""
    value = {
        "headlines": {"basic": TITLE},
        "content_elements": [
            {"type": "text", "_id": f"X{n}", "content": f"<b>{text[:9]}</b>{text[9:]}"} for n, text in enumerate(BODY)
        ],
        "related_content": {"basic": [{"description": {"basic": OTHER[0]}, "content_elements": []}]},
    }
    return page(
        f'<div id="app">Loading…</div><script>window.Page=window.Page||{{}};Page.now=Date.now();'
        f"Page.globalContent={data(value)};Page.run(function(){{return 1}});</script>"
    )


def quoted_state() -> str:
    """State in a string that the page would parse."""
    value = {"entities": {"articles": {"17": {"title": TITLE, "html": paragraphs()}}}}
    return page(f'<div id="app"></div><script>window.__STATE__ = JSON.parse({json.dumps(data(value))});</script>')


def state_of_all() -> str:
    """The article to be seen; in the page's state those that it loads next, longer ones under their own headlines."""
    texts = [f"{text} So said the board of {place}." for place in ("Tarn", "Holm", "Skerry", "Vik") for text in OTHER]
    posts = [{"title": TITLE, "excerpt": BODY[0][:60]}, {"title": "Clocks", "content": "".join(map(_paragraph, texts))}]
    return page(
        f"<main><article><h1>{TITLE}</h1>{paragraphs()}</article></main>"
        f"<script>window.posts = {data({'posts': posts})};</script>"
    )


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>"


PAGES: dict[str, Callable[[], str]] = {
    made.__name__: made
    for made in (
        plain, hashed_classes, inserts, consent_wall, comments, second_article, live, amp, shadow_root, newsletter,
        line_breaks, gallery, declared_only, cut_off, next_state, assigned_state, quoted_state,
        state_of_all,
    )
}  # fmt: skip
