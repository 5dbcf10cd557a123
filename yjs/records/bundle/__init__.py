"""The case bundle: how records come in and go out, as a folder or a zip of CSV files, or a workbook."""

from yjs.records.bundle.check import Checked, check_bundle
from yjs.records.bundle.problems import Problem
from yjs.records.bundle.store import Report, report_on, store
from yjs.records.bundle.write import Export


__all__ = ["Checked", "Export", "Problem", "Report", "check_bundle", "report_on", "store"]
