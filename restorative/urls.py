"""The addresses of the victims' side and of reparation."""

from django.urls import URLPattern, URLResolver, path

from restorative.views import (
    contacts,
    exceptions,
    letters,
    processes,
    released,
    reparation_urls,
    sample,
    texts,
    victims,
)


app_name = "restorative"

urlpatterns: list[URLPattern | URLResolver] = [
    path("victims/", victims.VictimList.as_view(), name="victim-list"),
    path("victims/add/", victims.VictimAdd.as_view(), name="victim-add"),
    path("victims/sample/", sample.VictimSample.as_view(), name="victim-sample"),
    path("victims/sample.csv", sample.VictimSampleFile.as_view(code="csv"), name="victim-sample-csv"),
    path("victims/sample.xlsx", sample.VictimSampleFile.as_view(code="xlsx"), name="victim-sample-xlsx"),
    path("victims/exceptions/", exceptions.ExceptionList.as_view(), name="exception-list"),
    path("victims/exceptions/<slug:slug>/", exceptions.ExceptionDetail.as_view(), name="exception-detail"),
    path("victims/texts/", texts.TextList.as_view(), name="text-list"),
    path("victims/<int:pk>/", victims.VictimDetail.as_view(), name="victim-detail"),
    path("victims/<int:pk>/change/", victims.VictimChange.as_view(), name="victim-change"),
    path("victims/<int:pk>/remove/", victims.VictimRemove.as_view(), name="victim-remove"),
    path("victims/<int:pk>/do-not-contact/", victims.VictimDoNotContact.as_view(), name="victim-do-not-contact"),
    path("victims/<int:pk>/tried/", contacts.ContactAttempt.as_view(), name="contact-attempt"),
    path("victims/<int:pk>/contacts/add/", contacts.ContactAdd.as_view(), name="contact-add"),
    path("contacts/<int:pk>/change/", contacts.ContactChange.as_view(), name="contact-change"),
    path("contacts/<int:pk>/remove/", contacts.ContactRemove.as_view(), name="contact-remove"),
    path("victims/<int:pk>/processes/add/", processes.ProcessAdd.as_view(), name="process-add"),
    path("processes/<int:pk>/change/", processes.ProcessChange.as_view(), name="process-change"),
    path("processes/<int:pk>/remove/", processes.ProcessRemove.as_view(), name="process-remove"),
    path("victims/<int:pk>/released/add/", released.ReleasedAdd.as_view(), name="released-add"),
    path("released/<int:pk>/change/", released.ReleasedChange.as_view(), name="released-change"),
    path("released/<int:pk>/remove/", released.ReleasedRemove.as_view(), name="released-remove"),
    path("victims/<int:pk>/letters/<slug:slug>/", letters.LetterDetail.as_view(), name="letter-detail"),
    *reparation_urls.urlpatterns,
]
