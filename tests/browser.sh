#!/bin/sh
# Makes sure that the browser tests have Debian's Chromium: installs it where that is allowed, else says how.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; then
    exit 0
  fi
fi
echo "The browser tests need Chromium. Install it with: sudo apt-get install chromium" >&2
# In CI a missing browser is a failure; elsewhere the other tests still run.
[ -z "$CI" ]
