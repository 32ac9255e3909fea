"""Independent sources that a fact is held against.

`api_models` asks botocore's models of AWS's APIs, which lie on the disk. A witness
proves a fact when it would no longer hold if either side moved; one that only fits is
marked `supports: true` and proves nothing. `pages` reads the source pages and looks for
the evidence; only it uses the network.
"""
