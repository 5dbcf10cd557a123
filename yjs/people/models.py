"""The people who sign in, and the log of what each of them looked at and did."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac

from yjs.people.permissions import ROLES, May, Role


WHICH_PROVIDER = (
    "Name the provider they work for. Somebody who works for the service itself has another role: choose that instead."
)
NO_PROVIDER = "Only a provider’s staff have a provider. Leave this empty, or choose the role Provider's staff."


class User(AbstractUser):
    """A person who signs in: somebody who works in the service or oversees it, in one role at a time."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    name = models.CharField("name", max_length=150, help_text="As colleagues know them.")
    role = models.CharField(max_length=20, choices=Role)
    provider = models.CharField(
        "provider", max_length=100, blank=True, help_text="For a provider's staff: who they work for."
    )
    contact = models.CharField(
        "phone or email at work",
        max_length=150,
        blank=True,
        help_text="It stands under the letters they write to victims.",
    )

    REQUIRED_FIELDS: ClassVar = ["name", "role"]

    class Meta:
        ordering: ClassVar = ["name", "username"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role_is_on_the_list"),
            models.CheckConstraint(
                condition=models.Q(role=Role.PROVIDER) ^ models.Q(provider=""), name="only_a_provider_s_staff_have_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def clean(self) -> None:
        super().clean()
        self.provider = " ".join(self.provider.split())
        if self.role == Role.PROVIDER and not self.provider:
            raise ValidationError({"provider": WHICH_PROVIDER})
        if self.role in Role.values and self.role != Role.PROVIDER and self.provider:
            raise ValidationError({"provider": NO_PROVIDER})
        # What is referred goes by the provider's name: colleagues see the same rows only under the same spelling.
        if self.provider:
            others = User.objects.filter(provider__iexact=self.provider).exclude(pk=self.pk)
            self.provider = others.values_list("provider", flat=True).first() or self.provider

    @property
    def role_in_words(self) -> str:
        """The role, and of a provider's staff the provider they work for."""
        return ", ".join(filter(None, (self.get_role_display(), self.provider)))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def may(self, what: May) -> bool:
        """Whether this person's role allows it. Nothing else does: there are no superusers here."""
        return self.is_active and what in ROLES[Role(self.role)]

    @property
    def typing_key(self) -> str:
        """What locks the words this person types until they are saved. Only their own pages, signed in, carry it."""
        return salted_hmac("yjs.people.models.User.typing", str(self.pk), algorithm="sha256").hexdigest()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # A session belongs to a password and a role: change either and it is over.
        return salted_hmac(
            "yjs.people.models.User.session",
            f"{self.password} {self.role}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Act(models.TextChoices):
    """What somebody did with personal data, in the words of the log."""

    COLLECTED = "collected", "Recorded"
    IMPORTED = "imported", "Brought in"
    CHANGED = "changed", "Changed"
    LOOKED = "looked", "Looked"
    SEARCHED = "searched", "Searched"
    EXPORTED = "exported", "Took out or passed on"
    COMBINED = "combined", "Combined"
    ERASED = "erased", "Erased"
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    NOT_SIGNED_IN = "not_signed_in", "Failed to sign in"
    REFUSED = "refused", "Was refused"
    ROLE_CHANGED = "role_changed", "Gave a role"


# Data Protection Act 2018, s.62(1): what must be logged, and the acts that log it.
SECTION_62: dict[str, tuple[Act, ...]] = {
    "collection": (Act.COLLECTED, Act.IMPORTED),
    "alteration": (Act.CHANGED,),
    "consultation": (Act.LOOKED, Act.SEARCHED),
    "disclosure (including transfers)": (Act.EXPORTED,),
    "combination": (Act.COMBINED,),
    "erasure": (Act.ERASED,),
}


class AccessEvent(models.Model):
    """One line of the log: who did what, when, on which page, and which children they saw.

    Lines are only ever added, by `yjs.people.chain.append`; the database refuses to change or remove one.
    Each carries the hash of the line before it. There are no foreign keys: a line outlives the person and the
    child. Children go by their references; a name is never written here.
    """

    id = models.BigIntegerField("line", primary_key=True)
    at = models.DateTimeField("when", db_index=True)
    username = models.CharField("who", max_length=150, blank=True, db_index=True)
    role = models.CharField(max_length=20, blank=True)
    act = models.CharField("what", max_length=20, choices=Act)
    page = models.CharField(max_length=100, blank=True)
    path = models.CharField("address", max_length=500, blank=True)
    subjects = models.JSONField("children", default=list, blank=True)
    detail = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-id"]
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.id}: {self.username or 'the service'}, {self.get_act_display().lower()}"
