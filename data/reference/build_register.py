#!/usr/bin/env python3
"""Writes register.csv, the authorities that run adult social care in the United Kingdom.

usage: build_register.py AUTHORITIES.csv > register.csv

AUTHORITIES.csv joins three public lists of councils, with the columns gss_code, former_gss_codes, official_name, nice_name,
aliases, nation, region, type, website, gov_domains (lists are separated by `|` or `,`):
  mysociety/uk_local_authority_names_and_codes        MIT licence, (c) mySociety
  digital-land/organisation-dataset                   Open Government Licence v3.0
  NHS England, Adult Social Care Outcomes Framework   Open Government Licence v3.0 (which councils have the duty, and their codes)
What those lists lack or have wrong is below, by hand: names, domains and predecessors, all public facts.

Kept: every council of England, Scotland and Wales with adult social services. The districts of Northern Ireland have no such
duty; its five Health and Social Care Trusts do, and are added here. The ONS gives trusts no code, so they have codes of this
project: `ZT001` and a number of four digits. They must never be used for anything else.
"""
import csv
import re
import sys

COLUMNS = ["code", "former_codes", "name", "aliases", "nation", "region", "kind", "domains"]
KINDS = {
    "UA": "unitary authority",
    "MD": "metropolitan district",
    "LBO": "London borough",
    "CTY": "county",
    "CC": "city corporation",
    "SCO": "Scottish council area",
    "WPA": "Welsh principal area",
}

TRUSTS = [
    ("ZT0010001", "Belfast", "belfasttrust.hscni.net", ["BHSCT"]),
    ("ZT0010002", "Northern", "northerntrust.hscni.net", ["NHSCT"]),
    ("ZT0010003", "South Eastern", "setrust.hscni.net", ["SEHSCT"]),
    ("ZT0010004", "Southern", "southerntrust.hscni.net", ["SHSCT"]),
    ("ZT0010005", "Western", "westerntrust.hscni.net", ["WHSCT"]),
]

# Names of the source that are misspelled, broken by an encoding, or inverted ("Bristol, City of").
WRONG_NAMES = {
    "aberdeen c ity", "aberdeen cuty", "bristol city of", "bristol, city of", "cityï¾ and county of swansea",
    "ease dunbartonshire", "east dunbaronshire", "east dunnbartonshire", "edinburgh (city of)", "edinburgh, city of",
    "glasgow city coucil", "herefordshire, county of", "highands", "kingston upon hull city of", "kingston upon hull, city of",
    "rhondda, cynon, taff", "rhondda,cynon,taff", "south ayshire", "sir ynys mï¿½n", "ynys mn", "north west somerset",
    "city and county of the city of london", "derby city", "hull city", "leicester city", "nottingham city", "peterborough city",
    "plymouth city", "westminster city", "east dunbarton", "bradford mdc", "comhairle nan eilean siar (western isles)",
}
# Names that are ordinary words or first names, or that mean something else as often: Parliament, another Newport, a county.
ORDINARY = {"angus", "bury", "reading", "highland", "highlands", "eilean", "westminster", "newport", "cumberland"}
# The tails that the source's statistical lists put on a name.
LIST_TAIL = re.compile(r" (UA|district|london boro|(?<!durham )county)$", re.I)

MORE_NAMES = {
    "E06000009": ["Blackpool Council"],
    "E06000010": ["Hull", "Kingston upon Hull City Council"],
    "E06000022": ["B&NES", "BANES", "B&NES Council", "Bath & North East Somerset Council", "Bath & North East Somerset"],
    "E06000025": ["South Glos Council"],
    "E06000033": ["Southend-on-Sea City Council", "Southend City Council", "Southend Council", "Southend"],
    "E06000040": ["RBWM", "Windsor and Maidenhead Council", "Royal Borough of Windsor & Maidenhead", "Windsor & Maidenhead"],
    "E06000042": ["Milton Keynes City Council", "MK Council"],
    "E06000043": ["Brighton & Hove City Council", "Brighton & Hove"],
    "E06000047": ["County Durham Council"],
    "E06000050": ["Cheshire West", "Cheshire West & Chester Council", "CWAC"],
    "E06000052": ["Cornwall County Council"],
    "E06000054": ["Wiltshire County Council"],
    "E06000051": ["Shropshire County Council"],
    "E06000058": [
        "BCP Council", "Bournemouth, Christchurch & Poole Council", "Bournemouth Borough Council", "Borough of Poole",
    ],
    "E06000060": ["Buckinghamshire County Council", "Bucks Council"],
    "E06000061": ["North Northants Council", "North Northants"],
    "E06000062": ["West Northants Council", "West Northants"],
    "E06000064": ["Westmorland & Furness Council"],
    "E06000065": ["North Yorkshire County Council"],
    "E06000066": ["Somerset County Council"],
    "E06000004": ["Stockton Borough Council", "Stockton Council"],
    "E06000008": ["Blackburn with Darwen Council", "Blackburn and Darwen", "BwD"],
    "E06000021": ["Stoke City Council", "Stoke on Trent City Council", "Stoke on Trent"],
    "E06000003": ["Redcar & Cleveland Borough Council", "Redcar & Cleveland"],
    "E06000020": ["Telford & Wrekin", "Borough of Telford and Wrekin"],
    "E06000053": ["Isles of Scilly Council"],
    "E06000011": ["East Riding Council", "East Riding"],
    "E06000014": ["York City Council"],
    "E08000013": ["St Helens MBC", "St Helens Borough Council"],
    "E08000017": ["Doncaster MBC", "Doncaster Metropolitan Borough Council", "Doncaster City Council"],
    "E08000021": ["Newcastle upon Tyne City Council"],
    "E08000032": ["Bradford MDC", "City of Bradford MDC", "CBMDC"],
    "E08000034": ["Kirklees MBC", "Kirklees Metropolitan Council", "Kirklees Metropolitan Borough Council"],
    "E08000036": ["Wakefield MDC", "City of Wakefield Metropolitan District Council"],
    "E08000015": ["Metropolitan Borough of Wirral"],
    "E08000022": ["North Tyneside Borough Council"],
    "E08000028": ["Sandwell MBC"],
    "E09000001": ["Corporation of London"],
    "E09000002": ["LBBD", "London Borough of Barking & Dagenham"],
    "E09000011": ["Greenwich Council", "London Borough of Greenwich"],
    "E09000013": ["LBHF", "H&F Council"],
    "E09000020": ["RBKC", "Royal Borough of Kensington & Chelsea"],
    "E09000021": ["Kingston Council", "Kingston upon Thames Council"],
    "E09000027": ["Richmond Council", "Richmond upon Thames Council"],
    "E09000033": ["Westminster City Council", "City of Westminster Council"],
    "S12000006": ["Dumfries & Galloway"],
    "S12000013": ["CnES"],
    "S12000035": ["Argyll & Bute Council", "Argyll & Bute"],
    "S12000048": ["Perth & Kinross Council", "Perth & Kinross", "PKC"],
    "S12000026": ["The Scottish Borders Council"],
    "W06000001": ["Ynys Môn", "Sir Ynys Môn", "Cyngor Sir Ynys Môn", "Anglesey County Council"],
    "W06000002": ["Cyngor Gwynedd", "Cyngor Sir Gwynedd"],
    "W06000003": ["Cyngor Bwrdeistref Sirol Conwy"],
    "W06000004": ["Cyngor Sir Ddinbych"],
    "W06000005": ["Cyngor Sir y Fflint"],
    "W06000006": ["Cyngor Bwrdeistref Sirol Wrecsam"],
    "W06000008": ["Cyngor Sir Ceredigion"],
    "W06000009": ["Cyngor Sir Penfro"],
    "W06000010": ["Sir Gâr", "Cyngor Sir Gâr", "Cyngor Sir Gaerfyrddin"],
    "W06000011": ["Swansea Council", "City and County of Swansea", "Cyngor Abertawe"],
    "W06000012": ["Cyngor Castell-nedd Port Talbot", "Neath Port Talbot CBC", "NPT Council"],
    "W06000013": ["Cyngor Bwrdeistref Sirol Pen-y-bont ar Ogwr"],
    "W06000014": ["Cyngor Bro Morgannwg"],
    "W06000015": ["Cyngor Caerdydd", "Cardiff County Council", "Cardiff City Council"],
    "W06000016": ["Cyngor Rhondda Cynon Taf", "Cyngor Bwrdeistref Sirol Rhondda Cynon Taf", "RCT Council", "RCTCBC"],
    "W06000018": ["Cyngor Bwrdeistref Sirol Caerffili"],
    "W06000019": ["Cyngor Bwrdeistref Sirol Blaenau Gwent"],
    "W06000020": ["Cyngor Bwrdeistref Sirol Torfaen"],
    "W06000021": ["Cyngor Sir Fynwy"],
    "W06000022": ["Cyngor Dinas Casnewydd"],
    "W06000023": ["Cyngor Sir Powys"],
    "W06000024": ["Cyngor Bwrdeistref Sirol Merthyr Tudful"],
}

# Codes of predecessors with one successor; those of Cumbria, Northamptonshire, Bedfordshire, Cheshire and Dorset counties have two.
MORE_FORMER_CODES = {
    "E06000058": ["E06000028", "E06000029"],
    "E06000060": ["E10000002"],
    "E06000065": ["E10000023"],
    "E06000066": ["E10000027"],
}

# Of partnerships, fire services, parishes, projects, or of another council; shared by several; or of a county that was split.
OTHERS_DOMAINS = set(
    """
    bedscc.gov.uk bedsparishes.gov.uk birminghamprepared.gov.uk bucksandsurreytradingstandards.gov.uk
    centrallondonforward.gov.uk cheshire.gov.uk cheshireprepared.gov.uk cheshiresharedservices.gov.uk chester.gov.uk
    churchaston-pc.gov.uk coastalwight.gov.uk cornwall-aonb.gov.uk derbyshirepartnership.gov.uk devonaudit.gov.uk devonebiz.gov.uk
    devonjobs.gov.uk durhamcity.gov.uk essexlegalservices.gov.uk flamborough-pc.gov.uk foweytowncouncil.gov.uk hantsfire.gov.uk
    hantsiowcaddie.gov.uk hart.gov.uk heps.gov.uk hertsfire.gov.uk hiow.gov.uk humberlrf.gov.uk kentconnects.gov.uk
    kentparishes.gov.uk kerrier.gov.uk lawhf.gov.uk lawleyoverdale-pc.gov.uk leicestershire-fire.gov.uk
    liverpoolcityregion-ca.gov.uk lma.gov.uk londonlibraries.gov.uk londonpsn.gov.uk lookinglocal.gov.uk maiden.gov.uk
    maidenhead.gov.uk marketweightontowncouncil.gov.uk nafn.gov.uk ne-ifca.gov.uk norfolkedunet.gov.uk norfolkfireservice.gov.uk
    norfolkparishes.gov.uk norfolkprepared.gov.uk northeast-tadu.gov.uk northeastca.gov.uk northwestvotes.gov.uk
    oakengates-tc.gov.uk paessex.gov.uk plymouthmuseum.gov.uk push.gov.uk richmondandwandsworth.gov.uk saferderbyshire.gov.uk
    secouncils.gov.uk sigoma.gov.uk staffordshireprepared.gov.uk staffslc.gov.uk star-procurement.gov.uk stoploansharks.gov.uk
    suffolkcoastal.gov.uk supportwithconfidence.gov.uk surrey-fire.gov.uk surreycoroner.gov.uk surreyi.gov.uk
    sussexsaferroads.gov.uk teesvalley-ca.gov.uk teesvalleyunlimited.gov.uk thecity.gov.uk thurrockfostering.gov.uk
    traffordparishes.gov.uk twict.gov.uk tyneandwearltp.gov.uk walthamforestclass.gov.uk westmidlandsca.gov.uk
    westofengland-ca.gov.uk windsor.gov.uk worcestershirehub.gov.uk worcestershirets.gov.uk
    """.split()
)
# The source puts these two counties elsewhere.
RIGHT_REGIONS = {"E10000007": "East Midlands", "E10000019": "East Midlands"}
WRONG_WEBSITES = {"E06000040"}  # the source gives Windsor and Maidenhead the website of Kensington and Chelsea

MORE_DOMAINS = {
    "E06000058": ["bournemouth.gov.uk", "poole.gov.uk"],
    "E06000060": ["buckscc.gov.uk"],
    "E06000004": ["stockton.gov.uk"],
    "E08000023": ["southtyneside.gov.uk"],
    "S12000005": ["clacks.gov.uk"],
    "S12000006": ["dumgal.gov.uk"],
    "S12000008": ["east-ayrshire.gov.uk"],
    "S12000010": ["eastlothian.gov.uk"],
    "S12000011": ["eastrenfrewshire.gov.uk"],
    "S12000013": ["cne-siar.gov.uk"],
    "S12000014": ["falkirk.gov.uk"],
    "S12000017": ["highland.gov.uk"],
    "S12000018": ["inverclyde.gov.uk"],
    "S12000019": ["midlothian.gov.uk"],
    "S12000020": ["moray.gov.uk"],
    "S12000021": ["north-ayrshire.gov.uk"],
    "S12000023": ["orkney.gov.uk"],
    "S12000026": ["scotborders.gov.uk"],
    "S12000027": ["shetland.gov.uk"],
    "S12000028": ["south-ayrshire.gov.uk"],
    "S12000029": ["southlanarkshire.gov.uk"],
    "S12000030": ["stirling.gov.uk"],
    "S12000033": ["aberdeencity.gov.uk"],
    "S12000034": ["aberdeenshire.gov.uk"],
    "S12000035": ["argyll-bute.gov.uk"],
    "S12000036": ["edinburgh.gov.uk"],
    "S12000038": ["renfrewshire.gov.uk"],
    "S12000039": ["west-dunbarton.gov.uk"],
    "S12000040": ["westlothian.gov.uk"],
    "S12000041": ["angus.gov.uk"],
    "S12000042": ["dundeecity.gov.uk"],
    "S12000045": ["eastdunbarton.gov.uk"],
    "S12000047": ["fife.gov.uk"],
    "S12000048": ["pkc.gov.uk"],
    "S12000049": ["glasgow.gov.uk"],
    "S12000050": ["northlan.gov.uk", "northlanarkshire.gov.uk"],
    "W06000001": ["anglesey.gov.uk", "anglesey.gov.wales", "ynysmon.gov.uk", "ynysmon.llyw.cymru"],
    "W06000002": ["gwynedd.gov.uk", "gwynedd.llyw.cymru"],
    "W06000003": ["conwy.gov.uk"],
    "W06000004": ["denbighshire.gov.uk", "sirddinbych.gov.uk"],
    "W06000005": ["flintshire.gov.uk", "siryfflint.gov.uk"],
    "W06000006": ["wrexham.gov.uk", "wrecsam.gov.uk"],
    "W06000008": ["ceredigion.gov.uk"],
    "W06000009": ["pembrokeshire.gov.uk", "sir-benfro.gov.uk"],
    "W06000010": ["carmarthenshire.gov.uk", "carmarthenshire.gov.wales", "sirgar.gov.uk", "sirgar.llyw.cymru"],
    "W06000011": ["swansea.gov.uk", "abertawe.gov.uk"],
    "W06000012": ["npt.gov.uk"],
    "W06000013": ["bridgend.gov.uk"],
    "W06000014": ["valeofglamorgan.gov.uk", "bromorgannwg.gov.uk"],
    "W06000015": ["cardiff.gov.uk", "caerdydd.gov.uk"],
    "W06000016": ["rctcbc.gov.uk", "rhondda-cynon-taf.gov.uk"],
    "W06000018": ["caerphilly.gov.uk", "caerffili.gov.uk"],
    "W06000019": ["blaenau-gwent.gov.uk"],
    "W06000020": ["torfaen.gov.uk"],
    "W06000021": ["monmouthshire.gov.uk"],
    "W06000022": ["newport.gov.uk"],
    "W06000023": ["powys.gov.uk"],
    "W06000024": ["merthyr.gov.uk"],
}

SMALL_WORDS = {"and", "of", "upon", "the", "with", "on", "nan", "an", "ar", "y", "h"}


def items(text):
    return [x.strip() for x in re.split(r"\|", text) if x.strip()]


def cased(name):
    """A name that the source has in lower case alone, with capitals."""
    if name != name.lower():
        return name
    words = re.split(r"([ -])", name)
    return "".join(w if i and w in SMALL_WORDS else w[:1].upper() + w[1:] for i, w in enumerate(words))


def spelling(name):
    """Equal for names that differ in case and punctuation alone; `&` is a spelling of its own."""
    return re.sub(r"[^\w&]+", " ", name.lower()).strip()


def name_key(name):
    return spelling(name.replace("&", " and ")).removeprefix("the ")


def short_names(row):
    """`Barnsley`, and what it makes with the word council."""
    nice = " ".join(row["nice_name"].split())
    base = re.sub(r"^(City of|The) | City$| Council$", "", nice) if nice != "City of London" else nice
    yield nice
    if base != "City of London":
        yield base
        yield f"{base} Council"
        if "Metropolitan Borough" in row["official_name"]:
            yield f"{base} MBC"
        if row["type"] == "CTY":
            yield f"{base} CC"


def aliases(row):
    found, seen = [], {spelling(row["official_name"])}
    candidates = [*short_names(row), *items(row["aliases"]), *MORE_NAMES.get(row["gss_code"], [])]
    for name in candidates:
        name = cased(" ".join(name.split()))
        unwanted = name.lower() in WRONG_NAMES | ORDINARY or LIST_TAIL.search(name)
        if not unwanted and not {spelling(name), spelling(name).removeprefix("the ")} & seen:
            seen.add(spelling(name))
            found.append(name)
    return found


def host(website):
    return re.sub(r"^www\.", "", re.sub(r"^https?://", "", website.strip()).split("/")[0].lower())


def domains(row):
    code = row["gss_code"]
    site = [] if code in WRONG_WEBSITES else [host(row["website"])]
    return list(dict.fromkeys(d for d in [*site, *reversed(items(row["gov_domains"])), *MORE_DOMAINS.get(code, [])] if d and d not in OTHERS_DOMAINS))


def council(row):
    former = [c for c in re.split(r"[|,]", row["former_gss_codes"]) if c] + MORE_FORMER_CODES.get(row["gss_code"], [])
    return {
        "code": row["gss_code"],
        "former_codes": former,
        "name": " ".join(row["official_name"].split()),
        "aliases": aliases(row),
        "nation": row["nation"],
        "region": RIGHT_REGIONS.get(row["gss_code"], row["region"]) if row["nation"] == "England" else row["nation"],
        "kind": KINDS[row["type"]],
        "domains": domains(row),
    }


def trust(code, short, domain, more):
    return {
        "code": code,
        "former_codes": [],
        "name": f"{short} Health and Social Care Trust",
        "aliases": [f"{short} HSC Trust", f"{short} Trust", f"{short} Health & Social Care Trust", f"{short} HSCT", *more],
        "nation": "Northern Ireland",
        "region": "Northern Ireland",
        "kind": "health and social care trust",
        "domains": [domain],
    }


def owners(rows, column, key):
    found = {}
    for row in rows:
        for value in row[column]:
            found.setdefault(key(value), set()).add(row["code"])
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        rows = [council(r) for r in csv.DictReader(file) if r["nation"] != "Northern Ireland"]
    rows += [trust(*t) for t in TRUSTS]
    rows.sort(key=lambda r: r["code"])
    for column, key in (("aliases", name_key), ("domains", str)):
        held = owners(rows, column, key)
        if column == "aliases":
            for row in rows:
                held.setdefault(name_key(row["name"]), set()).add(row["code"])
        for row in rows:
            shared = [v for v in row[column] if len(held[key(v)]) > 1]
            row[column] = [v for v in row[column] if v not in shared]
            if shared:
                print(f"{row['code']}: {column} of several authorities left out: {', '.join(shared)}", file=sys.stderr)
    for row in rows:
        if not row["domains"]:
            print(f"{row['code']}: no domain", file=sys.stderr)
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for row in rows:
        out.writerow({c: "|".join(v) if isinstance(v := row[c], list) else v for c in COLUMNS})


if __name__ == "__main__":
    main()
