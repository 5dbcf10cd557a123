"""What people type to sign in, and what an administrator types about a person."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from yjs.people.models import User
from yjs.people.permissions import Role


NEEDED = {
    "username": "Give the user name.",
    "password": "Give the password.",
    "name": "Give the name.",
    "role": "Choose a role.",
    "password1": "Give a first password.",
    "password2": "Give the first password again.",
    "old_password": "Give the password you have now.",
    "new_password1": "Give a new password.",
    "new_password2": "Give the new password again.",
}
NOT_TOGETHER = "That user name and password do not go together. Check both; capital letters matter."


def ask_by_name(form: Any) -> None:
    """Name what is missing where an answer is."""
    for name, field in form.fields.items():
        field.error_messages["required"] = NEEDED.get(name, field.error_messages["required"])


def ask_which_provider(form: Any) -> None:
    """Say when a provider is named, and which there are: what is referred to it goes by its name."""
    known = User.objects.exclude(provider="").order_by("provider").values_list("provider", flat=True).distinct()
    there_are = f" Those whose staff sign in here: {', '.join(known)}." if known else ""
    form.fields["provider"].help_text = f"Only for a provider’s staff: whom they work for.{there_are}"


class SignInForm(AuthenticationForm):
    """User name and password. Whether it was the name or the password that was wrong is not said."""

    error_messages = {"invalid_login": NOT_TOGETHER, "inactive": NOT_TOGETHER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        ask_by_name(self)


class OwnPasswordForm(PasswordChangeForm):
    """A person's new password, typed twice, and the one it takes the place of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["new_password2"].help_text = "Type the new password once more."
        ask_by_name(self)


class PersonAddForm(UserCreationForm):
    """Somebody new, with a first password to hand over in person."""

    role = forms.ChoiceField(choices=Role, widget=forms.RadioSelect)

    class Meta(UserCreationForm.Meta):
        model = User
        fields: ClassVar = ("name", "username", "contact", "role", "provider")
        labels: ClassVar = {"name": "Name", "username": "User name"}
        help_texts: ClassVar = {"username": "What they type to sign in."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password1"].label = "First password"
        self.fields["password1"].help_text = " ".join(
            [*password_validators_help_texts(), "They choose their own once they have signed in."]
        )
        self.fields["password2"].label = "First password again"
        self.fields["password2"].help_text = ""
        ask_which_provider(self)
        ask_by_name(self)


class PersonChangeForm(forms.ModelForm):
    """Somebody's role, and whether they still work here. Nobody changes their own."""

    role = forms.ChoiceField(choices=Role, widget=forms.RadioSelect)
    is_active = forms.BooleanField(
        label="May sign in",
        required=False,
        help_text="Take this away when somebody leaves. Their lines in the log stay.",
    )
    new_password = forms.CharField(
        label="New first password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Only when they have forgotten theirs.",
    )
    # What the page showed when it was opened: one administrator does not undo another's change unseen.
    opened_with = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields: ClassVar = ["name", "contact", "role", "provider", "is_active"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._saved = _shown(self.instance)
        self.initial["opened_with"] = self._saved
        ask_which_provider(self)
        ask_by_name(self)
        if self.instance == by:
            for field in ("role", "provider", "is_active", "new_password"):
                self.fields[field].disabled = True
            self.fields["role"].help_text = "Your own role is for another administrator to change."
            self.fields["new_password"].help_text = "Change your own on the page for it."

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("opened_with") != self._saved:
            self.data = {**dict(self.data.items()), "opened_with": self._saved}
            raise ValidationError(
                "Somebody else changed this person while you had the page open. They are now saved as: "
                "%(saved)s. Change yours where it should give way, then save again.",
                params={"saved": self._saved},
            )
        return cleaned

    def save(self, commit: bool = True) -> User:
        if self.cleaned_data["new_password"]:
            self.instance.set_password(self.cleaned_data["new_password"])
        return super().save(commit)


def _shown(person: User) -> str:
    known = ", ".join(filter(None, (person.name, person.contact, person.role_in_words)))
    return f"{known}, {'may' if person.is_active else 'may not'} sign in"
