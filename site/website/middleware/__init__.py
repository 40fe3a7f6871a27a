"""What every request passes: page cache, headers, limits, origin."""
