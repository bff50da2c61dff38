"""Published statistics from outside: reads JSON-stat, asks PxWebApi and KLASS, reads borders."""
