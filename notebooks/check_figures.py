#!/usr/bin/env python3
"""Compares what `foi analyse` finds with an independent computation in DuckDB over the same Parquet files, to the penny.

usage: check_figures.py FOI DATASET...

Ends with status 1 and the rows that differ. The SQL below shares nothing with the program but the definitions of docs/analysis.md.
"""
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb

# Integers throughout: pence for money, hundredths for percentages, rounded half away from zero.
MACROS = """
CREATE MACRO pence(x) AS CAST(x * 100 AS HUGEINT);
CREATE MACRO part(x, y) AS CASE WHEN y = 0 OR y IS NULL THEN NULL
    ELSE CAST(sign(x) * sign(y) AS HUGEINT) * ((abs(x) * 20000 + abs(y)) // (2 * abs(y))) END;
"""

# One row an authority of the register, service and year: the figures of both columns where its submissions agree on them.
PAIRS = """
CREATE OR REPLACE TEMP TABLE pairs AS
WITH register AS (SELECT DISTINCT authority_code AS code, nation, region, kind AS authority_kind FROM authorities),
sent AS (
    SELECT r.*, p.service_area, p.financial_year, pence({first}) AS first, pence({second}) AS second,
           coalesce(forecast, false) AS forecast, {first} IS NOT NULL AND {second} IS NOT NULL AS complete
    FROM {table} p JOIN register r ON p.authority_code = r.code)
SELECT code, nation, region, authority_kind, service_area, financial_year,
       CASE WHEN count(DISTINCT first) > 1 OR count(DISTINCT second) > 1 THEN 2 ELSE count(DISTINCT (first, second)) FILTER (complete) END AS versions,
       min(first) FILTER (complete) AS first, min(second) FILTER (complete) AS second, bool_or(forecast) FILTER (complete) AS forecast,
       min(second) FILTER (second IS NOT NULL AND NOT forecast) AS final_second
FROM sent GROUP BY ALL;
"""

OUTTURN = """
WITH used AS (SELECT *, CASE WHEN forecast THEN 'forecast' ELSE 'final' END AS figures FROM pairs WHERE versions = 1),
authority AS (SELECT {by} figures, code, sum(first) AS first, sum(second) AS second FROM used GROUP BY ALL)
SELECT {by} figures, count(*) AS n_used, sum(first) AS budget_gbp, sum(second) AS outturn_gbp, sum(second - first) AS variance_gbp,
       part(sum(second - first), sum(first)) AS variance_pct,
       count(*) FILTER (first = 0) AS n_zero_budget, count(*) FILTER (second > first) AS n_overspent,
       part(count(*) FILTER (second > first), count(*)) AS overspent_pct
FROM authority GROUP BY ALL
"""

GROWTH = """
WITH cell AS (SELECT * FROM pairs WHERE coalesce(versions, 0) <= 1 AND final_second IS NOT NULL)
SELECT {by} 'final' AS figures, count(DISTINCT now.code) AS n_growth,
       part(sum(now.final_second) - sum(before.final_second), sum(before.final_second)) AS growth_cash_pct
FROM cell now JOIN cell before ON now.code = before.code AND now.service_area = before.service_area
     AND CAST(left(now.financial_year, 4) AS INT) = CAST(left(before.financial_year, 4) AS INT) + 1
GROUP BY ALL
"""

ESTIMATES = """
WITH used AS (SELECT *, CASE WHEN forecast THEN 'forecast' ELSE 'final' END AS figures FROM pairs WHERE versions = 1 AND second <> 0),
authority AS (SELECT {by} figures, code, sum(first) AS first, sum(second) AS second FROM used GROUP BY ALL),
tolerance AS (
    SELECT authority_code AS code, max(tolerance_pct) AS tolerance FROM submissions
    WHERE tolerance_pct IS NOT NULL GROUP BY ALL HAVING count(DISTINCT tolerance_pct) = 1),
accuracy AS (
    SELECT authority.*, part(first, second) AS accuracy, abs(part(first, second) - 10000) AS error, CAST(tolerance * 100 AS HUGEINT) AS tolerance
    FROM authority LEFT JOIN tolerance USING (code)),
grouped AS (
    SELECT {by} figures, count(*) AS n_used, sum(first) AS estimated_gbp, sum(second) AS actual_gbp, sum(second - first) AS difference_gbp,
           part(sum(first), sum(second)) AS weighted_accuracy_pct,
           part(sum(accuracy), count(*) * 10000) AS mean_accuracy_pct, part(sum(error), count(*) * 10000) AS mean_absolute_error_pct,
           list_sort(list(error)) AS errors,
           count(tolerance) AS n_tolerance, count(*) FILTER (error <= tolerance) AS n_within_tolerance
    FROM accuracy GROUP BY ALL)
SELECT * EXCLUDE (errors), mean_accuracy_pct - 10000 AS bias_pct,
       part(errors[(len(errors) + 1) // 2] + errors[len(errors) // 2 + 1], 20000) AS median_absolute_error_pct
FROM grouped
"""

COVERAGE = """
WITH register AS (SELECT DISTINCT authority_code AS code, nation, region, kind AS authority_kind FROM authorities),
said AS (
    SELECT r.*, instrument_id, question_id, bool_or(disposition IN ('answered', 'partly_answered')) AS answered, min(working_days) AS days
    FROM answers a JOIN submissions s USING (submission_id) JOIN register r ON s.authority_code = r.code GROUP BY ALL),
days AS (SELECT authority_code AS code, instrument_id, min(working_days) AS first_days FROM submissions GROUP BY ALL),
authority AS (
    SELECT {by} code, bool_or(answered) AS answered, min(first_days) AS days FROM said JOIN days USING (code, instrument_id) GROUP BY ALL)
SELECT {by} count(*) AS n_asked, count(*) FILTER (answered) AS n_used, part(count(*) FILTER (answered), count(*)) AS answered_pct,
       count(*) FILTER (days <= 20) AS n_in_time, count(*) FILTER (days > 20) AS n_late, count(*) FILTER (days IS NULL) AS n_undated
FROM authority GROUP BY ALL
"""

EXEMPTIONS = """
WITH register AS (SELECT DISTINCT authority_code AS code, nation, region, kind AS authority_kind FROM authorities)
SELECT {by} count(DISTINCT r.code) AS n_used, count(*) AS n_citations, count(*) FILTER (e.kind = 'qualified') AS n_qualified,
       count(*) FILTER (e.kind = 'qualified' AND public_interest_test) AS n_public_interest_test
FROM (SELECT * FROM exemptions JOIN (SELECT submission_id, instrument_id FROM submissions) USING (submission_id)) e
JOIN register r ON e.authority_code = r.code GROUP BY ALL
"""

ACCURACY = """
WITH register AS (SELECT DISTINCT authority_code AS code, nation, region, kind AS authority_kind FROM authorities),
said AS (
    SELECT r.*, cohort, service_area, min(accuracy_pct) AS stated FROM accuracy a JOIN register r ON a.authority_code = r.code
    WHERE accuracy_pct IS NOT NULL GROUP BY ALL HAVING count(DISTINCT accuracy_pct) = 1),
authority AS (SELECT {by} code, part(CAST(sum(stated) * 1000000 AS HUGEINT), count(*) * 100000000) AS stated FROM said GROUP BY ALL)
SELECT {by} count(*) AS n_used, part(sum(stated), count(*) * 10000) AS stated_mean_pct FROM authority GROUP BY ALL
"""

CASES = [
    *[("outturn", OUTTURN, by) for by in ("service_area,financial_year", "service_area", "region,financial_year", "authority_kind", "")],
    *[("outturn", GROWTH, by) for by in ("service_area,financial_year", "region,financial_year", "financial_year")],
    *[("estimates", ESTIMATES, by) for by in ("service_area,financial_year", "region", "")],
    *[("accuracy", ACCURACY, by) for by in ("cohort,service_area", "region")],
    *[("coverage", COVERAGE, by) for by in ("instrument_id,question_id", "region", "nation")],
    *[("exemptions", EXEMPTIONS, by) for by in ("instrument_id,question_id,legislation,provision,kind", "provision", "region")],
]

MONEY = {"outturn": ("outturn", "budget_gbp", "outturn_gbp"), "estimates": ("estimates", "estimated_gbp", "actual_gbp")}


def found(foi, analysis, dataset, by, folder):
    """What the program finds: one dictionary a row."""
    path = Path(folder) / "findings.parquet"
    command = [foi, "--quiet", "analyse", analysis, dataset, "--by", *([by] if by else []), "--format", "parquet", "-o", path]
    subprocess.run(command, check=True)
    result = duckdb.sql(f"SELECT * FROM '{path}'")
    return [dict(zip(result.columns, row)) for row in result.fetchall()]


def number(value, column):
    """Pence and hundredths for what the program writes as exact decimals."""
    exact = isinstance(value, Decimal) and column.endswith(("_gbp", "_pct"))
    return int(value * 100) if exact else value


def check(foi, dataset, folder):
    database = duckdb.connect()
    for table in Path(dataset).glob("*.parquet"):
        database.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM '{table}'")
    database.execute(MACROS)
    register = database.sql("SELECT count(DISTINCT authority_code) FROM authorities").fetchall()[0][0]
    wrong, compared = [], 0
    for analysis, sql, by in CASES:
        if analysis in MONEY:
            table, first, second = MONEY[analysis]
            database.execute(PAIRS.format(table=table, first=first, second=second))
        columns = [c for c in by.split(",") if c]
        if sql is GROWTH:
            sql = sql.replace("{by}", "".join(f"now.{c}, " for c in columns))
        result = database.sql(sql.format(by="".join(f"{c}, " for c in columns)))
        keys = columns + (["figures"] if "figures" in result.columns else [])
        expected = {tuple(row[c] for c in keys): row for row in (dict(zip(result.columns, r)) for r in result.fetchall())}
        rows = {tuple(row[c] for c in keys): row for row in found(foi, analysis, dataset, by, folder)}
        for key, row in expected.items():
            for column, value in row.items():
                compared += 1
                was = number(rows[key][column], column) if key in rows else "no row"
                if was != value:
                    wrong.append(f"{dataset}: {analysis} by {by or 'nothing'}: {key} {column} is {was}, DuckDB has {value}")
        for key, row in rows.items():
            if key not in expected and row["n_used"] and sql not in (GROWTH,) and "now." not in sql:
                wrong.append(f"{dataset}: {analysis} by {by or 'nothing'}: {key} is not in DuckDB's result")
            if not {"nation", "region", "authority_kind"} & set(columns) and row["n_used"] + row["n_excluded"] != register:
                wrong.append(f"{dataset}: {analysis} by {by or 'nothing'}: {key}: used and excluded are not the register of {register}")
    print(f"{dataset}: {compared} figures compared, {len(wrong)} differ")
    return wrong


def main(foi, *datasets):
    with tempfile.TemporaryDirectory() as folder:
        wrong = [line for dataset in datasets for line in check(foi, dataset, folder)]
    print("\n".join(wrong[:40]), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
