"""Pages written for tests: an article with the furniture that pages have, as text and as HTML."""

TITLE = "Eastmouth council shuts old harbour bridge"
BODY = (
    "The council of Eastmouth shut the old harbour bridge to all traffic on Tuesday after divers found deep cracks in "
    "two of its pillars, the mayor said.",
    "“We were left with no choice,” Mayor Ilse Grendahl told a meeting in the town hall. “The bridge has to be shored "
    "up before the winter storms arrive.”",
    "Engineers who had looked at the bridge in May asked for repairs at a cost of 4.2 million crowns, but the council "
    "put off the work until after the harbour festival.",
    "Buses will go round by Norholm road for at least six weeks. Traders on the quay fear that the closure will keep "
    "visitors away from the bridge market, which opens on Saturdays.",
    "The bridge was built in 1931 and carries about nine thousand cars a day, the council said.",
)
CAPTION = "Divers near the harbour bridge in Eastmouth on Monday. (Photo: Anna Holm/Courier)"
MENU = ("Home", "News", "Sport", "Weather", "Culture", "Opinion", "Jobs", "Log in")
TICKER = (
    "Volcano on Tarn island throws ash over three villages, coast guard says.",
    "Parliament of Veldia votes for shorter trains after long debate.",
)
TEASERS = (
    "Ten lighthouses to see before the autumn",
    "A walk along the northern coast leads past towers that few people have heard of, and some that...",
    "Chess club wins the cup again",
    "For the third time in a row the old masters of the chess club have shown that they can...",
)


def text_page(*, blank_lines: bool = True) -> str:
    """The page as scraped text with everything left in."""
    gap = "\n\n" if blank_lines else "\n"
    return gap.join(
        (
            *(f"  • {entry}" for entry in MENU), "BREAKING", *TICKER, TITLE, "By Jon Askeland",
            "Posted on May 14, 2024",
            *BODY[:2], CAPTION, *BODY[2:], "Share this article:", "Tags: bridge, harbour", "You May Also Like",
            *TEASERS,
            "Leave a comment", "Copyright © 2019-2024 Eastmouth Courier. All rights reserved.", "Privacy Policy",
        )
    )  # fmt: skip


def html_page() -> str:
    """The page as HTML, with what pages declare of themselves."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    menu = "".join(f'<li><a href="/{entry}">{entry}</a></li>' for entry in MENU)
    teasers = "".join(f'<div class="card"><a href="/x">{teaser}</a></div>' for teaser in TEASERS)
    return f"""<!doctype html><html><head><title>{TITLE} | Eastmouth Courier</title>
<link rel="canonical" href="https://courier.example/bridge"><meta property="og:site_name" content="Eastmouth Courier">
<meta property="article:modified_time" content="2024-05-15T07:00:00+02:00"><script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}", "datePublished":
"2024-05-14T18:30:00+02:00", "author": {{"@type": "Person", "name": "Jon Askeland"}}, "articleSection": "Local"}}
</script><style>p {{ color: red }}</style></head><body><nav class="menu"><ul>{menu}</ul></nav>
<main><article class="article-body"><h1>{TITLE}</h1>{paragraphs}</article>
<aside class="related"><h2>You may also like</h2>{teasers}</aside></main>
<footer class="footer"><p>© 2024 Eastmouth Courier</p><a href="/privacy">Privacy policy</a></footer></body></html>"""
