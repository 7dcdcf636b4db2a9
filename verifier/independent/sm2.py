"""SM2 signatures (GB/T 32918.2, curve of GB/T 32918.5)."""
from verify import sm3

SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)

def sm2_add(one, two):
    if one is None or two is None:
        return two if one is None else one
    (x1, y1), (x2, y2) = one, two
    if x1 == x2 and (y1 + y2) % SM2_P == 0:
        return None
    top, bottom = (3 * x1 * x1 + SM2_A, 2 * y1) if one == two else (y2 - y1, x2 - x1)
    slope = top * pow(bottom, -1, SM2_P) % SM2_P
    x = (slope * slope - x1 - x2) % SM2_P
    return (x, (slope * (x1 - x) - y1) % SM2_P)

def sm2_times(scalar, point):
    result = None
    while scalar:
        if scalar & 1:
            result = sm2_add(result, point)
        point, scalar = sm2_add(point, point), scalar >> 1
    return result

def sm2_signature(data):
    """(r, s) of 64 bytes or of DER."""
    if len(data) == 64:
        return int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big")
    values, rest = [], data[2:]
    if data[:1] != b"\x30" or len(data) < 2 or data[1] != len(rest) or data[1] > 127:
        return None
    for _ in range(2):
        size = rest[1] if len(rest) > 1 and rest[0] == 2 else 0
        body = rest[2 : 2 + size]
        if not 1 <= size == len(body) or body[0] > 127 or (size > 1 and body[0] == 0 and body[1] < 128):
            return None
        values.append(int.from_bytes(body, "big"))
        rest = rest[2 + size :]
    return None if rest else tuple(values)

def sm2(key, message, signature, signer=b"1234567812345678"):
    body = key[1:] if len(key) == 65 and key[0] == 4 else key
    x, y = int.from_bytes(body[:32], "big"), int.from_bytes(body[32:], "big")
    on_curve = (y * y - x * x * x - SM2_A * x - SM2_B) % SM2_P == 0
    if len(body) != 64 or x >= SM2_P or y >= SM2_P or not on_curve:
        return "sm2.bad-key"
    pair = sm2_signature(signature)
    if pair is None:
        return "sm2.bad-signature"
    r, s = pair
    numbers = b"".join(n.to_bytes(32, "big") for n in (SM2_A, SM2_B, *SM2_G, x, y))
    z = sm3((8 * len(signer)).to_bytes(2, "big") + signer + numbers)
    e, t = int.from_bytes(sm3(z + message), "big"), (r + s) % SM2_N
    if not (1 <= r < SM2_N and 1 <= s < SM2_N) or t == 0:
        return "sm2.mismatch"
    point = sm2_add(sm2_times(s, SM2_G), sm2_times(t, (x, y)))
    return "sm2.valid" if point is not None and (e + point[0]) % SM2_N == r else "sm2.mismatch"

