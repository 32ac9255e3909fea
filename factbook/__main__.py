"""The command: python -m factbook."""

import gc
import sys

gc.disable()  # the command lives for a second and keeps what it reads; looking for cycles costs a tenth of that

from factbook.cli import main  # noqa: E402

sys.exit(main())
