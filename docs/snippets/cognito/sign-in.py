import boto3

cognito = boto3.client("cognito-idp")
answer = cognito.initiate_auth(
    ClientId=client_id,
    AuthFlow="USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": "ana", "PASSWORD": password},
)
if "ChallengeName" in answer:        # SMS_MFA, SOFTWARE_TOKEN_MFA, NEW_PASSWORD_REQUIRED …
    ...
else:
    tokens = answer["AuthenticationResult"]    # IdToken, AccessToken, RefreshToken
