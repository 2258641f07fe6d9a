"""Those we compare ourselves with, started side by side with us in the same run, on the same core."""
