"""Turns JMH's JSON into the peers' lines:  jmh_lines.py JSON IMPLEMENTATION CORPUS"""
import json
import sys

path, implementation, corpus = sys.argv[1:]
for result in json.load(open(path)):
    nanos = min(value for fork in result["secondaryMetrics"]["nanosPerItem"]["rawData"] for value in fork)
    print(f"{implementation},{corpus},{result['benchmark'].split('.')[-1]},{nanos:.1f}")
