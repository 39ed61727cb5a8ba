"""Years of accession that the research tables lack, recalled and checked by count. A pair is (from, to)."""

SCO = {
    **dict.fromkeys("CHN RUS KAZ KGZ TJK UZB".split(), 2001),
    **dict.fromkeys("IND PAK".split(), 2017),
    "IRN": 2023,
    "BLR": 2024,
}
NUCLEAR = {**dict.fromkeys("USA RUS GBR FRA CHN ISR".split(), 1968), "IND": 1998, "PAK": 1998, "PRK": 2006}
OECD = {
    **dict.fromkeys(
        "AUS AUT BEL CAN DNK FIN FRA DEU GRC ISL IRL ITA JPN LUX NLD NZL NOR PRT ESP SWE CHE TUR GBR USA".split(), 1973
    ),
    "MEX": 1994,
    "CZE": 1995,
    **dict.fromkeys("HUN POL KOR".split(), 1996),
    "SVK": 2000,
    **dict.fromkeys("CHL SVN ISR EST".split(), 2010),
    "LVA": 2016,
    "LTU": 2018,
    "COL": 2020,
    "CRI": 2021,
}
COUNCIL_OF_EUROPE = {
    **dict.fromkeys(
        "AUT BEL CYP DNK FIN FRA DEU GRC ISL IRL ITA LIE LUX MLT NLD NOR PRT ESP SMR SWE CHE TUR GBR".split(), 1989
    ),
    "HUN": 1990,
    "POL": 1991,
    "BGR": 1992,
    **dict.fromkeys("EST LTU SVN CZE SVK ROU".split(), 1993),
    "AND": 1994,
    **dict.fromkeys("LVA ALB MDA MKD UKR".split(), 1995),
    "RUS": (1996, 2022),
    "HRV": 1996,
    "GEO": 1999,
    **dict.fromkeys("ARM AZE".split(), 2001),
    "BIH": 2002,
    "SRB": 2003,
    "MCO": 2004,
    "MNE": 2007,
}
ARAB_LEAGUE = set(
    "DZA BHR COM DJI EGY IRQ JOR KWT LBN LBY MRT MAR OMN QAT SAU SOM SDN SYR TUN ARE YEM".split()
)
ARAB_SINCE = {"COM": 1993}

assert len(OECD) == 38 and len(COUNCIL_OF_EUROPE) == 47 and len(ARAB_LEAGUE) == 21
