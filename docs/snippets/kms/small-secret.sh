aws kms encrypt --key-id alias/orders --plaintext fileb://password.txt \
  --encryption-context tenant=4711 --query CiphertextBlob --output text | base64 --decode > password.enc
aws kms decrypt --ciphertext-blob fileb://password.enc --key-id alias/orders \
  --encryption-context tenant=4711 --query Plaintext --output text | base64 --decode
