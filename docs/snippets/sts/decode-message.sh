aws sts decode-authorization-message --encoded-message 4GIOHlTkIaWHQD0Q… \
  --query DecodedMessage --output text | python3 -m json.tool
