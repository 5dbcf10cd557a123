"""The words of a file or a page, all of them: what is hidden, what is drawn, and what is said of the file itself."""

import base64
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pypdf


PICTURE = re.compile(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def words_of(ending: str, content: bytes) -> str:
    return " ".join(_words(ending, content))


def _words(ending: str, content: bytes) -> Iterator[str]:
    if ending in ("docx", "xlsx", "zip"):
        with ZipFile(io.BytesIO(content)) as packed:
            yield packed.comment.decode("utf-8", "replace")
            for member in packed.infolist():
                yield f"{member.filename} {member.comment.decode('utf-8', 'replace')}"
                text = packed.read(member).decode("utf-8", "replace")
                # A word may be cut in two by a tag, so it is read with the tags and without.
                yield text
                yield re.sub(r"<[^>]+>", "", text)
    elif ending == "pdf":
        file = pypdf.PdfReader(io.BytesIO(content))
        yield str(file.metadata)
        yield str(file.xmp_metadata.stream.get_data() if file.xmp_metadata else "")
        yield str(file.outline)
        for page in file.pages:
            yield page.extract_text()
            yield " ".join(str(note.get_object()) for note in page.get("/Annots", ()))
    else:
        yield content.decode("utf-8")
        for drawn in PICTURE.findall(content):
            yield base64.b64decode(drawn).decode()
