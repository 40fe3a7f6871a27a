#!/bin/sh
# Makes sure of a Debian package that checks need: debian.sh PACKAGE WHAT-NEEDS-IT COMMAND…
# Any one of the commands will do. Installs the package where that is allowed, else says how.
package=$1 what=$2
shift 2
for name; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing $package …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package" >/dev/null && exit 0
fi
echo "$what: $package is missing. Install it with: sudo apt-get install $package" >&2
# In CI that is a failure; elsewhere whatever does not need it still runs.
[ -z "$CI" ]
