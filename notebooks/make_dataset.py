#!/usr/bin/env python3
"""Makes a dataset of any size with every kind of gap: zero budgets, missing figures, forecasts, several submissions of one authority.

usage: make_dataset.py MODEL OUT SUBMISSIONS

MODEL is a dataset that gives the columns. The same call gives the same rows; nothing in them is true. One authority in ten of the register
sends nothing, one in twenty sends twice, and half of those contradict themselves.
"""
import sys
from pathlib import Path

import duckdb

# A number from 0 to n-1 that hangs on what is given alone.
SETUP = "CREATE MACRO pick(n, a, b) AS CAST(hash(a, b) % n AS INT);"

TABLES = {
    "authorities": """
        SELECT CASE WHEN pick(10, i, 'silent') > 0 THEN printf('s%07d', i) END AS submission_id, printf('E%08d', i) AS authority_code,
               printf('Authority %d', i) AS authority_name, 'England' AS nation, printf('Region %d', pick(9, i, 'region')) AS region,
               printf('kind %d', pick(3, i, 'kind')) AS kind FROM range({n}) t(i)""",
    "submissions": """
        SELECT printf('s%07d', i) || suffix AS submission_id, 'ras-2026' AS instrument_id, printf('E%08d', i) AS authority_code,
               printf('Authority %d', i) AS authority_name, 'England' AS nation,
               CASE WHEN pick(8, i, suffix) > 0 THEN 5 + pick(30, i, suffix || 'days') END AS working_days,
               CASE WHEN pick(3, i, 'tolerance') > 0
                   THEN 2 + pick(20, i, 'percent') + CASE WHEN suffix = 'b' AND pick(4, i, 'other') = 0 THEN 1 ELSE 0 END END AS tolerance_pct
        FROM range({n}) t(i), (VALUES (''), ('b')) v(suffix)
        WHERE pick(10, i, 'silent') > 0 AND (suffix = '' OR pick(20, i, 'twice') = 0)""",
    "outturn": """
        SELECT submission_id, authority_code, authority_name, service_area, financial_year,
               CASE WHEN pick(12, key, 'zero') = 0 THEN 0 WHEN pick(9, key, 'first') > 0 THEN amount END AS budget_gbp,
               CASE WHEN pick(9, key, 'first') > 0 OR pick(12, key, 'zero') = 0 THEN 'reported' ELSE 'not_held' END AS budget_status,
               CASE WHEN pick(7, key, 'second') > 0 THEN amount * (80 + pick(41, key, 'ratio')) / 100 END AS outturn_gbp,
               CASE WHEN pick(7, key, 'second') > 0 THEN 'reported' WHEN pick(2, key, 'why') = 0 THEN 'withheld' ELSE 'included_elsewhere' END AS outturn_status,
               CASE WHEN pick(4, key, 'said') > 0 THEN financial_year = '2025-26' AND pick(5, key, 'forecast') > 0 END AS forecast
        FROM cells""",
    "estimates": """
        SELECT submission_id, authority_code, authority_name, service_area, financial_year,
               CASE WHEN pick(8, key, 'estimate') > 0 THEN amount * (70 + pick(61, key, 'accuracy')) / 100 END AS estimated_gbp,
               CASE WHEN pick(8, key, 'estimate') > 0 THEN 'reported' ELSE 'blank' END AS estimated_status,
               CASE WHEN pick(15, key, 'free') = 0 THEN 0 WHEN pick(8, key, 'cost') > 0 THEN amount END AS actual_gbp,
               CASE WHEN pick(15, key, 'free') = 0 OR pick(8, key, 'cost') > 0 THEN 'reported' ELSE 'not_held' END AS actual_status,
               financial_year = '2025-26' AS forecast
        FROM cells""",
    "accuracy": """
        SELECT submission_id, authority_code, authority_name, cohort, service_area, CASE WHEN pick(3, key, 'stated') > 0 THEN 90 + pick(21, key, cohort) END AS accuracy_pct,
               CASE WHEN pick(3, key, 'stated') > 0 THEN 'reported' ELSE 'not_held' END AS accuracy_status,
               CASE pick(3, key, 'method') WHEN 0 THEN 'Per hour' WHEN 1 THEN 'per  hour' END AS allocation_method
        FROM cells, (VALUES ('older_people'), ('working_age')) c(cohort) WHERE financial_year = '2024-25'""",
    "answers": """
        SELECT submission_id, authority_code, authority_name, printf('%d', question) AS question_id,
               CASE pick(6, key, question) WHEN 0 THEN 'withheld' WHEN 1 THEN 'not_held' WHEN 2 THEN 'partly_answered' ELSE 'answered' END AS disposition
        FROM cells, range(1, 13) q(question) WHERE service_area = 'home_care' AND financial_year = '2024-25'""",
    "exemptions": """
        SELECT submission_id, authority_code, authority_name, question_id, 'FOIA' AS legislation,
               CASE pick(3, submission_id, question_id) WHEN 0 THEN 'FOIA s21' WHEN 1 THEN 'FOIA s43(2)' END AS provision,
               CASE pick(3, submission_id, question_id) WHEN 0 THEN 'absolute' WHEN 1 THEN 'qualified' END AS kind,
               CASE WHEN pick(2, submission_id, question_id || 'pit') = 0 THEN true END AS public_interest_test
        FROM made_answers WHERE disposition = 'withheld'""",
    "observations": """
        SELECT submission_id, authority_code, authority_name, '11' AS question_id, measure, service_area, financial_year,
               'reported' AS status, CASE WHEN measure = 'budget' THEN budget_gbp ELSE outturn_gbp END AS value, 'GBP' AS unit
        FROM made_outturn, (VALUES ('budget'), ('outturn')) m(measure)""",
    "issues": """
        SELECT submission_id, authority_code, authority_name, 'scale-slip' AS code, 'warning' AS severity, 'made' AS message, '11' AS question_id
        FROM made_submissions WHERE pick(10, submission_id, 'issue') = 0""",
    "methods": "SELECT NULL WHERE false",
    "customisations": "SELECT NULL WHERE false",
    "sources": "SELECT NULL WHERE false",
}

# Both submissions of one authority say the same, or differ in the amount.
CELLS = """
CREATE TABLE cells AS
SELECT s.*, service_area, financial_year, hash(authority_code, service_area, financial_year) AS key,
       CAST(pick(900000000, authority_code, service_area || financial_year) AS DECIMAL(18, 2)) / 100
           + CASE WHEN submission_id LIKE '%b' AND pick(2, authority_code, 'contradicts') = 0 THEN 1 ELSE 0 END AS amount
FROM made_submissions s,
     (VALUES ('day_care'), ('direct_payments'), ('extra_care'), ('home_care'), ('nursing_care'), ('residential_care'), ('supported_living'), ('other_services')) a(service_area),
     (VALUES ('2022-23'), ('2023-24'), ('2024-25'), ('2025-26')) y(financial_year);
"""


def main(model, out, submissions):
    Path(out).mkdir(parents=True)
    database = duckdb.connect()
    database.execute(SETUP)
    order = ["authorities", "submissions", "outturn", "estimates", "accuracy", "answers", "exemptions", "observations", "issues", "methods", "customisations", "sources"]
    for table in order:
        if table == "outturn":
            database.execute(CELLS)
        database.execute(f"CREATE TABLE made_{table} AS {TABLES[table].format(n=int(submissions))}")
        made = {row[0] for row in database.execute(f"DESCRIBE made_{table}").fetchall()}
        columns = database.execute(f"DESCRIBE FROM '{model}/{table}.parquet'").fetchall()
        cast = [f'CAST({name if name in made else "NULL"} AS {kind}) AS {name}' for name, kind, *_ in columns]
        database.execute(f"COPY (SELECT {', '.join(cast)} FROM made_{table} ORDER BY ALL) TO '{out}/{table}.parquet'")


if __name__ == "__main__":
    main(*sys.argv[1:])
