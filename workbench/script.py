"""What Streamlit runs at every page view."""

from workbench.shell import main

main()
