"""Independent sources that a fact is held against.

`sources` asks what lies on the disk: botocore's models of AWS's APIs (`api_models`),
CloudFormation's schemas (`cloudformation`), the documentation in the CDK (`constructs`)
and files of AWS's packages (`packages`). A witness proves a fact when it would no longer
hold if either side moved; one that only fits is marked `supports: true` and proves
nothing. `pages` reads the source pages and looks for the evidence; only it uses the network.
"""
