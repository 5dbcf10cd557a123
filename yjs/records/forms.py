"""The form of a record: it knows the version it was opened on, asks why it is changed, and makes one record once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.forms.boundfield import BoundField
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils import timezone

from yjs.people.models import User
from yjs.records.days import day_in_words
from yjs.records.fields import as_people_type
from yjs.records.record import Record, Stale, keep


CHANGED_MEANWHILE = "Somebody else changed this record while you had it open. Yours is not saved yet."


class RecordForm(forms.ModelForm):
    """What a person types to add a record or correct it. A form of its own names a model and its `fields`.

    Adding: the form carries the new record's reference, signed; sent twice, it makes one record.
    Correcting: it carries the version it was opened on, and a save over somebody else's is refused with both texts.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    made_as = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Why are you changing this?",
        max_length=500,
        help_text="For example: the date was written wrong. It is kept with the change.",
        error_messages={"required": "Say why you are changing this."},
    )

    # By name, whatever kind of field it is.
    fields: Any
    # What is seldom asked stands folded under a title, unless something in it is answered or wrong.
    folded: tuple[str, ...] = ()
    folded_title = ""

    class Meta:
        formfield_callback = as_people_type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        self.already_made: Record | None = None
        self.differs_from: Record | None = None
        self.stale: list[tuple[str, str, str]] = []
        self.is_stale = False
        self.saved_by = ""
        if self.is_new:
            del self.fields["version"], self.fields["reason"]
            self.initial["made_as"] = self._signer.sign(getattr(self.instance, "ref", ""))
        else:
            del self.fields["made_as"]
            self.initial["version"] = self.instance.version
        for field in self.fields.values():
            field.error_messages.setdefault("required", "")
            if field.error_messages["required"] in ("", forms.Field.default_error_messages["required"]):
                field.error_messages["required"] = f"{field.label} is needed."
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                # A browser that remembers what was typed into a form would remember children's names.
                field.widget.attrs.setdefault("autocomplete", "off")

    @property
    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"{type(self).__module__}.{type(self).__name__}")

    @property
    def asked(self) -> list[str]:
        """The fields that are the record's own."""
        return [name for name in self.fields if name not in ("version", "made_as", "reason")]

    @property
    def main_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.folded]

    @property
    def is_fold_open(self) -> bool:
        return any(field.errors or field.value() not in (None, "") for field in self.folded_fields)

    @property
    def is_only_stale(self) -> bool:
        """Whether somebody else's save is all that stands in the way: then the two texts are shown, and no more."""
        return self.is_stale and list(self.errors) == [NON_FIELD_ERRORS] and len(self.non_field_errors()) == 1

    def clean_made_as(self) -> str:
        sent = self.cleaned_data["made_as"]
        try:
            ref = self._signer.unsign(sent) if sent else ""
        except signing.BadSignature:
            raise ValidationError("This form is not as it was shown to you. Open the page again.") from None
        if ref:
            self.instance.ref = ref
        return sent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.is_new and cleaned.get("version") != self.instance.version:
            self.lay_beside(self.instance)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        self.find_already_made()
        if self.differs_from is not None:
            self.refuse_as_recorded()

    def refuse_as_recorded(self) -> None:
        """Say that another record is kept under the same key."""
        kind = self.instance._meta.verbose_name
        self.add_error(None, f"This {kind} is already recorded, with other details. Yours is not saved.")

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a field that this form does not ask for is said of the whole."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(name if name in self.fields else None, errors)
        else:
            super().add_error(field, error)

    def find_already_made(self) -> None:
        """The record that is already kept under the same key: this very form sent again, or another's."""
        model = type(self.instance)
        key = {name: getattr(self.instance, name) for name in model.key}
        same = model._default_manager.filter(**key).exclude(pk=self.instance.pk).first()
        if same is None:
            return
        names = [f.attname for f in model._meta.concrete_fields if f.editable and not f.primary_key]
        is_alike = self.is_new and all(getattr(same, name) == getattr(self.instance, name) for name in names)
        self.already_made, self.differs_from = (same, None) if is_alike else (None, same)

    def lay_beside(self, saved: Record) -> None:
        """Refuse a save over somebody else's, and lay both texts side by side.

        What the person typed stays typed; what they had left alone takes the text that is saved now.
        """
        opened = saved.history.filter(version=self.cleaned_data.get("version")).first()
        before = self._values(opened.instance) if opened else {}
        now = self._values(saved)
        data: Any = cast(QueryDict, self.data).copy()
        for name in self.asked:
            field, typed = self.fields[name], self[name].data
            if not field.has_changed(now.get(name), typed):
                continue
            label, yours, theirs = str(field.label), _shown(field, typed), _shown(field, now.get(name))
            if name in before and not field.has_changed(before[name], typed):
                label += " (you left this as it was: what is saved now is below)"
                _put(data, self.add_prefix(name), field, now.get(name))
            self.stale.append((label, yours, theirs))
        data[self.add_prefix("version")] = str(saved.version)
        self.data = data
        self.is_stale = True
        self.saved_by = who_and_when(saved.history.order_by("history_id").last())
        self.add_error(None, CHANGED_MEANWHILE)

    def _values(self, record: Record) -> dict[str, Any]:
        return model_to_dict(record, fields=self.asked)

    def save(self, commit: bool = True, *, by: User | None = None) -> Record:
        """Keep the record and its version; the reason is kept with it. Raises `Stale` like `keep`."""
        record = super().save(commit=False)
        keep(record, by=by, reason=self.cleaned_data.get("reason", ""))
        return record

    def kept(self, *, by: User) -> bool:
        """Save, and tell whether the record is kept. Where somebody was quicker, the form now says what they did."""
        if self.already_made is not None:
            return True
        try:
            with transaction.atomic():
                self.save(by=by)
        except Stale as stale:
            self.lay_beside(stale.saved_now)
        except (IntegrityError, ValidationError) as error:
            self.find_already_made()
            if self.already_made is not None:
                return True
            if self.differs_from is None and isinstance(error, IntegrityError):
                raise
            if self.differs_from is None:
                self.add_error(None, error)
            else:
                self.refuse_as_recorded()
        return not self.errors

    def notices(self) -> list[str]:
        """What is unlikely about the record as it is now kept."""
        return [str(fault) for fault in self.instance.faults() if not fault.is_error]


class RemoveForm(forms.Form):
    """Why a record is taken away, and which version of it was looked at before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why are you removing this?",
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For example: it was recorded twice. It is kept with what was removed.",
        error_messages={"required": "Say why you are removing this."},
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.initial["version"] = record.version

    def clean_version(self) -> int:
        version = self.cleaned_data["version"]
        if version != self.record.version:
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("version")] = str(self.record.version)
            self.data = data
            raise ValidationError(
                "Somebody else changed this record while you had it open. Read it again before you remove it."
            )
        return version


def who_and_when(version: Any) -> str:
    """Who saved a version, and when: "Jo Ellis saved it on 4 May 2026 at 10:42"."""
    if version is None:
        return ""
    at = timezone.localtime(version.saved_at)
    return f"{version.history_user or 'The service itself'} saved it on {day_in_words(at.date())} at {at:%H:%M}"


def _shown(field: forms.Field, value: Any) -> str:
    """A value of a field, typed or kept, in the words the page uses for it."""
    if value is None:
        return ""
    if isinstance(field, forms.ChoiceField):
        words = _words(field.choices)
        values = value if isinstance(value, list | tuple) else [field.prepare_value(value)]
        return "; ".join(words.get(str(one), str(one)) for one in values if one != "")
    return str(field.widget.format_value(field.prepare_value(value)) or "")


def _words(choices: Any) -> dict[str, str]:
    """The words of choices, those in groups among them."""
    found: dict[str, str] = {}
    for value, words in choices:
        found |= _words(words) if isinstance(words, list | tuple) else {str(value): str(words)}
    return found


def _put(data: Any, name: str, field: forms.Field, value: Any) -> None:
    """Put a kept value where a typed one was."""
    if isinstance(value, list):
        data.setlist(name, [str(one) for one in value])
    elif isinstance(field, forms.ChoiceField):
        data[name] = str(field.prepare_value(value) or "")
    else:
        data[name] = _shown(field, value)
