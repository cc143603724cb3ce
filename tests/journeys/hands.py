"""What people do on page after page: press, read what they are told, write a whole paper."""

from playwright.sync_api import Page, expect


def press(page: Page, name: str) -> None:
    """The button of exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, sentence: str) -> None:
    """The page says what has just happened."""
    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def fill_in(page: Page) -> None:
    """Everything a complete paper needs, apart from its title."""
    page.get_by_label("Meeting", exact=True).select_option(index=2)
    page.get_by_label("Executive lead", exact=True).select_option("Leila Haddad")
    page.get_by_label("Who presents it").fill("Leila Haddad")
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Recommendation 1").fill("Approve the new route")
    page.get_by_label("Recruitment and promotion").check()
    page.get_by_label("Strategic objective it serves").fill("A workforce like our patients")
    for name in ("Financial", "Legal", "Quality"):
        page.get_by_label(f"{name} implications").fill("None.")
    page.get_by_label("Summary in plain language").fill("We want to fill posts differently.")
    page.get_by_label("What is not open, and why").fill("Nothing is closed.")
    page.get_by_label("Questions to the networks").fill("Whom would it shut out?")
    page.get_by_label("Name of the option").first.fill("Change the route")
    page.get_by_label("This option is to do nothing").nth(1).check()
    page.get_by_label("Summary of the assessment").fill("Positive for race.")
    page.get_by_label("Evidence", exact=True).fill("Staff survey.")
    page.get_by_label("Text", exact=True).fill("## Why\n\nShortlists are **narrow**.")
