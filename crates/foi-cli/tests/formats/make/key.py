"""`same-key/`: what a careful reader finds in the response of `letter.py`, whatever its format."""

import csv
import io

import letter

CODES = dict(
    zip(
        letter.AREAS,
        [
            "day_care",
            "direct_payments",
            "extra_care",
            "home_care",
            "nursing_care",
            "residential_care",
            "supported_living",
            "other_services",
        ],
        strict=False,
    )
)
ANSWERS = [
    ("1", "answered", "", "true", ""),
    ("2a", "withheld", "FOIA s43(2)", "", ""),
    ("2b", "answered", "", "", ""),
    ("2c", "answered", "", "", ""),
    ("3", "answered", "", "", ""),
    ("4", "see_other_answer", "", "", ""),
    ("5", "answered", "", "", "10"),
    ("6", "not_held", "", "", ""),
    ("7", "answered", "", "false", ""),
    ("8a", "answered", "", "", ""),
    ("8b", "answered", "", "", ""),
    ("9", "not_applicable", "", "", ""),
    *((f"10{s}", "not_applicable", "", "", "") for s in "abcd"),
    ("11", "answered", "", "", ""),
    ("12", "withheld", "FOIA s40(2)", "", ""),
]
# In `folder/` the letter points to the workbook for 2c, 8a, 8b and 11, which may then be `in_attachment`.


def make(corpus):
    corpus.add(
        "submission.csv",
        table(
            (
                "instrument_id",
                "authority_code",
                "authority_name",
                "request_reference",
                "requested_on",
                "responded_on",
                "legislation",
            ),
            [("ras-2026", "E09900010", letter.AUTHORITY, letter.REFERENCE, "2026-02-12", letter.RESPONDED.isoformat(), "FOIA")],
        ),
    )
    corpus.add("answers.csv", table(("question_id", "disposition", "exemptions", "value_bool", "value_number"), ANSWERS))
    corpus.add(
        "observations.csv",
        table(("question_id", "measure", "service_area", "cohort", "financial_year", "status", "value", "unit"), observations()),
    )
    corpus.add(
        "customisations.csv",
        table(
            ("service_area", "customised", "last_changed", "description"),
            [
                (
                    {
                        "Community": "community",
                        "Nursing": "nursing_care",
                        "Residential": "residential_care",
                        "Supported living": "supported_living",
                    }[a],
                    how,
                    when.isoformat() if when else "",
                    what,
                )
                for a, how, when, what in letter.CHANGES
            ],
        ),
    )
    corpus.add(
        "methods.csv",
        table(
            ("cohort", "service_area", "allocation_method"),
            [
                (cohort(c), CODES[a], m)
                for c, rows in letter.ACCURACY.items()
                for a, (m, _) in zip(letter.AREAS, rows, strict=False)
            ],
        ),
    )


def cohort(name):
    return {"Older people": "older_people", "Working age": "working_age"}[name]


def observations():
    for name, rows in letter.ACCURACY.items():
        for area, (_, percent) in zip(letter.AREAS, rows, strict=False):
            yield (
                "8b",
                "accuracy_of_estimate",
                CODES[area],
                cohort(name),
                "",
                *(("reported", percent, "percent") if percent else ("blank", "", "")),
            )
    for area, pairs in letter.MONEY.items():
        for year, pair in zip(letter.YEARS, pairs, strict=False):
            span = f"{year[:4]}-{year[5:7]}"
            for measure, value in zip(("budget", "outturn"), pair, strict=False):
                if value is not None:
                    yield ("11", measure, CODES[area], "", span, "reported", value * 1000, "GBP")
                elif area == "Extra care":
                    yield ("11", measure, CODES[area], "", span, "included_elsewhere", "", "")
                else:
                    yield ("11", measure, CODES[area], "", span, "not_yet_available" if measure == "outturn" else "blank", "", "")


def table(columns, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()
