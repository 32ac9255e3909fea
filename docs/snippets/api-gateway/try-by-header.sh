aws apigatewayv2 update-domain-name --domain-name api.example.com \
  --routing-mode ROUTING_RULE_THEN_API_MAPPING
aws apigatewayv2 create-routing-rule --domain-name api.example.com --priority 100 \
  --conditions '[{"MatchHeaders": {"AnyOf": [{"Header": "x-version", "ValueGlob": "beta*"}]}}, {"MatchBasePaths": {"AnyOf": ["orders"]}}]' \
  --actions '[{"InvokeApi": {"ApiId": "a1b2c3d4e5", "Stage": "beta", "StripBasePath": true}}]'
