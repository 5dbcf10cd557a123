"""Reading a page as a person does: the words of its main part, and where it leads."""

import re
from html import unescape

from django.http import HttpResponse


def main_of(response: HttpResponse) -> str:
    """The main part of a page; all of it where it is only a part of one."""
    return re.split("<main[^>]*>", response.content.decode(), maxsplit=1)[-1].split("</main>", 1)[0]


def text_of(response: HttpResponse) -> str:
    """The words of the main part of a page, without its marks."""
    return _words(main_of(response))


def whole_text_of(response: HttpResponse) -> str:
    """The words of a page from its title to its foot, with the banners above its main part."""
    return _words(response.content.decode())


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def links_of(response: HttpResponse) -> list[str]:
    """Where the main part of a page leads, in its order; places on the page itself are left out."""
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', main_of(response)) if not href.startswith("#")]
