"""Makes the few small real files that are handed in with the demo's papers."""

from collections.abc import Iterator

from govflow.intake import CleanFile, check_attachment

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources 4 0 R >>"
FONT = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

INCIDENTS = """month,reported: race,reported: religion,heard back
1,17,2,1
2,21,3,0
3,16,1,1
4,19,4,2
5,15,2,0
6,18,3,1
7,20,2,0
8,14,3,1
9,22,4,1
10,17,2,0
11,19,3,1
12,16,2,1
total,214,31,9
"""
ADMISSIONS = """day of admission,patients a week,longer stay than Monday (days)
Monday,38,0.0
Tuesday,36,0.1
Wednesday,35,0.3
Thursday,34,0.8
Friday,31,2.1
Saturday,22,1.6
Sunday,21,0.9
"""
THEME_NOTES = """Sickness absence policy: what people said at the two drop-in sessions

1. Nobody at either session could say what happens at three absences without looking it up.
2. "Formal meeting" is heard as "disciplinary", whatever the letter says.
3. Managers asked for one page. Staff asked for the same page.
4. Five people had come to work ill in the last month so as not to reach the trigger.

Names were not taken.
"""
ENGINEER = (
    "Structural note: blood test rooms, ground floor, Calder Vale Infirmary",
    "",
    "1. The ceiling over rooms 4 to 9 is held by eleven temporary props.",
    "2. The props may stay until Friday. After that the rooms must be empty.",
    "3. Repair of the hot water main and the slab takes about seven weeks.",
    "4. The rooms on either side are safe and may be used.",
    "",
    "Inspected with the estates officer on duty.",
)


def files_of(paper: str) -> Iterator[CleanFile]:
    """What is attached to the paper of that key, checked as an upload would be."""
    for name, media_type, data in FILES.get(paper, ()):
        yield check_attachment(name, media_type, data)


def pdf(lines: tuple[str, ...]) -> bytes:
    """A one-page PDF of plain lines, with a correct table of its objects."""
    drawn = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
    text = f"BT /F1 11 Tf 16 TL 60 780 Td\n{drawn}\nET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        FONT,
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


FILES: dict[str, tuple[tuple[str, str, bytes], ...]] = {
    "racist-abuse": (("incidents-by-month.csv", "text/csv", INCIDENTS.encode()),),
    "phlebotomy-leak": (("engineers-note.pdf", "application/pdf", pdf(ENGINEER)),),
    "therapies-seven-day": (("stay-by-day-of-admission.csv", "text/csv", ADMISSIONS.encode()),),
    "sickness-policy": (("notes-of-drop-in-sessions.txt", "text/plain", THEME_NOTES.encode()),),
}
