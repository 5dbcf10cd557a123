"""What the victim worker found where a text of the child's side seemed to name a victim."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from restorative.models.victim import Victim
from restorative.models.walled import Walled


class Finding(models.TextChoices):
    NOT_THE_VICTIM = "not_the_victim", "It is not the victim"
    SEEN_TO = "seen_to", "It is, and it is being put right"


class LookedAt(Walled):
    """A record of the child's side in which a victim seemed to be named, and what came of looking at it.

    It is about the very words: `digest` is their mark, and when they change it is looked at again.
    """

    key: ClassVar = ("victim", "record_kind", "record_id")
    uncounted: ClassVar = ("record_kind", "digest")
    provider_path: ClassVar = "victim__provider"

    victim = models.ForeignKey(Victim, on_delete=models.PROTECT)
    record_kind = models.CharField("kind of record", max_length=60)
    record_id = models.PositiveBigIntegerField("record")
    record_version = models.PositiveIntegerField("version of the record")
    digest = models.CharField("mark of the words", max_length=64)
    finding = models.CharField("what was found", max_length=15, choices=Finding)

    class Meta:
        verbose_name = "text looked at"
        verbose_name_plural = "texts looked at"
        constraints = [
            models.UniqueConstraint(fields=["victim", "record_kind", "record_id"], name="looked_at_once_a_record"),
            models.CheckConstraint(condition=models.Q(finding__in=Finding.values), name="finding_is_on_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.get_finding_display()}: {self.record_kind.partition('.')[2]} {self.record_id}"
