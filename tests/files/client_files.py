"""Files as clients have them: a .sav with everything that SPSS keeps, made by GNU PSPP."""

from __future__ import annotations

from pathlib import Path

from delivered_tables import run_pspp

CASES = 40
#: Every format that a number can have, and some widths of texts.
FORMATS = (
    *("F8.0", "F9.2", "F40.16", "COMMA12.2", "DOT10.1", "DOLLAR10.2", "PCT8.1", "E12.3", "N6"),
    *("DATE11", "ADATE10", "EDATE10", "SDATE10", "JDATE7", "QYR8", "MOYR8", "WKYR8"),
    *("DATETIME20", "DATETIME23.2", "TIME8", "DTIME12", "WKDAY9", "MONTH9", "PCT5.0", "F3.0"),
)
WIDTHS = (1, 7, 8, 9, 40, 255, 256, 300, 1000)
VARIABLES = 240
#: Of them, these are plain numbers; two have each of the formats.
PLAIN = VARIABLES - 4 - 2 * len(FORMATS) - len(WIDTHS)

_DICTIONARY = """
VARIABLE LABELS RESPID 'Respondent {e}' weight 'Weight' n1 'It''s {e} label' t9 'Texts {e}'.
VALUE LABELS n1 n2 1 'Yes {e}' 2 'No' 9 'Refused' /n3 1 'One' 2 'Two'
  /n7 1 'Had n7' /n8 1 'Had n8 {e}' /n9 1 'Had n9'
  /t1 'a' 'Alpha {e}' 'b' 'Beta' /t40 'long value of it' 'Long {e} label' /t300 'x' 'Very long'.
MISSING VALUES n1 (8, 9) /n2 (LO THRU 0) /n3 (LO THRU 0, 99) /n4 (90 THRU HI) /n5 (7)
  /t1 ('z') /t8 ('none', 'nil') /t40 ('nothing').
VARIABLE LEVEL n1 n2 (NOMINAL) /n3 n4 (ORDINAL) /n5 weight (SCALE).
VARIABLE WIDTH n1 (4) /t40 (20).
VARIABLE ALIGNMENT n1 (CENTER) /n2 (LEFT).
VARIABLE ROLE /TARGET n1 n2 /BOTH n3 /NONE n4 /PARTITION n5 /SPLIT n6.
VARIABLE ATTRIBUTE VARIABLES=n1 t300 ATTRIBUTE=asked('first wave {e}') many[1]('a') many[2]('b').
DATAFILE ATTRIBUTE ATTRIBUTE=study('S-{e}-1') pages[1]('one') pages[2]('two').
FILE LABEL 'Client study {e}'.
DOCUMENT The first line of a document, {e}
    And a second one.
MRSETS /MDGROUP NAME=$had LABEL='What they had {e}' VARIABLES=n7 n8 n9 VALUE=1
  /MCGROUP NAME=$said LABEL='What they said' VARIABLES=n10 n11 n12
  /MDGROUP NAME=$counted CATEGORYLABELS=COUNTEDVALUES LABELSOURCE=VARLABEL
    VARIABLES=n7 n8 n9 VALUE=1
  /MDGROUP NAME=$texts LABEL='Texts' VARIABLES=t7 t8 VALUE='yes'.
WEIGHT BY weight.
"""


def syntax(accent: str) -> list[str]:
    """The commands that make the active file; ``accent`` stands in labels and texts."""
    numbers = [f"n{at}" for at in range(1, PLAIN + 1)]
    dates = [f"a_long_name_{at}_{kind.split('.')[0]}" for at in (1, 2) for kind in FORMATS]
    texts = [f"t{width}" for width in WIDTHS]
    lines = ["SET SEED=7.", "INPUT PROGRAM."]
    lines.append("STRING RESPID (A12)" + "".join(f" /{name} (A{name[1:]})" for name in texts) + ".")
    lines += [f"LOOP #i=1 TO {CASES}.", "COMPUTE RESPID = CONCAT('R', LTRIM(STRING(#i, F4)))."]
    lines += ["COMPUTE number = #i.", "COMPUTE weight = 0.5 + #i / 7.", "COMPUTE half = #i / 2."]
    for place, name in enumerate(numbers, start=1):
        lines.append(f"IF MOD(#i, {place % 7 + 2}) > 0 {name} = MOD(#i * {place}, 300) - 20.")
    for place, name in enumerate(dates, start=1):
        lines.append(f"IF MOD(#i, 5) > 0 {name} = 13000000000 + 86400 * #i + 1.25 * {place}.")
    for width, name in zip(WIDTHS, texts, strict=True):
        long = f"RPAD('x{accent}', {max(1, width - 3)}, '{accent}y')" if width > 3 else "'a'"
        lines.append(f"IF MOD(#i, 3) > 0 {name} = {long}.")
        lines.append(f"IF MOD(#i, 3) = 0 AND MOD(#i, 2) = 0 {name} = 'yes'.")
    lines += ["END CASE.", "END LOOP.", "END FILE.", "END INPUT PROGRAM."]
    for at in (1, 2):
        for kind in FORMATS:
            name = f"a_long_name_{at}_{kind.split('.')[0]}"
            lines.append(f"FORMATS {name} ({kind}).")
    return [*lines, *_DICTIONARY.replace("{e}", accent).splitlines()]


#: Name of each file, the encoding that it is in, and how SPSS is told to write it.
FILES = {
    "plain.sav": ("UTF-8", "/UNCOMPRESSED"),
    "bytes.sav": ("UTF-8", "/COMPRESSED"),
    "packed.zsav": ("UTF-8", "/ZCOMPRESSED"),
    "western.sav": ("windows-1252", "/COMPRESSED"),
}


def write_clients(folder: Path) -> dict[str, Path]:
    """Write all files, by their names; each has ``CASES`` cases, R1 and so on."""
    commands: list[str] = []
    for encoding in dict.fromkeys(encoding for encoding, _ in FILES.values()):
        commands += ["NEW FILE.", f"SET LOCALE='{encoding}'.", *syntax("é")]
        for name, (own, packing) in FILES.items():
            if own == encoding:
                commands.append(f"SAVE OUTFILE='{name}' {packing}.")
    run_pspp(folder, *commands)
    return {name: folder / name for name in FILES}
