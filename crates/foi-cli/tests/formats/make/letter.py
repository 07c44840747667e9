"""The one response of `same/`, as a flow that each format draws. The authority and every figure are invented."""

from dataclasses import dataclass, field
from datetime import date

AUTHORITY = "Kestrelshire County Council"
LETTERHEAD = [
    AUTHORITY,
    "Information Governance, Adult Social Care",
    "Larkfield House, Mill Lane, Kestrelbridge",
    "www.kestrelshire.example",
]
REFERENCE = "KCC-FOI-26-0733"
RESPONDED = date(2026, 3, 11)
SUBJECT = "Freedom of Information Act 2000"
OPENING = (
    "Thank you for your request about the use of a resource allocation system in adult social care. We received it on 12 February 2026. "
    "Our answer follows each of your questions."
)
CLOSING = "If you are not content with this reply you may ask for an internal review within two months, and after that complain to the Information Commissioner."
SIGNATURE = ["Yours sincerely", "Information Governance Team", AUTHORITY]

AREAS = [
    "Day care",
    "Direct payments",
    "Extra care",
    "Home care",
    "Nursing care",
    "Residential care",
    "Supported living",
    "Other services",
]
YEARS = ["2025/26 (forecast)", "2024/25", "2023/24", "2022/23"]
# Budget and outturn of each year in thousands of pounds; None is a blank cell. The forecast has no outturn, extra care no cell at all.
MONEY = {
    "Day care": [(3480, None), (3395, 3412), (3260, 3301), (3115, 3098)],
    "Direct payments": [(11240, None), (10875, 11036), (10320, 10417), (9866, 9742)],
    "Extra care": [(None, None)] * 4,
    "Home care": [(24615, None), (23180, 23902), (21744, 22315), (20090, 20658)],
    "Nursing care": [(15872, None), (15130, 15466), (14208, 14597), (13377, 13291)],
    "Residential care": [(41906, None), (40255, 41873), (38190, 38944), (36025, 36480)],
    "Supported living": [(27318, None), (25967, 26404), (24085, 24672), (None, 22913)],
    "Other services": [(1985, None), (1940, -164), (1902, 1877), (1850, 1836)],
}
CHANGES = [
    ("Community", "Customised", date(2024, 6, 14), "Weights for night care"),
    ("Nursing", "As supplied", None, ""),
    ("Residential", "As supplied", None, ""),
    ("Supported living", "Customised", date(2023, 11, 2), "Shared hours are split"),
]
# Allocation and accuracy in per cent (None where the cell is blank).
ACCURACY = {
    "Older people": [
        ("Per session", 97),
        ("Per hour", 94),
        ("Per hour", None),
        ("Per hour", 92),
        ("Per week", 101),
        ("Per week", 99),
        ("Per hour", 95),
        ("Per item", None),
    ],
    "Working age": [
        ("Per session", 96),
        ("Per hour", 91),
        ("Per hour", None),
        ("Per hour", 90),
        ("Per week", 103),
        ("Per week", 98),
        ("Per hour", 88),
        ("Per item", None),
    ],
}


@dataclass
class Cell:
    """A cell as it is shown, and as a spreadsheet stores it."""

    text: str = ""
    value: object = None
    across: int = 1
    down: int = 1
    covered: bool = False


@dataclass
class Table:
    """Rows of cells; the first `heads` are headings."""

    rows: list
    heads: int = 1
    name: str = ""

    def texts(self):
        """The shown texts, blank where a cell is covered by its neighbour."""
        return [["" if cell.covered else cell.text for cell in row] for row in self.rows]


@dataclass
class Question:
    """A question with its mark, and its answer as paragraphs and tables; without an answer it is the stem of those after it."""

    id: str
    mark: str
    text: str
    answer: list = field(default_factory=list)


@dataclass
class Section:
    """The title of a section."""

    text: str


def day(value):
    return f"{value.day} {value:%B %Y}"


def thousands(value):
    """A figure as the table shows it: brackets for a negative one."""
    if value is None:
        return Cell()
    return Cell(f"({-value:,})" if value < 0 else f"{value:,}", value)


def outturn():
    top = [Cell("Service area", down=2)]
    below = [Cell(covered=True)]
    for year in YEARS:
        top += [Cell(year, across=2), Cell(covered=True)]
        below += [Cell("Budget (£000)"), Cell("Outturn (£000)")]
    rows = [[Cell(area)] + [thousands(v) for pair in MONEY[area] for v in pair] for area in AREAS]
    return Table([top, below, *rows], heads=2, name="Q11")


def changes():
    head = [Cell(x) for x in ("Service area", "Customised or as supplied", "Date of last change", "Description of change")]
    rows = [[Cell(area), Cell(how), Cell(day(when), when) if when else Cell(), Cell(what)] for area, how, when, what in CHANGES]
    return Table([head, *rows], name="Q2c")


def accuracy(cohort):
    head = [Cell(x) for x in ("Service area", "Allocation method", "Accuracy of estimate (%)")]
    rows = []
    for area, (method, percent) in zip(AREAS, ACCURACY[cohort], strict=False):
        rows.append([Cell(area), Cell(method), Cell(f"{percent}%", percent / 100) if percent else Cell()])
    return Table([head, *rows], name="Q8")


def flow():
    """Sections and questions in order."""
    return [
        Section("Section 1: Use of a resource allocation system"),
        Question(
            "1",
            "1.",
            "Does the council currently use a Resource Allocation System (RAS), or a similar tool, to estimate the costs of care?",
            ["Yes. It gives an indicative budget for each support plan."],
        ),
        Question("2", "2.", "If you use a RAS or a similar tool:"),
        Question(
            "2a",
            "2a.",
            "What is the name of the supplier or provider of your RAS?",
            [
                "This is withheld under section 43(2) of the Act. The licence is being tendered again, and to name the supplier now would be likely to prejudice our commercial interests. The public interest in a fair tender outweighs that in disclosure."
            ],
        ),
        Question(
            "2b",
            "2b.",
            "Was the RAS customised or developed further by you, or is it used as it was originally supplied?",
            ["It was customised for two service areas."],
        ),
        Question(
            "2c", "2c.", "Which service areas were changed, and what was the date of the most recent change for each?", [changes()]
        ),
        Question(
            "3",
            "3.",
            "Does your RAS include the actual agreed provider fees, or are the fees adjusted in any way?",
            [
                "The agreed fees are included without adjustment. Where unpaid support meets a need, its hours are taken out before the fee is applied."
            ],
        ),
        Question(
            "4",
            "4.",
            "Are deductions made from the estimated budget for needs that are covered by unpaid support?",
            ["Please see our answer to question 3 above."],
        ),
        Question(
            "5",
            "5.",
            "Have you set an acceptable tolerance (percentage difference) between the estimated budget and the actual cost?",
            ["Yes, 10%."],
        ),
        Question(
            "6",
            "6.",
            "What were the total estimated budget (EB) and actual cost (AC) of each service area?",
            ["We do not hold this information. Estimated budgets are not kept once a support plan is agreed."],
        ),
        Question("7", "7.", "Do you apply any deflators (reductions) to your rates, and to which services?", ["No."]),
        Question("8", "8.", "For each service area and group of people, please state whether the RAS is used, and:"),
        Question("8a", "8a.", "How is the cost allocated (for example per hour, per night or per session)?"),
        Question(
            "8b",
            "8b.",
            "How accurate is the estimate compared to the planned cost?",
            ["Older people", accuracy("Older people"), "Working age", accuracy("Working age")],
        ),
        Section("Section 2: If you do not use a RAS"),
        Question(
            "9", "9.", "Have you used a RAS in the past? When did you stop using it, and for which reasons?", ["Not applicable."]
        ),
        Question(
            "10",
            "10.",
            "If you do not use a RAS, how is the likely cost of a care package estimated? Please state for each service area:",
        ),
        Question("10a", "10a.", "the method used to calculate the estimated weekly cost;", ["Not applicable."]),
        Question("10b", "10b.", "how you decide what informal or unpaid support can provide;", ["Not applicable."]),
        Question("10c", "10c.", "how the cost is allocated (by session, hour or night);", ["Not applicable."]),
        Question("10d", "10d.", "how you assess the accuracy of your estimate.", ["Not applicable."]),
        Section("Section 3: Budget and outturn"),
        Question(
            "11",
            "11.",
            "Please provide the budget and the actual outturn of each service area for the financial years 2022/23 to 2025/26 (forecast).",
            [
                outturn(),
                "Extra care has no cost centre of its own: its budget and outturn are included in Home care.",
                "The outturn for 2025/26 is not yet available; the accounts close in June 2026.",
            ],
        ),
        Section("Section 4: Contact details"),
        Question(
            "12",
            "12.",
            "Please give the name and contact details of the person who completed this request.",
            ["The names of staff below head of service are withheld under section 40(2) of the Act."],
        ),
    ]
