"""References and whole statements on the page."""

from tests.web.conftest import Site

JOINT = "2015-05-22-cn-pe-joint-statement"


def test_what_is_named_comes_first_on_the_page(site: Site) -> None:
    """Under a heading of its own, without a total; a number that is not there is told."""
    found = site.get(f"/?q={JOINT}%238&lang=en")
    missing = site.get("/?q=中秘2015年联合声明第九百条&lang=en")

    assert found.status == missing.status == 200
    assert "Reference: what the query names" in found.text
    assert found.text.index(f"{JOINT}") < found.text.index("</ol>")
    assert "has no 第九百条" in missing.text


def test_statements_that_satisfy_a_query_are_listed(site: Site) -> None:
    """With counts and the certificate; a bad query is explained."""
    found = site.get("/statements?q=两洋铁路 -不在任何文件&lang=en")

    assert found.status == 200
    assert "Texts that satisfy the query" in found.text
    assert f"/statements/{JOINT}" in found.text
    assert site.get("/statements?q=country:火星").status == 400
    assert "No text satisfies" in site.get("/statements?q=不在任何文件&lang=en").text


def test_a_search_in_statements_keeps_its_scope(site: Site) -> None:
    """In the links of the page."""
    page = site.get("/?q=两洋铁路 中国&scope=statement&lang=en")

    assert page.status == 200
    assert "scope=statement" in page.text
    assert "different clauses of one text" in page.text


def test_a_statement_is_opened_by_its_title_and_number(site: Site) -> None:
    """As by its id."""
    assert site.get("/statements/中秘2015年联合声明第八条").status == 200
    assert site.get("/statements/中秘2015年联合声明第九百条").status == 404
