#!/bin/sh
# In the adapter's place for a handler that asks the Runtime API itself: does nothing until it is ended.
exec sleep 86400
