import base64
import boto3

kms = boto3.client("kms")
CONTEXT = {"purpose": "iban"}


def seal(text):
    answer = kms.encrypt(KeyId="alias/customers", Plaintext=text.encode(), EncryptionContext=CONTEXT)
    return base64.b64encode(answer["CiphertextBlob"]).decode()


def unseal(sealed):
    answer = kms.decrypt(
        KeyId="alias/customers", CiphertextBlob=base64.b64decode(sealed), EncryptionContext=CONTEXT
    )
    return answer["Plaintext"].decode()
