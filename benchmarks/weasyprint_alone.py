"""What the book is measured against: WeasyPrint on the book's HTML, in its style, and nothing around it."""

import sys
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from factbook.publish.bound.paper import A4, STYLE

if __name__ == "__main__":
    site = Path(sys.argv[1]).resolve()
    fonts = FontConfiguration()
    names = ("book.css", "running.css", "numbers.css", A4.style)
    sheets = [weasyprint.CSS(filename=STYLE / name, font_config=fonts) for name in names]
    page = weasyprint.HTML(filename=site / "book.html", base_url=f"{site.as_uri()}/")
    page.write_pdf(site / "alone.pdf", stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
