"""Photographs of the work done in a session. There is no child in them, and nothing but the picture is kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from restorative.models.placement import PlacementDay
from restorative.models.walled import Referred
from yjs.people.permissions import May


class WorkPhoto(Referred):
    """That a photograph was taken of the work done in a session, and what it shows; the picture itself stands apart."""

    key: ClassVar = ("day", "digest")
    uncounted: ClassVar = ("shows", "digest")
    seen_with: ClassVar[May] = May.SEE_REPARATION
    provider_path: ClassVar = "day__placement__provider"

    day = models.ForeignKey(PlacementDay, on_delete=models.PROTECT, verbose_name="session")
    shows = models.CharField("what it shows", max_length=100, blank=True)
    digest = models.CharField("fingerprint of the picture", max_length=64, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = "photograph of the work"
        verbose_name_plural = "photographs of the work"
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="a_picture_is_kept_once_in_a_session")]

    def __str__(self) -> str:
        return self.shows or "Photograph of the work"

    def get_absolute_url(self) -> str:
        return reverse("restorative:photo", args=[self.pk])


class Picture(models.Model):
    """The picture of a photograph. It has no versions: one in which somebody can be seen after all must go altogether."""

    photo = models.OneToOneField(WorkPhoto, on_delete=models.CASCADE, primary_key=True)
    jpeg = models.BinaryField()

    def __str__(self) -> str:
        return f"Picture {self.pk}"
