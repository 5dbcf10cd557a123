"""Bringing in the tracker workbook people keep, and the file in which the police notify offences."""

from __future__ import annotations

from django.urls import path

from disposals.imports.layouts import POLICE, TRACKER
from disposals.views.import_steps import ImportColumns, ImportFile, ImportPreview, ImportWords


class TrackerImport(ImportFile):
    """The tracker workbook is chosen."""

    layout = TRACKER


class TrackerColumns(ImportColumns):
    """The columns of a tracker workbook are matched."""

    layout = TRACKER


class TrackerWords(ImportWords):
    """The outcomes of a tracker workbook are matched to the kinds of disposal."""

    layout = TRACKER


class TrackerPreview(ImportPreview):
    """A tracker workbook is looked over and stored."""

    layout = TRACKER


class PoliceImport(ImportFile):
    """The police's file is chosen."""

    layout = POLICE


class PoliceColumns(ImportColumns):
    """The columns of the police's file are matched."""

    layout = POLICE


class PolicePreview(ImportPreview):
    """The police's file is looked over and stored: what is matched as offences, the rest in the queue."""

    layout = POLICE


urlpatterns = [
    path("imports/tracker/", TrackerImport.as_view(), name="tracker-import"),
    path("imports/tracker/<slug:name>/", TrackerPreview.as_view(), name="tracker-preview"),
    path("imports/tracker/<slug:name>/columns/", TrackerColumns.as_view(), name="tracker-columns"),
    path("imports/tracker/<slug:name>/outcomes/", TrackerWords.as_view(), name="tracker-words"),
    path("imports/police/", PoliceImport.as_view(), name="police-import"),
    path("imports/police/<slug:name>/", PolicePreview.as_view(), name="police-preview"),
    path("imports/police/<slug:name>/columns/", PoliceColumns.as_view(), name="police-columns"),
]
