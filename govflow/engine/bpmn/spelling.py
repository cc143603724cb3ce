"""How BPMN spells its elements: the four namespaces of the standard, and no mark XML forbids."""

from xml.etree import ElementTree as ET

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PICTURE = "http://www.omg.org/spec/BPMN/20100524/DI"
SHAPES = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"

for _prefix, _namespace in (
    ("bpmn", MODEL),
    ("bpmndi", PICTURE),
    ("dc", SHAPES),
    ("di", LINES),
    ("xsi", XSI[1:].partition("}")[0]),
):
    ET.register_namespace(_prefix, _namespace)


def element(
    tag: str, parent: ET.Element | None = None, /, *, space: str = MODEL, **attributes: str
) -> ET.Element:
    """A new element, under its parent when it has one."""
    made = ET.Element(f"{{{space}}}{tag}", attributes)
    if parent is not None:
        parent.append(made)
    return made
