#!/usr/bin/env python3
"""Writes bank-holidays.csv, the days that are no working days for a freedom-of-information request, from rules.

usage: build_bank_holidays.py > bank-holidays.csv

Source of the rules: Banking and Financial Dealings Act 1971 (schedule 1), St Andrew's Day Bank Holiday (Scotland) Act 2007 and
the royal proclamations of single days; all public. Good Friday and Christmas Day, which are common-law holidays in England, Wales and
Northern Ireland, are in as well. Scotland's rows are its bank holidays, with which councils' own local holidays need not agree; Easter
Monday is none of them.
"""
import csv
import datetime as dt
import sys

FIRST, LAST = 2005, 2027
NATIONS = ["England", "Wales", "Scotland", "Northern Ireland"]
MON, SAT, SUN = 0, 5, 6
DAY = dt.timedelta(days=1)

# Early May bank holiday was moved to VE Day, the spring bank holiday to the Jubilees.
EARLY_MAY = {2020: (5, 8)}
SPRING = {2012: (6, 4), 2022: (6, 2)}
FIRST_ST_ANDREW = 2007
ONCE = ["2011-04-29", "2012-06-05", "2022-06-03", "2022-09-19", "2023-05-08"]


def easter(year):
    """Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def first_monday(year, month):
    day = dt.date(year, month, 1)
    return day + DAY * ((MON - day.weekday()) % 7)


def last_monday(year, month):
    day = (dt.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
    return day - DAY * ((day.weekday() - MON) % 7)


def substitute(day, taken):
    """The day itself, or the next weekday that is no holiday yet."""
    while day.weekday() in (SAT, SUN) or day in taken:
        day += DAY
    return day


def holidays(nation, year):
    days = {easter(year) - 2 * DAY}
    scotland = nation == "Scotland"
    fixed = [(1, 1)] + ([(1, 2)] if scotland else [])
    if nation == "Northern Ireland":
        fixed += [(3, 17), (7, 12)]
    if scotland and year >= FIRST_ST_ANDREW:
        fixed.append((11, 30))
    if not scotland:
        days.add(easter(year) + DAY)
    days.add(dt.date(year, *EARLY_MAY[year]) if year in EARLY_MAY else first_monday(year, 5))
    days.add(dt.date(year, *SPRING[year]) if year in SPRING else last_monday(year, 5))
    days.add(first_monday(year, 8) if scotland else last_monday(year, 8))
    days |= {day for text in ONCE if (day := dt.date.fromisoformat(text)).year == year}
    # Days that fall on a weekday keep it; only then do the others move, so that none takes another's place.
    fixed = [dt.date(year, *monthday) for monthday in [*fixed, (12, 25), (12, 26)]]
    days |= {day for day in fixed if day.weekday() not in (SAT, SUN)}
    for day in fixed:
        if day.weekday() in (SAT, SUN):
            days.add(substitute(day, days))
    return days


def main():
    sys.stdout.reconfigure(newline="")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["date", "nation"])
    rows = [(day, NATIONS.index(n)) for n in NATIONS for y in range(FIRST, LAST + 1) for day in holidays(n, y)]
    out.writerows((day.isoformat(), NATIONS[n]) for day, n in sorted(rows))


if __name__ == "__main__":
    main()
