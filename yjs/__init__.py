"""A youth justice service records its work once, and every figure anybody quotes comes from those records.

Ten words, each standing on the one before:

    Record          a fact somebody recorded; every version kept with who, when and why yjs.records.record
    Event history   one child's records in the order they happened                     yjs.records.history
    Book            every record as known at one moment, one frame per kind            yjs.records.book
    Term            a word of the field as a function on rows: custodial, imposed_in   <app>/terms.py
    Cohort          the children followed, with their follow-up and waiting dates      reoffending/cohort.py
    Measure         a definition: title, unit, numerator, denominator, reference       <app>/measures/
    Figure          measure x period x as-at: a value and the records behind it        yjs.measures.figure
    Table           figures in rows and columns; its notes come from its measures      yjs.documents.tables
    Document        headings, prose, tables - nothing about paper                      yjs.documents.document
    Format          draws a document: page, PDF, Word, Excel, CSV                      yjs.documents.formats

Floors: each app imports only from the floors below it, and import-linter holds it.

    roof      yjs.urls                    which address opens which page
      6       yjs.plan                    what is said: parts, prose, board, plan
      5       reoffending | restorative   what happened next | for victims: nothing recorded yet
      4       disposals                   what happened: children, offences, disposals, interventions
      3       yjs.documents               how it is laid out and drawn
      2       yjs.measures                what counts: periods, measures, figures
      1       yjs.records                 what was recorded, and when we knew it
    ground    yjs.people                  who, and what they may do

`yjs` is both the ground and the roof, so nothing imports `yjs` itself.
"""
