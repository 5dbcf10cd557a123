"""Photographs of the work: nothing of a phone stays in them, nobody is to be in them, and they can go altogether."""

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from restorative import photos
from restorative.models import Picture, PlacementDay, WorkPhoto
from restorative.photos import LONGEST_SIDE, MOST_OF_A_DAY, as_jpeg, keep_photo
from tests.factories.people import UserFactory
from tests.restorative.owed import a_day, a_placement, some_reparation
from tests.restorative.pictures import COMMENT, OWNER, a_picture, from_a_phone
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.days import today


ClientFor = Callable[[Role], Client]
# The parts of a JPEG that a picture needs to be drawn: tables, the frame, the scan, and the sign that it is a JPEG.
DRAWS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA}


def parts_of(jpeg: bytes) -> list[tuple[int, bytes]]:
    """The markers of a JPEG up to its scan, each with what it carries."""
    found, at = [], 2
    while at < len(jpeg):
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        found.append((marker, jpeg[at + 4 : at + 2 + length]))
        if marker == 0xDA:
            return found
        at += 2 + length
    return found


class TestThePicture:
    def test_nothing_of_the_phone_is_left_in_its_bytes(self) -> None:
        sent = from_a_phone()
        assert OWNER.encode() in sent
        assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
        kept = as_jpeg(BytesIO(sent))
        for said in (OWNER, COMMENT, "Exif", "GPS", "xmp", "profile", "2026"):
            assert said.encode() not in kept
        parts = parts_of(kept)
        assert {marker for marker, _ in parts} <= DRAWS
        assert [body[:5] for marker, body in parts if marker == 0xE0] == [b"JFIF\0"]
        image = Image.open(BytesIO(kept))
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}

    def test_it_stands_as_it_was_held(self) -> None:
        image = Image.open(BytesIO(as_jpeg(BytesIO(from_a_phone((600, 400))))))
        assert image.size == (400, 600)
        # The upper half was red; held sideways, it is the right half.
        assert image.getpixel((350, 300))[0] > 200
        assert image.getpixel((50, 300))[2] > 200

    @pytest.mark.parametrize(("size", "kept"), [((4000, 3000), (1600, 1200)), ((900, 3600), (400, 1600))])
    def test_it_is_no_larger_than_a_screen(self, size: tuple[int, int], kept: tuple[int, int]) -> None:
        assert Image.open(BytesIO(as_jpeg(BytesIO(a_picture(size))))).size == kept
        assert max(kept) == LONGEST_SIDE

    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_a_jpeg_and_a_png_become_a_jpeg(self, kind: str) -> None:
        image = Image.open(BytesIO(as_jpeg(BytesIO(a_picture(kind=kind)))))
        assert (image.format, image.size) == ("JPEG", (60, 40))

    @pytest.mark.parametrize(
        "sent",
        [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_picture()[:200], a_picture(kind="GIF")],
        ids=["nothing", "a PDF", "an SVG", "half a picture", "a GIF"],
    )
    def test_what_is_no_picture_is_refused_in_words(self, sent: bytes) -> None:
        with pytest.raises(ValidationError, match="This cannot be read as a picture. Choose a JPEG or PNG."):
            as_jpeg(BytesIO(sent))

    def test_one_with_more_points_than_any_phone_takes_is_refused_before_it_is_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(photos, "MOST_PIXELS", 1000)
        with pytest.raises(ValidationError, match="too large"):
            as_jpeg(BytesIO(a_picture()))


@pytest.fixture
def day(db: None) -> PlacementDay:
    return a_day(a_placement(provider="Groundwork"), some_reparation())


def add(client: Client, day: PlacementDay, sent: bytes, name: str = "IMG_2041.jpg", **typed: str) -> HttpResponse:
    file = SimpleUploadedFile(name, sent)
    return client.post(reverse("restorative:photo-add", args=[day.pk]), {"file": file, "nobody": "on"} | typed)


class TestAdding:
    def test_it_is_kept_and_shown_on_the_page_of_the_session(self, client_for: ClientFor, day: PlacementDay) -> None:
        worker = client_for(Role.WORKER)
        response = add(worker, day, from_a_phone(), shows="Railings, painted")
        assert response["Location"] == reverse("restorative:session-day", args=[day.pk])
        photo = WorkPhoto.objects.get()
        assert (photo.day, photo.shows) == (day, "Railings, painted")
        assert photo.digest == hashlib.sha256(photo.picture.jpeg).hexdigest()
        page = worker.get(response["Location"]).content.decode()
        assert f'src="{photo.get_absolute_url()}"' in page
        assert 'alt="Railings, painted"' in page
        assert "IMG_2041" not in page

    def test_somebody_must_say_that_no_child_is_in_it(self, client_for: ClientFor, day: PlacementDay) -> None:
        response = add(client_for(Role.WORKER), day, a_picture(), nobody="")
        assert "Look at the picture, and confirm that no child is in it." in response.content.decode()
        assert not WorkPhoto.objects.exists()

    def test_sent_twice_it_is_there_once(self, client_for: ClientFor, day: PlacementDay) -> None:
        worker = client_for(Role.WORKER)
        for _ in range(2):
            assert add(worker, day, a_picture()).status_code == 302
        assert (WorkPhoto.objects.count(), Picture.objects.count()) == (1, 1)

    def test_what_is_too_large_or_one_too_many_is_said_so(
        self, client_for: ClientFor, day: PlacementDay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        worker = client_for(Role.WORKER)
        for number in range(MOST_OF_A_DAY):
            add(worker, day, a_picture((60 + number, 40)))
        assert f"There are {MOST_OF_A_DAY} photographs" in add(worker, day, a_picture((90, 90))).content.decode()
        monkeypatch.setattr(photos, "LARGEST", 100)
        assert "This is larger than 15 MB." in add(worker, day, a_picture()).content.decode()

    def test_a_session_to_come_has_no_work_to_show(self, client_for: ClientFor, day: PlacementDay) -> None:
        later = a_day(day.placement, on=today().replace(year=today().year + 1))
        assert add(client_for(Role.WORKER), later, a_picture()).status_code == 404

    def test_no_file_of_it_lies_anywhere(self, client_for: ClientFor, day: PlacementDay) -> None:
        before = set(settings.YJS_DATA.rglob("*"))
        add(client_for(Role.WORKER), day, a_picture())
        assert set(settings.YJS_DATA.rglob("*")) == before


class TestSeeing:
    @pytest.fixture
    def photo(self, day: PlacementDay) -> WorkPhoto:
        photo, _ = keep_photo(day=day, jpeg=as_jpeg(BytesIO(a_picture())), shows="", by=UserFactory())
        return photo

    def test_it_is_a_jpeg_whatever_was_sent_and_the_looking_is_logged(
        self, client_for: ClientFor, photo: WorkPhoto
    ) -> None:
        before = AccessEvent.objects.count()
        response = client_for(Role.ANALYST).get(photo.get_absolute_url())
        assert response.content == photo.picture.jpeg
        assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert "no-store" in response["Cache-Control"]
        event = AccessEvent.objects.latest("pk")
        assert AccessEvent.objects.count() > before
        assert (event.page, event.act) == ("restorative:photo", "looked")

    @pytest.mark.parametrize("role", [Role.BOARD, Role.ADMINISTRATOR])
    def test_others_are_refused(self, client_for: ClientFor, photo: WorkPhoto, role: Role) -> None:
        assert client_for(role).get(photo.get_absolute_url()).status_code == 403

    def test_a_provider_s_staff_see_those_of_their_own_placements(
        self, client_for: ClientFor, photo: WorkPhoto
    ) -> None:
        provider = client_for(Role.PROVIDER)
        assert provider.get(photo.get_absolute_url()).status_code == 200
        elsewhere, _ = keep_photo(day=a_day(a_placement("Canal")), jpeg=b"x", shows="", by=UserFactory())
        assert provider.get(elsewhere.get_absolute_url()).status_code == 404

    def test_taken_away_no_version_has_the_picture(self, client_for: ClientFor, photo: WorkPhoto) -> None:
        page = reverse("restorative:photo-remove", args=[photo.pk])
        response = client_for(Role.WORKER).post(page, {"reason": "A boy can be seen in the window", "version": 1})
        assert response["Location"] == reverse("restorative:session-day", args=[photo.day_id])
        assert not Picture.objects.exists()
        last = WorkPhoto.history.latest("history_id")
        assert (last.history_type, last.history_change_reason) == ("-", "A boy can be seen in the window")
        assert "jpeg" not in {field.name for field in WorkPhoto.history.model._meta.fields}
