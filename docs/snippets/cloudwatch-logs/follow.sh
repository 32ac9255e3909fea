# not run: 'logs tail' is a command of version 2 of the CLI, and the tests have version 1
aws logs tail /shop/prod/orders --follow --filter-pattern '{ $.level = "ERROR" }'
