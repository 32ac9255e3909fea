import base64
import boto3
from cryptography.fernet import Fernet

kms = boto3.client("kms")
context = {"tenant": "4711"}

key = kms.generate_data_key(KeyId="alias/orders", KeySpec="AES_256", EncryptionContext=context)
sealed = Fernet(base64.urlsafe_b64encode(key["Plaintext"])).encrypt(b"a long document")
record = {"data": sealed, "key": key["CiphertextBlob"]}
del key

plain = kms.decrypt(CiphertextBlob=record["key"], KeyId="alias/orders", EncryptionContext=context)
text = Fernet(base64.urlsafe_b64encode(plain["Plaintext"])).decrypt(record["data"])
