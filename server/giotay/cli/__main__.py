"""`python -m giotay.cli`."""

import logging
import sys

from giotay.cli import main

logging.captureWarnings(capture=True)
sys.exit(main())
