"""Feeds and sitemaps: what is read of good, odd and hostile ones."""

from __future__ import annotations

import time

import pytest

from assistant.errors import WebError
from assistant.types import FeedEntry, PageFacts, Sitemap
from assistant.web.feeds import MOST_ENTRIES, read_feed
from assistant.web.sitemap import read_sitemap

BASE = "https://exemple.test/flux"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Actualités &amp; avis</title>
<image><title>Logo</title></image>
<item><title>Un &lt;b&gt;budget&lt;/b&gt; participatif</title><link>/a.html</link><guid isPermaLink="false">n1</guid>
<pubDate>Tue, 03 Nov 2026 08:00:00 +0100</pubDate><dc:creator>A. Nom</dc:creator><author>x@y.fr (B. Autre)</author></item>
<item><title>Sans adresse</title></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><guid>https://exemple.test/b</guid><pubDate>jamais</pubDate></item>
<item><title>Doublon</title><link>/c</link><guid isPermaLink="false">n1</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Veille</title>
<entry><title>Étude</title><id>tag:1</id><link rel="self" href="/non"/><link href="etude.pdf"/>
<updated>2026-11-04T10:00:00Z</updated><published>2026-11</published><author><name>Labo</name><uri>u</uri></author></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Ancien</title></channel><item><title>T</title><link>https://exemple.test/t</link></item></rdf:RDF>"""


def test_rss_is_read():
    feed = read_feed(RSS.encode(), BASE)
    assert feed.title == "Actualités & avis"
    assert feed.entries == (
        FeedEntry(
            "n1",
            "https://exemple.test/a.html",
            PageFacts("Un budget participatif", ("A. Nom", "B. Autre"), "2026-11-03"),
        ),
        FeedEntry("https://exemple.test/b", "https://exemple.test/b", PageFacts()),
    )


def test_atom_and_the_oldest_rss_are_read():
    (entry,) = read_feed(ATOM.encode(), BASE).entries
    assert (entry.guid, entry.url) == ("tag:1", "https://exemple.test/etude.pdf")
    assert entry.facts == PageFacts("Étude", ("Labo",), "2026-11")
    assert [each.url for each in read_feed(RDF.encode(), BASE).entries] == ["https://exemple.test/t"]


def test_a_feed_damaged_further_on_gives_what_came_before():
    assert len(read_feed(RSS.encode()[: RSS.index("<item><guid>")], BASE).entries) == 1
    html_entities = RSS.replace("Un &lt;", "Un&nbsp;&eacute;&lt;").encode()
    assert len(read_feed(html_entities, BASE).entries) == 2


def test_a_feed_in_another_encoding_is_read():
    text = RSS.replace("UTF-8", "ISO-8859-1")
    assert read_feed(text.encode("latin-1"), BASE).title == "Actualités & avis"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   ", b"<html><body>Portail</body></html>", b'{"items": []}', b"%PDF-1.7", b"\x1f\x8b\x08abc",
        b"\xff\xfe\x00\x00", b"<urlset/>", BOMB.encode() + b"<rss><channel><title>&j;</title></channel></rss>",
        BOMB.encode() + b'<rss a="&j;"><channel/></rss>',
        b'<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><title>&e;</title></channel></rss>',
        b"<rss>" + b"<a/>" * 500_000 + b"</rss>", b"<rss>" + b" " * 25_000_000,
    ],
)  # fmt: skip
def test_what_is_no_feed_or_a_bomb_is_refused_at_once(content, own_heap):
    started = time.process_time()
    with pytest.raises(WebError) as caught:
        read_feed(content, BASE)
    assert caught.value.code == "not_a_feed"
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2">',
            "https://exemple.test/rss?a=1&b=2",
        ),
        ("<link href='atom.xml' type='application/atom+xml'/>", "https://exemple.test/atom.xml"),
        ('<link type="application/rss+xml" href="javascript:x"><link type="text/css" href="a.css">', None),
        ('<link type="application/rss+xml">', None),
        ("<link " + "a" * 150_000, None),
        ("<link" * 40_000, None),
    ],
)
def test_a_page_that_names_a_feed_says_which(head, feed):
    started = time.process_time()
    with pytest.raises(WebError) as caught:
        read_feed(f"<!doctype html><html><head>{head}</head></html>".encode(), BASE)
    assert (caught.value.code, caught.value.params.get("feed")) == ("page_of_a_feed" if feed else "not_a_feed", feed)
    assert time.process_time() - started < 2


def test_parameter_entities_and_depth_do_no_harm():
    declared = '<!DOCTYPE rss [<!ENTITY % a "x">' + "".join(
        f'<!ENTITY % {b} "{f"%{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    started = time.process_time()
    with pytest.raises(WebError):
        read_feed((declared + "%j;]><rss/>").encode(), BASE)
    assert read_feed(("<rss><channel>" + "<a>" * 200_000).encode(), BASE).entries == ()
    assert time.process_time() - started < 3


def test_a_file_is_never_read_into_a_feed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("zyxosecret")
    outside = f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}"><rss><channel><title>&e;T</title></channel></rss>'
    assert "zyxosecret" not in read_feed(outside.encode(), BASE).title


def test_entries_have_a_bound():
    many = "".join(f"<item><link>https://exemple.test/{n}</link></item>" for n in range(2 * MOST_ENTRIES))
    assert len(read_feed(f"<rss><channel>{many}</channel></rss>".encode(), BASE).entries) == MOST_ENTRIES


# --- sitemaps ----------------------------------------------------------------------------------------------------


def sitemap(root: str, name: str, *links: str) -> bytes:
    listed = "".join(f"<{name}><loc> {link} </loc><lastmod>2026-01-01</lastmod></{name}>" for link in links)
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{root}>'.encode()
    )


def test_sitemaps_list_pages_of_their_own_host_alone():
    links = ("https://exemple.test/a", "https://exemple.test/a", "/b", "https://autre.test/c", "file:///etc/passwd")
    pages = ("https://exemple.test/a", "https://exemple.test/b")
    assert read_sitemap(sitemap("urlset", "url", *links), BASE) == Sitemap(pages, (), 2)
    assert read_sitemap(sitemap("sitemapindex", "sitemap", *links), BASE) == Sitemap((), pages, 2)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 <a>", b"<!doctype html><html></html>", b"texte", b"<svg/>"])
def test_what_is_no_sitemap_is_left_to_the_readers(content):
    assert read_sitemap(content, BASE) is None


def test_a_feed_and_a_sitemap_with_entities_are_told_apart():
    for content, code in ((RSS.encode(), "web_is_feed"), (BOMB.encode() + b"<urlset>&j;</urlset>", "bad_sitemap")):
        with pytest.raises(WebError) as caught:
            read_sitemap(content, BASE)
        assert caught.value.code == code


def told(feed):
    return {note.code: note.params["count"] for note in feed.notes}


def test_a_title_without_end_is_cut_at_a_word():
    content = f"<rss><channel><item><link>/a</link><title>{'mot ' * 3000}</title></item></channel></rss>"
    title = read_feed(content.encode(), BASE).entries[0].facts.title
    assert title is not None
    assert len(title) <= 301
    assert title.endswith("mot…")


def test_what_is_not_taken_of_a_feed_is_told():
    many = "".join(f"<item><link>/{n}</link><pubDate>2024-01-02</pubDate></item>" for n in range(MOST_ENTRIES + 20))
    odd = "<item><link>file:///etc/x</link></item><item><link>/z</link><pubDate>3000-01-01</pubDate></item>"
    assert told(read_feed(RSS.encode(), BASE)) == {"feed_without_address": "2"}
    feed = read_feed(f"<rss><channel>{odd}{many}</channel></rss>".encode(), BASE)
    assert told(feed) == {"feed_cut": "21", "feed_without_address": "1", "feed_dates": "1"}
    assert (len(feed.entries), feed.entries[0].facts.date, feed.entries[1].facts.date) == (500, None, "2024-01-02")
