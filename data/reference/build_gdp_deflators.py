#!/usr/bin/env python3
"""Writes gdp-deflators.csv, what a pound of one financial year is in pounds of another, from HM Treasury's publication.

usage: build_gdp_deflators.py GDP_DEFLATORS.csv > gdp-deflators.csv

GDP_DEFLATORS.csv is "GDP deflators at market prices, and money GDP, December 2023 (Quarterly National Accounts)" as CSV:
https://www.gov.uk/government/collections/gdp-deflators-at-market-prices-and-money-gdp
Where the publication gives only the change on the year before (its forecasts), the index follows from it, to three places.
"""
import csv
import re
import sys
from decimal import ROUND_HALF_UP, Decimal


def main(path):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["financial_year", "index_2022_23", "basis"])
    index = None
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if len(row) < 4 or not re.match(r"\d{4}-\d{2}\b", row[1]):
                continue
            year, published = row[1][:7], row[2].strip("- ")
            if published:
                index = Decimal(published)
            else:
                change = Decimal(row[3].strip())
                index = (index * (100 + change) / 100).quantize(Decimal("0.001"), ROUND_HALF_UP)
            out.writerow([year, f"{index:.3f}", "outturn" if published else "forecast"])


if __name__ == "__main__":
    main(sys.argv[1])
