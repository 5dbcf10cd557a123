"""Letters to a victim: shown with their fields filled, and taken out as Word."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from restorative.letters import Letter, templates
from restorative.models import Channel
from restorative.views.of_a_victim import OfAVictim
from yjs.documents.formats import FORMATS
from yjs.people.access import Requires


class LetterDetail(OfAVictim, Requires, TemplateView):
    """One letter as it would be sent. Sent for, it comes as a Word file, unless they must not be contacted."""

    template_name = "restorative/letter_detail.html"

    @cached_property
    def letter(self) -> Letter:
        template = templates().get(self.kwargs["slug"])
        if template is None:
            raise Http404
        return Letter(template, self.path, settings.SERVICE_NAME, self.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.letter.may_be_written:
            return self.get(request, *args, **kwargs)
        word = FORMATS["docx"]
        self.log_detail = f"letter: {self.letter.template.slug}"
        headers = {"Content-Disposition": f'attachment; filename="{self.letter.file_name}"'}
        return HttpResponse(word.render(self.letter.document()), content_type=word.content_type, headers=headers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = f"?kind={self.letter.template.step}&channel={Channel.LETTER}"
        return super().get_context_data(letter=self.letter, path=self.path, record_query=query, **kwargs)
