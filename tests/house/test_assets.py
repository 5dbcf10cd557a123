"""What is served of GOV.UK Frontend is what a council may use, and asks for nothing that is not there."""

from yjs.plan.assets import without_crown_and_font, without_source_map


FETCHED = (
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light-v2.woff2) format("woff2")}'
    ".govuk-link{font-family:GDS Transport,arial,sans-serif}"
    ".govuk-footer__copyright-logo:before{background-image:url(/assets/images/govuk-crest.svg);width:100%}"
    "\n/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


def test_styles_name_neither_the_font_nor_the_crest_nor_a_source_map() -> None:
    assert without_crown_and_font(FETCHED) == (
        ".govuk-link{font-family:arial,sans-serif}"
        ".govuk-footer__copyright-logo:before{background-image:none;width:100%}\n"
    )


def test_a_script_names_no_source_map() -> None:
    assert without_source_map("export{a};//# sourceMappingURL=a.js.map\n") == "export{a};\n"
