"""Cryptographic messages (CMS): sign, verify, encrypt, decrypt, compress.

Structures come from asn1crypto, primitives from cryptography. The bytes that go in and out are
MIME parts; nothing here knows AS2.
"""

import hashlib
import os
import zlib
from datetime import datetime, timezone

from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as Unsupported
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives import padding as blocks
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .errors import (
    AuthenticationFailed,
    DecompressionFailed,
    DecryptionFailed,
    IntegrityFailed,
    Malformed,
    UnsupportedAlgorithm,
)
from .station import check_valid

DIGESTS = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha1": hashes.SHA1(),  # old partners still sign with it  # noqa: S303
}
CIPHERS = {"aes128_cbc": 16, "aes192_cbc": 24, "aes256_cbc": 32}
OLD_CIPHERS = {"tripledes_3key": 24}
MAX_UNPACKED = 150 * 1024 * 1024
ASN1_ERRORS = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


# === SIGN === #


def sign(content, key, certificate, digest="sha256", now=None):
    """A detached signature of these bytes (DER)."""
    asn1 = _asn1(certificate)
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "data"),
            _attribute("message_digest", hashlib.new(digest, content).digest()),
            _attribute(
                "signing_time",
                cms.Time(name="utc_time", value=core.UTCTime(now or datetime.now(timezone.utc))),
            ),
        ]
    )
    algorithm = algos.DigestAlgorithm({"algorithm": digest})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": _identifier(cms.SignerIdentifier, asn1),
            "digest_algorithm": algorithm,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": key.sign(attributes.dump(), padding.PKCS1v15(), DIGESTS[digest]),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": [asn1],
            "signer_infos": [signer],
        }
    )
    return _wrapped("signed_data", signed)


def _attribute(kind, value):
    return cms.CMSAttribute({"type": kind, "values": [value]})


def verify(content, signature, certificates, now=None):
    """The digest name of a signature over these bytes made by one of the certificates.

    Only the partner's own certificates count, never one that comes with the message.

    :raises AuthenticationFailed: another signer, an ended certificate, no valid signature
    :raises IntegrityFailed: the signature is theirs, of other bytes
    """
    signed = _loaded(signature, "signed_data")
    failure = AuthenticationFailed(
        "It is signed by nobody we have a certificate of.", "unknown_signer"
    )
    try:
        for signer in signed["signer_infos"]:
            certificate = _signer_certificate(signer["sid"], certificates)
            if certificate:
                check_valid(certificate, now)
                return _verify_signer(content, signer, certificate)
    except ASN1_ERRORS as error:
        raise Malformed("The signature cannot be read.") from error
    raise failure


def _signer_certificate(sid, certificates):
    for certificate in certificates:
        asn1 = _asn1(certificate)
        if sid.name == "issuer_and_serial_number":
            wanted = (asn1.issuer, asn1.serial_number)
            found = (sid.chosen["issuer"], sid.chosen["serial_number"].native)
        else:
            wanted, found = asn1.key_identifier, sid.chosen.native
        if wanted == found and wanted is not None:
            return certificate
    return None


def _verify_signer(content, signer, certificate):
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        raise UnsupportedAlgorithm(f"The digest {digest} is not taken.")
    attributes = signer["signed_attrs"]
    covered = content
    if attributes:
        values = {each["type"].native: each["values"] for each in attributes}
        covered = attributes.untag().dump()
        _check_signature(signer, certificate, covered, digest)
        if values["message_digest"][0].native != hashlib.new(digest, content).digest():
            raise IntegrityFailed("The content was changed after it was signed.")
        return digest
    _check_signature(signer, certificate, covered, digest)
    return digest


def _check_signature(signer, certificate, covered, digest):
    key, signature = certificate.public_key(), signer["signature"].native
    kind = signer["signature_algorithm"].signature_algo
    try:
        if isinstance(key, rsa.RSAPublicKey) and kind in ("rsassa_pkcs1v15", "rsassa_pss"):
            scheme = padding.PKCS1v15()
            if kind == "rsassa_pss":
                scheme = padding.PSS(padding.MGF1(DIGESTS[digest]), padding.PSS.AUTO)
            key.verify(signature, covered, scheme, DIGESTS[digest])
        elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            key.verify(signature, covered, ec.ECDSA(DIGESTS[digest]))
        else:
            raise UnsupportedAlgorithm(f"The signature {kind} is not taken.")
    except InvalidSignature as error:
        raise AuthenticationFailed(
            "The signature does not fit the certificate.", "bad_signature"
        ) from error
    except Unsupported as error:
        raise UnsupportedAlgorithm("The signature's algorithm is not taken.") from error


# === ENCRYPT === #


def encrypt(content, certificate, cipher="aes256_cbc"):
    """These bytes encrypted for the holder of a certificate (DER)."""
    asn1 = _asn1(certificate)
    key, vector = os.urandom(CIPHERS[cipher]), os.urandom(16)
    padder = blocks.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    padded = padder.update(content) + padder.finalize()
    recipient = cms.KeyTransRecipientInfo(
        {
            "version": "v0",
            "rid": _identifier(cms.RecipientIdentifier, asn1),
            "key_encryption_algorithm": {"algorithm": "rsaes_pkcs1v15"},
            "encrypted_key": certificate.public_key().encrypt(key, padding.PKCS1v15()),
        }
    )
    enveloped = cms.EnvelopedData(
        {
            "version": "v0",
            "recipient_infos": [cms.RecipientInfo("ktri", recipient)],
            "encrypted_content_info": {
                "content_type": "data",
                "content_encryption_algorithm": {"algorithm": cipher, "parameters": vector},
                "encrypted_content": encryptor.update(padded) + encryptor.finalize(),
            },
        }
    )
    return _wrapped("enveloped_data", enveloped)


def decrypt(envelope, keys):
    """The bytes in an envelope for one of our (private key, certificate) pairs.

    Whatever fails fails alike: the difference would help who tries to decrypt by asking.

    :raises DecryptionFailed: for nobody of us, or broken
    :raises UnsupportedAlgorithm: a cipher we do not take
    """
    enveloped = _loaded(envelope, "enveloped_data")
    try:
        info = enveloped["encrypted_content_info"]
        secret = _content_key(enveloped["recipient_infos"], keys)
        return _decrypted(info, secret)
    except (DecryptionFailed, UnsupportedAlgorithm):
        raise
    except ASN1_ERRORS as error:
        raise DecryptionFailed("It cannot be decrypted.") from error


def _content_key(recipients, keys):
    for recipient in recipients:
        if recipient.name != "ktri":
            continue
        for key, certificate in keys:
            if _signer_certificate(recipient.chosen["rid"], (certificate,)):
                return _transported(recipient.chosen, key)
    raise DecryptionFailed("It is encrypted for another certificate.", "wrong_recipient")


def _transported(recipient, key):
    algorithm = recipient["key_encryption_algorithm"]
    scheme = padding.PKCS1v15()
    if algorithm["algorithm"].native == "rsaes_oaep":
        name = algorithm["parameters"]["hash_algorithm"]["algorithm"].native
        digest = DIGESTS[name]
        scheme = padding.OAEP(padding.MGF1(digest), digest, None)
    return key.decrypt(recipient["encrypted_key"].native, scheme)


def _decrypted(info, secret):
    algorithm = info["content_encryption_algorithm"]
    name, vector = algorithm["algorithm"].native, algorithm["parameters"].native
    if name in CIPHERS and len(secret) == CIPHERS[name]:
        cipher = algorithms.AES(secret)
    elif name in OLD_CIPHERS and len(secret) == OLD_CIPHERS[name]:
        cipher = _triple_des(secret)
    elif name in CIPHERS or name in OLD_CIPHERS:
        raise DecryptionFailed("It cannot be decrypted.")
    else:
        raise UnsupportedAlgorithm(f"The cipher {name} is not taken.")
    decryptor = Cipher(cipher, modes.CBC(vector)).decryptor()
    padded = decryptor.update(info["encrypted_content"].native) + decryptor.finalize()
    unpadder = blocks.PKCS7(cipher.block_size).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def _triple_des(secret):
    """3DES where the installed cryptography still has it: partners of twenty years send it."""
    try:
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    except ImportError as error:
        raise UnsupportedAlgorithm("The cipher 3DES is not taken.") from error
    return TripleDES(secret)


# === COMPRESS === #


def compress(content):
    """These bytes compressed (DER)."""
    compressed = cms.CompressedData(
        {
            "version": "v0",
            "compression_algorithm": {"algorithm": "zlib"},
            "encap_content_info": {"content_type": "data", "content": zlib.compress(content)},
        }
    )
    return _wrapped("compressed_data", compressed)


def decompress(compressed, limit=MAX_UNPACKED):
    """The bytes in there.

    :raises DecompressionFailed: broken, or more than ``limit`` bytes
    """
    data = _loaded(compressed, "compressed_data")
    try:
        packed = data["encap_content_info"]["content"].native
        machine = zlib.decompressobj()
        content = machine.decompress(packed, limit + 1)
    except (zlib.error, *ASN1_ERRORS) as error:
        raise DecompressionFailed("It cannot be unpacked.") from error
    if len(content) > limit:
        raise DecompressionFailed("It unpacks to more than is taken.", "too_large")
    if not machine.eof:
        raise DecompressionFailed("It ends too early.")
    return content


# === STRUCTURES === #


def kind_of(der):
    """What these bytes are: signed_data, enveloped_data, compressed_data.

    :raises Malformed: no CMS at all
    """
    try:
        return cms.ContentInfo.load(der)["content_type"].native
    except ASN1_ERRORS as error:
        raise Malformed("This is no cryptographic message.") from error


def _loaded(der, kind):
    if kind_of(der) != kind:
        raise Malformed(f"A cryptographic message of another kind than {kind}.")
    try:
        return cms.ContentInfo.load(der)["content"]
    except ASN1_ERRORS as error:
        raise Malformed("The cryptographic message is broken.") from error


def _wrapped(kind, content):
    return cms.ContentInfo({"content_type": kind, "content": content}).dump()


def _asn1(certificate):
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _identifier(kind, certificate):
    number = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    return kind("issuer_and_serial_number", number)
