"""The texts that the portal is shipped with: read from ``data/pages/`` and laid in as pages that editors own."""
