"""What a page is built of: only parts that are accessible by construction."""

from pages.blocks.bodies import NewsBody, PageBody

__all__ = ["NewsBody", "PageBody"]
