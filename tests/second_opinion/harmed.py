"""Random victims, work with them, and reparation, beside the random histories of children."""

from datetime import date

from hypothesis import strategies as st

from tests.second_opinion.days import add_days
from tests.second_opinion.harm import after_working_days
from tests.second_opinion.histories import services
from tests.second_opinion.questions import SHAPES, days_of, period_about


Records = dict[str, list[dict]]
Period = tuple[date, date]

FILES = ("victims", "victim_contacts", "restorative_processes", "reparation", "reparation_sessions")
STEPS = ["attempt", "contacted", "contacted", "consent", "view_sought", "view_sought", "offered"]
ANSWERED = ["informed", "support_information"]
FORMS = {"direct": ["meeting", "reparation_to_victim", ""], "indirect": ["letter", "messages", "an elsewhere form"]}
ANSWERS = st.sampled_from([True, True, False, None])
LAGS = [None, None, None, 0, 2, 40, 400]
LONG = ["financial year", "calendar year", "year to", "year from"]
HALF_HOURS = st.integers(1, 12).map(lambda halves: halves / 2)
A_FEW = st.integers(0, 3)


@st.composite
def services_with_victims(draw: st.DrawFn) -> Records:
    """A service of children with up to three victims and three orders to make good; some records in two versions."""
    records = draw(services()) | {file: [] for file in FILES}
    gone = {row["child_ref"] for row in records["children"] if row.get("deleted")}
    children = sorted({row["child_ref"] for row in records["children"]} - gone)
    days = st.sampled_from(days_of(records)).flatmap(
        lambda day: st.sampled_from([0, 0, 0, -1, 1, 14, 200]).map(lambda more: add_days(day, more))
    )
    dealt_with = [row for row in records["disposals"] if not row.get("deleted") and row["child_ref"] not in gone]
    offences = sorted({ref for row in dealt_with for ref in row["offence_refs"]})
    if offences:
        _end_programmes(draw, records, dealt_with, days)
        for number in range(draw(A_FEW)):
            _add_victim(draw, records, f"V{number}", offences, children, days)
    for number in range(draw(A_FEW) if children else 0):
        _add_reparation(draw, records, f"R{number}", draw(st.sampled_from(children)), days)
    return records


@st.composite
def harm_periods(draw: st.DrawFn, records: Records) -> Period:
    """Mostly about a day of the work with victims, of reparation, or of the end of a programme."""
    of = {file: records[file] for file in (*FILES, "interventions")}
    return period_about(draw(st.sampled_from(days_of(of))), draw(st.sampled_from([*SHAPES, *LONG, *LONG])))


def _end_programmes(draw: st.DrawFn, records: Records, disposals: list[dict], days: st.SearchStrategy[date]) -> None:
    """Work after most of the disposals, which has ended."""
    for row in disposals:
        if draw(st.integers(0, 2)):
            started_on = add_days(row["imposed_on"], draw(st.sampled_from([0, 7, 21])))
            work = {
                "intervention_ref": f"{row['disposal_ref']}-harm",
                "child_ref": row["child_ref"],
                "kind": "court_order",
                "programme": "",
                "disposal_ref": row["disposal_ref"],
                "started_on": started_on,
                "planned_end_on": None,
                "ended_on": max(started_on, draw(days)),
                "completed": None,
                "worker": "",
                "recorded_on": None,
            }
            records["interventions"].append(work)


def _keep(draw: st.DrawFn, records: Records, file: str, own_date: date, row: dict, **corrected: object) -> None:
    """A row, known since ever or late; and now and then a later version of it."""
    lag = draw(st.sampled_from(LAGS))
    known = None if lag is None else add_days(own_date, lag)
    records[file].append({**row, "recorded_on": known})
    if corrected and draw(st.integers(0, 3)) == 0:
        again = add_days(known or own_date, draw(st.sampled_from([1, 30, 300])))
        records[file].append({**row, **corrected, "recorded_on": again})


def _add_victim(
    draw: st.DrawFn,
    records: Records,
    ref: str,
    offences: list[str],
    children: list[str],
    days: st.SearchStrategy[date],
) -> None:
    some = st.lists(st.sampled_from(offences), min_size=1, max_size=2, unique=True)
    row = {
        "victim_ref": ref,
        "offence_refs": draw(some),
        "kind": draw(st.sampled_from(["person", "person", "business", "public_body", ""])),
        "is_child": draw(ANSWERS),
        "details_from_police_on": draw(st.none() | days),
        "recorded_on": None,
    }
    records["victims"].append(row)
    # The days on which an answer turns: the decision on one of the offences, the start of the work and the days between;
    # the last day for the first contact.
    decided = [
        add_days(each["imposed_on"], more)
        for each in records["disposals"]
        for more in (0, 3, 7)
        if not each.get("deleted") and set(each["offence_refs"]) & set(row["offence_refs"])
    ]
    told = row["details_from_police_on"]
    last = [after_working_days(told)] if told else []
    edges = {"view_sought": decided, "contacted": last, "consent": last}
    if draw(st.integers(0, 3)) == 0:
        records["victims"].append({**row, "offence_refs": draw(some), "recorded_on": draw(days)})
    if draw(st.booleans()):
        # Consent given and taken back, or first refused; now and then on one day.
        on = draw(days)
        for number, answer in enumerate(draw(st.permutations([True, False]))):
            step = {"contact_ref": f"{ref}-C{number}", "victim_ref": ref, "kind": "consent", "answer": answer}
            records["victim_contacts"].append({**step, "on": on, "recorded_on": None})
            on = draw(st.just(on) | days)
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from([*STEPS, *ANSWERED]))
        on = draw(st.sampled_from(edges[kind])) if edges.get(kind) and draw(st.booleans()) else draw(days)
        answer = draw(ANSWERS) if kind in ("consent", *ANSWERED) else None
        step = {"contact_ref": f"{ref}-{number}", "victim_ref": ref, "kind": kind, "on": on, "answer": answer}
        _keep(draw, records, "victim_contacts", on, step, answer=None if answer is None else not answer)
    for number in range(draw(A_FEW) if children else 0):
        kind, on = draw(st.sampled_from(list(FORMS))), draw(days)
        process = {
            "process_ref": f"{ref}-P{number}",
            "victim_ref": ref,
            "child_ref": draw(st.sampled_from(children)),
            "kind": kind,
            "form": draw(st.sampled_from(FORMS[kind])),
            "held_on": on,
            "victim_satisfied": draw(ANSWERS),
            "child_satisfied": draw(ANSWERS),
        }
        _keep(draw, records, "restorative_processes", on, process, held_on=draw(days))


def _add_reparation(draw: st.DrawFn, records: Records, ref: str, child: str, days: st.SearchStrategy[date]) -> None:
    referred = draw(days)
    row = {
        "reparation_ref": ref,
        "child_ref": child,
        "hours_owed": draw(HALF_HOURS),
        "referred_on": referred,
        "ended_on": draw(st.none() | st.sampled_from([0, 30, 365]).map(lambda more: add_days(referred, more))),
        "disposal_ref": "",
        "recorded_on": None,
    }
    records["reparation"].append(row)
    if draw(st.integers(0, 3)) == 0:
        later = add_days(referred, draw(st.sampled_from([1, 90])))
        records["reparation"].append({**row, "hours_owed": draw(HALF_HOURS), "recorded_on": later})
    for number in range(draw(A_FEW)):
        on, came, offered = add_days(referred, draw(st.sampled_from([0, 7, 60]))), draw(ANSWERS), draw(HALF_HOURS)
        there = draw(st.sampled_from([offered, offered / 2, None])) if came else None
        session = {
            "session_ref": f"{ref}-{number}",
            "reparation_ref": ref,
            "held_on": on,
            "placement": "Allotment",
            "hours_offered": offered,
            "attended": came,
            "hours_attended": there,
            "hours_credited": there,
            "absence": "" if came is not False else draw(st.sampled_from(["", "acceptable", "unacceptable"])),
        }
        _keep(draw, records, "reparation_sessions", on, session, attended=None, hours_attended=None)
