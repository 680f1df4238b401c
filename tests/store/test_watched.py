"""What is known of feeds: kept whole, taken up again, for one process at a time."""

from pathlib import Path

import pytest

from tellings.errors import StoreBusyError, StoreError
from tellings.store.watched import FILE, ArticleRow, FeedRow, SiteRow, Watched


def article(key: str, *, host: str = "a.example", feed: str = "f", found: float = 1.0, due: float = 1.0) -> ArticleRow:
    return ArticleRow(key, f"https://{host}/{key}", host, feed, "", None, None, 1, found, due)


def test_what_is_noted_is_there_again(tmp_path: Path) -> None:
    feed, site = FeedRow("https://a.example/feed", etag='"v"', due=5.0), SiteRow("https://a.example", b"Disallow: /", 1)
    with Watched(tmp_path) as state, state.batch():
        state.put_feed(feed)
        state.put_site(site)
        state.put_articles([article("x")])
    with Watched(tmp_path) as state:
        state.listen(["f"])
        assert state.feed(feed.address) == feed
        assert state.site(site.origin) == site
        assert state.article("x") == article("x")
        assert state.feed("other") == FeedRow("other")
        assert state.next_article() == 1.0


def test_a_batch_is_there_wholly_or_not_at_all(tmp_path: Path) -> None:
    with Watched(tmp_path) as state:
        with pytest.raises(RuntimeError), state.batch():
            state.put_feed(FeedRow("https://a.example/feed", due=5.0))
            raise RuntimeError
        assert state.feed("https://a.example/feed").due == 0.0
        assert state.next_article() is None


def test_so_many_of_each_host_those_found_last_first(tmp_path: Path) -> None:
    with Watched(tmp_path) as state:
        state.listen(["f", "f0", "f1", "f2"])
        with state.batch():
            state.put_articles(article(f"a{n}") for n in range(5))
            state.put_articles([article("b0", host="b.example"), article("a9", found=2.0), article("late", due=9.0)])
            state.put_articles(article(f"t{n}", host="", feed=f"f{n}") for n in range(3))
        taken = [row.key for row in state.waiting(2.0, most=2)]
        assert taken == ["a9", "a0", "b0", "t0", "t1", "t2"]
        assert [row.key for row in state.waiting(2.0, most=2, feed="f1")] == ["t1"]
        assert state.count_waiting() == 11


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with Watched(tmp_path), pytest.raises(StoreBusyError):
        Watched(tmp_path)
    Watched(tmp_path).close()


def test_another_format_says_what_to_do(tmp_path: Path) -> None:
    with Watched(tmp_path) as state:
        state._connection.execute("PRAGMA user_version=9")
    with pytest.raises(StoreError, match=f"{FILE} is of format 9"):
        Watched(tmp_path)
