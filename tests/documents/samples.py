"""A document with everything in it that is hard to lay out."""

from datetime import date

from yjs.documents.document import Cell, Chart, Column, Document, Heading, Prose, Row, Series, Table


YEARS = ("April 2014 to March 2015", "2015/16", "2016/17", "2017/18", "2018/19")


def figure(text: str, value: float | None = None, **more) -> Cell:
    return Cell(text, value, is_number=True, **more)


def row(name: str, *cells: Cell | str, **more) -> Row:
    return Row((Cell(name), *(figure(each) if isinstance(each, str) else each for each in cells)), **more)


def percent(numerator: int, denominator: int, address: str | None = None) -> Cell:
    value = 100 * numerator / denominator
    return figure(
        f"{value:.1f}%",
        value,
        unit="percent",
        decimals=1,
        href=address,
        numerator=numerator,
        denominator=denominator,
        count=denominator,
    )


def pounds(value: int) -> Cell:
    return figure(f"£{value:,}", value, unit="pounds", decimals=0)


TREND = Table(
    "trend",
    "Binary reoffending rate of children in the cohort of each year, beside the family of similar services, "
    "the region and England and Wales, with a caption that is too long for any one line",
    (
        Column("Year", numeric=False),
        Column("Children in the cohort"),
        Column("Children who reoffended"),
        Column("Rate"),
        Column("Family"),
        Column("Region"),
        Column("England and Wales"),
        Column("Reoffences"),
        Column("Reoffences per reoffender"),
    ),
    tuple(
        row(
            year,
            figure(f"{cohort}", cohort, unit="children", decimals=0),
            figure(f"{again}", again, unit="children", decimals=0),
            percent(again, cohort, f"/figures/binary-reoffending-rate/{2014 + place}-{15 + place}/as-at/2019-03-31/"),
            figure("37.9%", 37.9, unit="percent", decimals=1),
            figure("39.2%", 39.2, unit="percent", decimals=1),
            figure("[x]", marker="[x]"),
            figure("[c]", marker="[c]") if place == 2 else figure("1,042", 1042, unit="reoffences", decimals=0),
            figure("3.47", 3.4666667, unit="reoffences", decimals=2, marker="[p]" if place == 4 else ""),
        )
        for place, (year, cohort, again) in enumerate(
            zip(YEARS, (112, 98, 104, 91, 26), (41, 37, 40, 30, 5), strict=True)
        )
    ),
    notes=(
        "Children in the cohort: those released from custody, sentenced in court without custody, or cautioned in the period.",
        "Of those, the children with a reoffence within 12 months that was proven within those 12 months or the 6 that follow.",
        "Guide to proven reoffending statistics, Ministry of Justice, edition April 2019.",
    ),
)

LONG = Table(
    "each-programme",
    "Eighty programmes",
    (Column("Programme", numeric=False), Column("Children"), Column("Share")),
    tuple(row(f"Programme {number}", figure(str(number), number), percent(number, 100)) for number in range(1, 81)),
    notes=("A note that belongs to the end of the long table.",),
)

BUDGET = Table(
    "contributions",
    "Contributions by agency, £",
    (Column("Agency", numeric=False), Column("Staffing"), Column("In kind"), Column("Other"), Column("Total")),
    (
        Row((Cell("Statutory partners"),), is_heading=True),
        row("Local authority", pounds(1_000_000), pounds(0), pounds(85_215), pounds(1_085_215)),
        row("Police", pounds(100_000), pounds(20_000), pounds(0), pounds(120_000)),
        row("Total", pounds(1_100_000), pounds(20_000), pounds(85_215), pounds(1_205_215), is_total=True),
    ),
    sums=(1, 2, 3, 4),
)

AWKWARD = Table(
    "awkward",
    "=HYPERLINK(1) begins this caption",
    (Column("=A1", numeric=False), Column("-Change"), Column("What was said", numeric=False)),
    (
        row("=1+1", figure("-3.2", -3.2, decimals=1), Cell("+44 7700 900000")),
        row("@Café Łódź & <b>Sons</b>", figure("+0.6", 0.6, decimals=1), Cell("Siân said “yes” – twice")),
        row(
            "'=already quoted", figure("[z]", marker="[z]"), Cell("A sentence long enough to be broken into lines " * 3)
        ),
    ),
)

EMPTY = Table("empty", "Nobody was remanded", (Column("Kind", numeric=False), Column("Children")), ())

RATE_CHART = Chart(
    "rate",
    "Binary reoffending rate, five years",
    "Our rate fell from 36.6% to 19.2%; the last year is provisional. The family's was close to 38% throughout.",
    "lines",
    YEARS,
    (
        Series(
            "This service",
            (36.6, 37.8, 38.5, 33.0, 19.2),
            (28.3, 28.8, 29.7, 24.2, 8.5),
            (45.8, 47.6, 48.1, 43.1, 37.9),
            is_ours=True,
            texts=("36.6%", "37.8%", "38.5%", "33.0%", "19.2%"),
        ),
        Series("Family of similar services", (37.0, 37.4, 37.9, 37.9, 38.1)),
        Series("South Yorkshire", (39.0, 39.4, None, 39.2, 38.7)),
        Series("England and Wales", (37.9, 42.2, 40.9, 38.4, 38.5)),
    ),
    "Percent of children in the cohort",
    Table(
        "rate-numbers",
        "The numbers behind the chart",
        (Column("Year", numeric=False), Column("This service"), Column("Family")),
        tuple(
            row(year, figure(f"{ours}%", ours), figure(f"{theirs}%", theirs))
            for year, ours, theirs in zip(
                YEARS, (36.6, 37.8, 38.5, 33.0, 19.2), (37.0, 37.4, 37.9, 37.9, 38.1), strict=True
            )
        ),
    ),
)

DISPOSAL_CHART = Chart(
    "after-disposal",
    "Reoffending after each kind of disposal",
    "Children given a referral order reoffended most often, 44.0%.",
    "bars",
    (
        "Youth rehabilitation order with intensive supervision and surveillance",
        "Referral order",
        "Youth conditional caution",
        "Youth caution",
        "Outcome 22",
    ),
    (
        Series(
            "This service",
            (33.3, 44.0, 21.0, 12.5, None),
            (6.1, 26.7, 9.6, 4.3, None),
            (79.2, 62.9, 40.1, 31.0, None),
            is_ours=True,
            texts=("33.3%", "44.0%", "21.0%", "12.5%", "[c]"),
        ),
    ),
    "Percent of children",
)

HOURS_CHART = Chart(
    "hours",
    "Hours of reparation",
    "Each year more hours were offered than attended.",
    "bars",
    YEARS[1:],
    (
        Series("Owed", (700, 650, 720, 690), texts=("700", "650", "720", "690")),
        Series("Offered", (640, 660, 700, 500), texts=("640", "660", "700", "500")),
        Series("Attended", (500, 480, 610, 410), texts=("500", "480", "610", "410")),
    ),
    "Hours",
)

SAMPLE = Document(
    title="Youth Justice Plan 2019 to 2020",
    subtitle="Tables and charts",
    service_name="Siân & Łukasz Youth Justice Service",
    audience="board",
    as_at_text="Figures as at 31 March 2019",
    made_text="Made on 2 May 2019",
    blocks=(
        Heading("Reducing reoffending", 1, "reoffending"),
        Prose(
            ("The rate was 19.2% (5 of 26) at the end of March; café costs were £12 – no more.", "It is provisional.")
        ),
        Heading("Beside others", 2, "reoffending-beside"),
        TREND,
        RATE_CHART,
        Heading("After each kind of disposal", 2, "reoffending-disposal"),
        DISPOSAL_CHART,
        Heading("Reparation", 1, "reparation"),
        HOURS_CHART,
        LONG,
        Heading("Resources", 1, "resources"),
        BUDGET,
        AWKWARD,
        EMPTY,
    ),
    reference="YJP-2019-01",
    as_at=date(2019, 3, 31),
)
